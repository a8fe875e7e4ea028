//! Rays: a line that is there at once, goes through bodies and comes back from walls, as often as its weapon says. Bodies
//! are where the shooter's screen showed them.
//!
//! ```text
//! muzzle ──body: hurt──▶ ──body: it ends, pierced out──▶        or  ──wall: back, weaker──▶
//!        ──body in a dash: SLIP, the line goes slack there
//!        ──shield: it ends
//! ```

use super::combat::{self, Hit, View};
use super::event::{Event, Line};
use super::flight::{meets, mirrored};
use super::grid::{Angle, Vec2, units};
use super::map::Map;
use super::rewind;
use super::side;
use super::time::Time;
use super::tuning::{Ray, Tuning};
use super::world::{Player, SeatId, World};

/// A ray that comes back from a wall goes on from so far before it, in units.
const OFF_WALL: f64 = 1.0 / 16.0;

/// What a ray comes to: its line, whom it hits and who slips it.
struct Course {
    line: Line,
    hits: Vec<Hit>,
    blocked: Option<Hit>,
    slipped: Option<(SeatId, Vec2)>,
}

/// Who shoots what, and when.
struct Aimed<'a> {
    shooter: &'a Player,
    ray: &'a Ray,
    /// The end of the step.
    end: Time,
}

impl Aimed<'_> {
    /// The instant that the shooter saw.
    fn seen(&self) -> Time {
        self.end.left(self.shooter.input.seen.depth())
    }

    /// What explains the hit on a body by a line from here.
    fn view(&self, world: &World, body: SeatId, from: Vec2, map: &Map, tuning: &Tuning) -> View {
        let player = world.player(body);
        player.map_or(View::default(), |player| rewind::view(world, player, from, self.seen(), map, tuning))
    }
}

/// Shoots a ray along the aim of this seat.
pub fn lash(
    world: &mut World,
    seat: SeatId,
    weapon: u8,
    ray: &Ray,
    map: &Map,
    tuning: &Tuning,
    events: &mut Vec<Event>,
) {
    let Course { line, hits, blocked, slipped } = course(world, seat, weapon, ray, map, tuning);
    let slack = slipped.map(|(seat, _)| seat);
    events.push(Event::Lashed { seat, weapon, line, slack });
    for hit in hits {
        combat::hurt(world, hit, tuning, events);
    }
    if let Some(hit) = blocked {
        combat::block(world, &hit, tuning, events);
    }
    if let Some((slipper, place)) = slipped
        && world.counts()
    {
        give_back(world, slipper, tuning);
        events.push(Event::Slipped { seat: slipper, by: seat, place: place.snap() });
    }
}

/// Half of the dash's cooldown comes back to who slips.
fn give_back(world: &mut World, seat: SeatId, tuning: &Tuning) {
    let half = tuning.dash.cooldown as u32 / 2;
    if let Some(player) = world.player_mut(seat) {
        player.body.dash_ready = Time(player.body.dash_ready.0.saturating_sub(half));
    }
}

fn course(world: &World, seat: SeatId, weapon: u8, ray: &Ray, map: &Map, tuning: &Tuning) -> Course {
    let mut course = Course { line: Line::default(), hits: Vec::new(), blocked: None, slipped: None };
    let Some(shooter) = world.player(seat) else { return course };
    let aim = Aimed { shooter, ray, end: world.now.after(tuning.step()) };
    let (mut from, mut way) = (shooter.body.place.units(), shooter.input.aim.direction());
    let (mut left, mut damage, mut pierce) = (units(ray.reach), ray.damage, ray.pierce);
    course.line.push(shooter.body.place);
    for bounces in (0..=ray.bounces.max(0)).rev() {
        let to = from + way * left;
        let wall = map.hit(from, to);
        let end = wall.map_or(to, |(share, _)| from + (to - from) * share);
        for (share, body) in bodies(world, &aim, &course.hits, from, end, tuning) {
            let place = from + (end - from) * share;
            if world.player(body).is_some_and(|player| rewind::slips(player, world.now, aim.seen(), tuning)) {
                course.slipped = Some((body, place));
                course.line.push(place.snap());
                return course;
            }
            let (angle, place) = (Angle::of(way), place.snap());
            let view = aim.view(world, body, from, map, tuning);
            let hit = Hit { seat: body, by: seat, weapon, damage, place, angle, push: ray.push, view };
            if world.player(body).is_some_and(|player| rewind::shields(player, angle, world.now, aim.seen(), tuning)) {
                course.line.push(place);
                course.blocked = Some(hit);
                return course;
            }
            course.hits.push(hit);
            if pierce == 0 {
                course.line.push(place);
                return course;
            }
            (pierce, damage) = (pierce - 1, ray.pierced_damage);
        }
        course.line.push(end.snap());
        let Some((share, normal)) = wall.filter(|_| bounces > 0) else { return course };
        left -= left * share;
        damage = damage * ray.bounce_share / 1000;
        (from, way) = (end + normal * OFF_WALL, mirrored(way, normal));
    }
    course
}

/// The bodies along a line that were not hit before, nearest first. Fresh ones refuse a hit and are passed through; a dash
/// is for the caller.
fn bodies(world: &World, aim: &Aimed<'_>, hits: &[Hit], from: Vec2, to: Vec2, tuning: &Tuning) -> Vec<(f64, SeatId)> {
    let radius = units(tuning.body.radius) + units(aim.ray.radius);
    let mut met = Vec::new();
    for player in world.players.iter().filter(|p| p.seat != aim.shooter.seat && p.health > 0) {
        let passes = player.refuses_hits(world.now, tuning) && !player.dashes_through(world.now, tuning);
        let passes = passes || side::spares(world, aim.shooter.seat, player.seat, tuning);
        if passes || hits.iter().any(|hit| hit.seat == player.seat) {
            continue;
        }
        let place = rewind::pose(world, player, aim.shooter.input.seen, aim.end);
        if let Some(share) = place.and_then(|place| meets(from, to, place, radius)) {
            met.push((share, player.seat));
        }
    }
    met.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    met
}
