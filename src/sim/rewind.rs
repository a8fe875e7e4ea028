//! Where others were on the screen of whoever shoots, and who may refuse a hit there.
//!
//! ```text
//! ─ older pose ──── seen ── newer pose ───────────── now ─▶ world time
//!                     └─ a ray meets bodies here; a projectile flies from here on, at most FORWARD_MAX at once
//! ```
//! Defender first: whatever refuses hits now, or began after what the shooter saw, refuses this one. Poses are those of
//! [`World::history`], and between two of them bodies are where clients draw them.

use super::grid::{GRID, Point, Vec2};
use super::input::Seen;
use super::time::Time;
use super::tuning::Tuning;
use super::world::{Player, Poses, SeatId, World};

/// A projectile flies through at most so much of what its shooter saw at once: 150 ms. Whoever saw more than that finds
/// the rest in how the own shot is drawn.
pub const FORWARD_MAX: Time = Time(90);
/// Others are drawn on eighths of a unit, in steps of the grid.
const EIGHTH: i32 = GRID as i32 / 8;
/// Two poses of one body that are further apart are not joined by a way, in units: it returned elsewhere.
pub const TELEPORT: f64 = 220.0;

/// How many steps a projectile flies at once, if that was seen when it was fired.
pub fn forward(seen: Seen, step: Time) -> u8 {
    (seen.depth().min(FORWARD_MAX).0 / step.0.max(1)).min(u8::MAX.into()) as u8
}

/// Where a player was seen; `None` if nowhere. `end` is the end of the step.
pub fn pose(world: &World, player: &Player, seen: Seen, end: Time) -> Option<Vec2> {
    if seen.older == Time(0) {
        return Some(player.body.place.units());
    }
    let older = place_at(world, player, end.left(seen.older));
    let newer = place_at(world, player, end.left(seen.newer));
    match (older, newer) {
        // It falls when the newer pose is reached, and stands where it was until then.
        (Some(older), None) => Some(eighths(older)),
        (Some(older), Some(newer)) if !is_far(older, newer) => {
            let (older, newer) = (eighths(older), eighths(newer));
            Some(older + (newer - older) * (f64::from(seen.share) / 256.0))
        }
        (_, newer) => newer.map(eighths),
    }
}

/// Where a living player was at an instant, exactly; the present stands for what has not been remembered yet.
pub fn place_at(world: &World, player: &Player, instant: Time) -> Option<Point> {
    let after = world.history.partition_point(|poses| poses.time <= instant);
    let is_present = after == world.history.len() && world.history.back().is_none_or(|last| last.time < instant);
    if is_present {
        return Some(player.body.place);
    }
    world.history.get(after.saturating_sub(1)).and_then(|poses| place_in(poses, player.seat))
}

/// True when a hit on a player who was seen at an instant is refused.
pub fn refuses(player: &Player, now: Time, seen: Time, tuning: &Tuning) -> bool {
    player.refuses_hits(now, tuning) || slips(player, now, seen, tuning)
}

/// True when a dash refuses it: one that nothing can touch now, or that has begun since then.
pub fn slips(player: &Player, now: Time, seen: Time, tuning: &Tuning) -> bool {
    player.dashes_through(now, tuning) || (player.is_alive() && player.dashed > Time(0) && player.dashed >= seen)
}

fn place_in(poses: &Poses, seat: SeatId) -> Option<Point> {
    let at = poses.bodies.binary_search_by_key(&seat, |(seat, _)| *seat).ok()?;
    Some(poses.bodies[at].1)
}

fn is_far(a: Point, b: Point) -> bool {
    let way = a.units() - b.units();
    way.dot(way) > TELEPORT * TELEPORT
}

/// A place as it is told to others.
fn eighths(place: Point) -> Vec2 {
    let round = |value: i32| (value + EIGHTH / 2).div_euclid(EIGHTH) * EIGHTH;
    Point { x: round(place.x), y: round(place.y) }.units()
}
