//! What proofs ask of bots: how personas differ, who wins duels, and who shoots at walls.

use std::collections::VecDeque;
use std::sync::Arc;

use fray::bots::statistics::PersonaReport;
use fray::bots::{Part, ladder};
use fray::config::assets::embedded_default;
use fray::room::{Brain, Faults, Game, GameSettings, Recruit, Recruiter, View};
use fray::sim::map::MapFile;
use fray::sim::{Angle, Event, Input, Map, Tuning, Vec2, World};

/// Two personas must differ by so much in one figure at least, as a share of the larger one.
pub const DIFFER: f64 = 0.25;
/// No persona wins a larger share of its duels with another one.
pub const EVEN: f64 = 0.57;
/// Who is rated [`STEP`] higher wins such a share of its duels.
pub const STEPS: std::ops::RangeInclusive<f64> = 0.65..=0.85;
pub const STEP: i32 = 200;
/// The shipped tuning of duels.
pub fn duel_tuning() -> Arc<Tuning> {
    Arc::new(ladder::duel_tuning(embedded_default()))
}

/// The part of a persona at a rating.
pub fn part(persona: u32, rating: i32) -> Part {
    Part { rating: Some(rating), persona: Some(persona), ..Part::default() }
}

/// By how much two personas differ in how far or with what they fight, as a share of the larger figure. How many fights
/// they begin hurt sets them apart as well, but those are few, and chance alone would tell players of one temper apart.
pub fn difference(a: &PersonaReport, b: &PersonaReport) -> f64 {
    let apart = |a: f64, b: f64| (a - b).abs() / a.max(b).max(1e-9);
    [apart(a.fight_distance_median_u, b.fight_distance_median_u), apart(a.needle_share, b.needle_share)]
        .into_iter()
        .fold(0.0, f64::max)
}

/// The two personas of a report that are most alike, and by how much they differ.
pub fn most_alike(personas: &[PersonaReport]) -> Option<(String, f64)> {
    let mut least: Option<(String, f64)> = None;
    for (at, a) in personas.iter().enumerate() {
        for b in &personas[at + 1..] {
            let differ = difference(a, b);
            if least.as_ref().is_none_or(|(_, before)| differ < *before) {
                least = Some((format!("{} and {}", a.name, b.name), differ));
            }
        }
    }
    least
}

/// A shot is meant for an enemy at most so far off its angle: three standard errors and the lead on a fast walker.
const MEANT: i32 = 45 * 182;
/// So near, in units, a body is too wide and crosses too fast for an angle to say whom a shot was meant for.
const BESIDE: f64 = 80.0;
/// A bot shoots on what its last view said, which is as old as a snapshot, and a little more while its finger moves.
const OLD_TICKS: usize = 6;

/// Shots, and those that were meant for nobody in the open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shots {
    /// All.
    pub fired: u32,
    /// Of these, rays.
    pub rays: u32,
    /// No line led to anybody near its way when it left.
    pub blind_now: u32,
    /// Nor had one in what a bot knows by then.
    pub blind: u32,
}

/// Plays so many ticks of a room of eight, and counts its shots.
pub fn shots(map: &Arc<Map>, recruiter: Recruiter, seed: u64, ticks: u32) -> Shots {
    let code = String::from("BCDFG");
    let settings = GameSettings {
        room: 1,
        code,
        seats: 8,
        fill: 8,
        seed,
        presets: Arc::default(),
        private: false,
        map: map.clone(),
        recruiter,
        sandbox: false,
        faults: Faults::default(),
    };
    let mut game = Game::new(settings, Arc::new(embedded_default()));
    let mut open: VecDeque<Vec<Line>> = VecDeque::new();
    let mut shots = Shots::default();
    for _ in 0..ticks {
        open.push_back(lines(game.world(), map));
        open.drain(..open.len().saturating_sub(OLD_TICKS));
        for event in game.tick(0).events {
            let (seat, angle, ray) = match event {
                Event::Shot { seat, angle, .. } => (seat, angle, false),
                Event::Lashed { seat, line, .. } => {
                    let [from, to, ..] = line.corners() else { continue };
                    (seat, Angle::of(to.units() - from.units()), true)
                }
                _ => continue,
            };
            let meant = |line: &Line| {
                let near = line.length < BESIDE || i32::from(line.angle.since(angle)).abs() <= MEANT;
                line.by == seat.0 && near
            };
            shots.fired += 1;
            shots.rays += u32::from(ray);
            shots.blind_now += u32::from(!open.back().into_iter().flatten().any(meant));
            shots.blind += u32::from(!open.iter().flatten().any(meant));
        }
    }
    shots
}

/// A place as others are told of it, in 1/8 unit.
fn told(place: Vec2) -> Vec2 {
    let eighth = |value: f64| (value * 8.0 + 0.5).floor() / 8.0;
    Vec2::new(eighth(place.x), eighth(place.y))
}

/// A line without walls between two enemies, as the one is told of the other.
struct Line {
    by: u8,
    angle: Angle,
    length: f64,
}

fn lines(world: &World, map: &Map) -> Vec<Line> {
    let alive: Vec<(u8, Vec2)> =
        world.players.iter().filter(|p| p.is_alive()).map(|p| (p.seat.0, p.body.place.units())).collect();
    let pairs = alive.iter().flat_map(|a| alive.iter().map(move |b| (a, b)));
    let open = pairs.filter(|(a, b)| a.0 != b.0 && map.sees(a.1, told(b.1)));
    open.map(|(a, b)| Line { by: a.0, angle: Angle::of(b.1 - a.1), length: (b.1 - a.1).length() }).collect()
}

/// Bots that are told of a map without walls: they shoot at whom they should not.
pub fn blinded(map: &Map, recruiter: Recruiter) -> Recruiter {
    let file = MapFile { walls: Vec::new(), ..map.file.clone() };
    let bare = Arc::new(Map::new(file, b"bare"));
    Arc::new(move |seed, number| {
        let Recruit { name, brain } = recruiter(seed, number);
        Recruit { name, brain: Box::new(Blinded { brain, bare: bare.clone() }) }
    })
}

struct Blinded {
    brain: Box<dyn Brain + Send>,
    bare: Arc<Map>,
}

impl Brain for Blinded {
    fn act(&mut self, view: &View) -> Input {
        self.brain.act(&View { map: self.bare.clone(), ..view.clone() })
    }
}
