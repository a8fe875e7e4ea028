//! P-OWN-1: the own block rebuilds a body that moves on exactly as the server's does.

use fray::protocol::bits::{BitReader, BitWriter, Bitwise};
use fray::protocol::table::{Hurt, Own, Pushed};
use fray::sim::chance::mix;
use fray::sim::input::BUTTONS;
use fray::sim::movement::{Body, PACE, step_body};
use fray::sim::shield::Shield;
use fray::sim::tuning::{PROJECTILE, RAY, SCALARS};
use fray::sim::world::{Life, Player};
use fray::sim::{Angle, Arms, Input, Map, Point, SeatId, Time, Tuning};
use proptest::prelude::{ProptestConfig, any, proptest};

use crate::support::{tuning, yard};

/// Ticks for which two bodies are compared: longer than a dash and its cooldown.
const TICKS: u32 = 200;

fn player(body: Body, life: Life) -> Player {
    Player {
        seat: SeatId(3),
        input: Input::default(),
        body,
        dashed: Time(0),
        impulse: Point::default(),
        life,
        health: 77,
        arms: Arms { clips: [5, 1, 0, 0], ..Arms::default() },
        shield: Shield::default(),
        side: fray::sim::Side(1),
        thimble: Time(0),
        thread: 0,
        longest: 0,
        kills: 0,
        deaths: 0,
        hurt_by: None,
    }
}

/// A held input for some ticks, by chance but often a dash.
fn input(seed: u32, tick: u32) -> Input {
    let bits = mix(seed, 2, tick / 5);
    Input {
        buttons: bits as u8 & BUTTONS,
        walk: fray::sim::Walk((bits >> 8) as u8 % 193),
        aim: Angle((bits >> 16) as u16),
        ..Input::default()
    }
}

/// What a body will do, without what no rule asks for any more: how long ago its dash ended, or its next became ready.
fn seen(body: &Body, now: Time) -> Body {
    let dash_ends = if body.dash_ends == Time(0) { Time(0) } else { body.dash_ends.max(now) };
    Body { dash_ends, dash_ready: body.dash_ready.max(now), ..*body }
}

/// A body that has walked and dashed for some ticks by chance, and where its rebuilt twin is held against it.
struct Walk {
    seed: u32,
    tuning: Tuning,
    map: Map,
    now: Time,
    tick: u32,
}

impl Walk {
    fn new(seed: u32, rate: i32) -> Walk {
        let mut tuning = tuning();
        tuning.rates.tick = rate;
        tuning.dash.cooldown = 300;
        Walk { seed, tuning, map: yard(), now: Time(seed % 100_000), tick: 0 }
    }

    fn body(&self) -> Body {
        let place = Point { x: 100 * 256 + (self.seed % 999) as i32, y: 100 * 256 };
        Body { place, dash_ready: self.now, ..Body::default() }
    }

    /// Steps all bodies with the same input.
    fn step(&mut self, bodies: &mut [Body]) {
        let (input, step) = (input(self.seed, self.tick), self.tuning.step());
        for body in bodies {
            step_body(body, input, Point::default(), PACE, self.now, step, &self.tuning, &self.map);
        }
        self.now = self.now.after(step);
        self.tick += 1;
    }
}

/// Walks for `ticks`, rebuilds the body from its own block, and walks both on. Answers with the block.
fn check(seed: u32, ticks: u32, rate: i32) -> Own {
    let mut walk = Walk::new(seed, rate);
    let mut body = [walk.body()];
    (0..ticks).for_each(|_| walk.step(&mut body));
    let own = Own::of(&player(body[0], Life::Alive { protected: walk.now }), walk.now);
    let mut bits = BitWriter::default();
    own.write(&mut bits);
    let told = Own::read(&mut BitReader::new("Own", &bits.finish())).unwrap();
    let mut twins = [body[0], told.body(walk.now)];
    for _ in 0..TICKS {
        let [server, client] = twins.map(|body| seen(&body, walk.now));
        assert_eq!(client, server, "seed {seed}, {ticks} ticks at {rate} Hz, then at tick {}", walk.tick);
        walk.step(&mut twins);
    }
    own
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rebuilt_body_moves_on_exactly(seed in any::<u32>(), ticks in 0u32..TICKS, rate in 0usize..4) {
        check(seed, ticks, [20, 30, 60, 120][rate]);
    }
}

