//! Where others were on the screen of whoever shoots, and who may refuse a hit there.
//!
//! ```text
//! ─ older pose ──── seen ── newer pose ───────────── now ─▶ world time
//!                     ├─ a ray meets bodies here
//!                     └─ a projectile flies FORWARD_MAX from here at once; what is left of the depth it catches up with
//!                        while it flies, as the screen of its shooter draws it gliding
//! ```
//! Defender first: whatever refuses hits now, or did so in what the shooter saw or at any time since, refuses this one. Poses are those of
//! [`World::history`], and between two of them bodies are where clients draw them.

use serde::{Deserialize, Serialize};

use super::combat::View;
use super::grid::{Angle, GRID, Point, Vec2, units};
use super::input::Seen;
use super::map::Map;
use super::shield;
use super::time::Time;
use super::tuning::Tuning;
use super::world::{Player, Poses, SeatId, World};

/// A projectile flies through at most so much of what its shooter saw at once: 150 ms.
pub const FORWARD_MAX: Time = Time(90);
/// Over so long what is left of the depth glides away: 350 ms.
pub const GLIDE: Time = Time(210);
/// Others are drawn on eighths of a unit, in steps of the grid.
const EIGHTH: i32 = GRID as i32 / 8;
/// The fastest that a hit sends a body off, in units a second.
const PUSHED_MOST: f64 = 1000.0;
/// Two poses of one body that are further apart are not joined by a way, in units: it returned elsewhere.
pub const TELEPORT: f64 = 220.0;

/// What a projectile has to catch up with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lag {
    /// Steps that it flies at once in its first tick.
    pub forward: u8,
    /// How far beyond that its shooter saw into the past.
    pub behind: Time,
    /// For how long it has flown.
    pub flown: Time,
}

impl Lag {
    /// That of a projectile whose shooter saw this.
    pub fn of(seen: Seen, step: Time) -> Lag {
        let depth = seen.depth();
        let forward = depth.min(FORWARD_MAX).0 / step.0.max(1);
        Lag { forward: forward.min(u8::MAX.into()) as u8, behind: depth.left(Time(forward * step.0)), flown: Time(0) }
    }

    /// How far in the past it meets bodies in its next step. Its shooter draws it slower until nothing is left of that.
    pub fn depth(self) -> Time {
        let glide = GLIDE.left(self.behind).0.max(1);
        Time(self.behind.0 * glide.saturating_sub(self.flown.0) / glide)
    }
}

/// Where a player was seen; `None` if nowhere. `end` is the end of the step.
pub fn pose(world: &World, player: &Player, seen: Seen, end: Time) -> Option<Vec2> {
    if seen.older == Time(0) {
        return Some(player.body.place.units());
    }
    let older = place_at(world, player, end.left(seen.older), end);
    let newer = place_at(world, player, end.left(seen.newer), end);
    match (older, newer) {
        // It falls when the newer pose is reached, and stands where it was until then.
        (Some(older), None) => Some(eighths(older)),
        (Some(older), Some(newer)) if !is_far(older.units(), newer.units()) => {
            let (older, newer) = (eighths(older), eighths(newer));
            Some(older + (newer - older) * (f64::from(seen.share) / 256.0))
        }
        (_, newer) => newer.map(eighths),
    }
}

/// Where a player was when the last pose up to an instant was taken; `None` if it was not alive then.
fn place_at(world: &World, player: &Player, instant: Time, end: Time) -> Option<Point> {
    if instant >= end {
        return Some(player.body.place);
    }
    let after = world.history.partition_point(|poses| poses.time <= instant);
    world.history.get(after.saturating_sub(1)).map_or(Some(player.body.place), |poses| place_in(poses, player.seat))
}

/// Where a player was at any instant up to the end of the step, on its way from one pose to the next.
pub fn on_the_way(world: &World, player: &Player, instant: Time, end: Time) -> Option<Vec2> {
    if instant >= end {
        return Some(player.body.place.units());
    }
    let after = world.history.partition_point(|poses| poses.time <= instant);
    let (to, until) = match world.history.get(after) {
        Some(poses) => (place_in(poses, player.seat)?.units(), poses.time),
        None => (player.body.place.units(), end),
    };
    let Some(before) = after.checked_sub(1).and_then(|before| world.history.get(before)) else { return Some(to) };
    let Some(from) = place_in(before, player.seat).map(Point::units).filter(|from| !is_far(*from, to)) else {
        return Some(to);
    };
    let way = until.left(before.time).0;
    let share = f64::from(instant.left(before.time).0.min(way)) / f64::from(way.max(1));
    Some(from + (to - from) * share)
}

/// How far a body may have come since an instant, in units: as fast as it dashes or is sent off, and both at once. One that
/// is further away has returned meanwhile, and was never seen where it is.
pub fn furthest(instant: Time, end: Time, tuning: &Tuning) -> f64 {
    let fastest = units(tuning.dash.speed.max(tuning.body.top_speed) + tuning.body.parting) + PUSHED_MOST;
    fastest * end.left(instant).seconds()
}

/// What explains a hit from a place on a player who was seen at an instant: how long ago, and for how long the line from
/// there has been blocked since.
pub fn view(world: &World, player: &Player, from: Vec2, seen: Time, map: &Map, tuning: &Tuning) -> View {
    let step = tuning.step();
    let end = world.now.after(step);
    let ago = end.left(seen);
    let is_covered = |back: &u32| {
        let place = on_the_way(world, player, end.left(Time(back * step.0)), end);
        place.is_some_and(|place| !map.sees(from, place))
    };
    let covered = (0..ago.0 / step.0.max(1)).take_while(is_covered).count() as u32;
    View { ago, covered: Time(covered * step.0) }
}

/// True when a hit on a player who was seen at an instant is refused.
pub fn refuses(player: &Player, now: Time, seen: Time, tuning: &Tuning) -> bool {
    player.refuses_hits(now, tuning) || slips(player, now, seen, tuning)
}

/// True when a dash refuses it: one that nothing can touch now, or could touch then, or that has begun since.
pub fn slips(player: &Player, now: Time, seen: Time, tuning: &Tuning) -> bool {
    let touchable = player.dashed.after(Time(tuning.dash.untouchable as u32));
    player.dashes_through(now, tuning) || (player.is_alive() && player.dashed > Time(0) && seen < touchable)
}

/// True when a shield stops what flies along `way` to a player who was seen at an instant: one that is up now, or was up then
/// or since, and has not broken.
pub fn shields(player: &Player, way: Angle, now: Time, seen: Time, tuning: &Tuning) -> bool {
    let shield = &player.shield;
    let lowered = shield.mends.left(Time(tuning.shield.delay as u32));
    let was_up = shield.raised > Time(0) && seen < lowered && !shield.is_broken(now);
    player.is_alive() && (shield.up || was_up) && shield::faces(player.input.aim, way, tuning)
}

fn place_in(poses: &Poses, seat: SeatId) -> Option<Point> {
    let at = poses.bodies.binary_search_by_key(&seat, |(seat, _)| *seat).ok()?;
    Some(poses.bodies[at].1)
}

fn is_far(a: Vec2, b: Vec2) -> bool {
    let way = a - b;
    way.dot(way) > TELEPORT * TELEPORT
}

/// A place as it is told to others.
fn eighths(place: Point) -> Vec2 {
    let round = |value: i32| (value + EIGHTH / 2).div_euclid(EIGHTH) * EIGHTH;
    Point { x: round(place.x), y: round(place.y) }.units()
}