#[test]
fn a_body_rebuilt_within_a_dash_or_at_its_end_moves_on_exactly() {
    let dashes: Vec<u16> = (0..600).map(|seed| check(seed, seed % TICKS, 60).dash).collect();
    let within = dashes.iter().filter(|dash| **dash > 1).count();
    let at_its_end = dashes.iter().filter(|dash| **dash == 1).count();
    assert!(within > 50 && at_its_end > 5, "{within} within a dash, {at_its_end} at its end");
}

#[test]
fn a_dash_that_is_over_but_not_yet_braked_is_told_apart_from_none() {
    let at =
        |dash_ends: u32| Own::of(&player(Body { dash_ends: Time(dash_ends), ..Body::default() }, DEAD), Time(1000));
    assert_eq!([0, 995, 1000, 1001].map(|ends| at(ends).dash), [0, 1, 1, 2]);
    assert_eq!(at(0).body(Time(1000)).dash_ends, Time(0));
    assert_eq!(at(995).body(Time(1000)).dash_ends, Time(1000));
}

const DEAD: Life = Life::Dead { returns: Time(1300) };

#[test]
fn life_says_how_long_either_way() {
    let life = |life| Own::of(&player(Body::default(), life), Time(1000)).life;
    assert_eq!(life(DEAD), -301);
    assert_eq!(life(Life::Dead { returns: Time(1000) }), -1);
    assert_eq!(life(Life::Alive { protected: Time(0) }), 0);
    assert_eq!(life(Life::Alive { protected: Time(1900) }), 900);
}

/// The greatest stored value that a designer can set.
fn greatest(group: &str, key: &str) -> i64 {
    let scalars = SCALARS.iter().copied().flatten().chain(PROJECTILE).chain(RAY);
    let scalar =
        scalars.into_iter().find(|s| s.group == group && s.key == key).unwrap_or_else(|| panic!("{group}.{key}"));
    scalar.unit.store(scalar.max).max(scalar.unit.store(scalar.min)).into()
}

#[test]
fn the_limits_of_the_table_hold_whatever_a_designer_sets() {
    let most = |info: &fray::protocol::info::RecordInfo, name: &str| {
        let field = info.fields.iter().find(|field| field.name == name).unwrap();
        (field.min, field.max)
    };
    let own = |name| most(Own::INFO, name);
    let speed = greatest("dash", "speed").max(greatest("body", "top_speed"));
    // A direction is longer than 1 by up to 4e-6, on each axis.
    let fastest = speed + speed / 100_000;
    for axis in [own("vx"), own("vy")] {
        assert!(axis.0 <= -fastest && axis.1 >= fastest, "{axis:?} for {fastest}");
    }
    assert_eq!(own("x").1, i64::from(fray::sim::map::SIDE_MAX) * 256);
    assert_eq!(own("dash").1, greatest("dash", "time") + 1);
    assert_eq!(own("dash_wait").1, greatest("dash", "cooldown"));
    assert_eq!(own("health").1, greatest("body", "health"));
    assert!(greatest("weapons.*", "clip") <= 255, "a clip takes a byte of `clips`");
    assert_eq!(own("busy"), (-1 - greatest("weapons.*", "charge"), greatest("weapons.*", "reload") + 1));
    assert_eq!(own("fire_wait").1, greatest("weapons.*", "rate"));
    assert_eq!(own("life"), (-1 - greatest("life", "respawn"), greatest("life", "protection")));
    assert_eq!(most(Hurt::INFO, "damage").1, greatest("weapons.*", "damage"));
    assert!(most(Pushed::INFO, "ix").1 >= greatest("body", "parting"));
}
