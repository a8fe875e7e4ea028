//! Loose thread: what a death drops, where its bits lie, and who winds them.
//!
//! A drop is eight bits. Where they lie follows from its place, its seed and the map alone, so that one event tells it:
//! `game-client/src/sim/thread.ts` computes the same places, held by golden vectors (`tests/golden/thread.json`).

use serde::{Deserialize, Serialize};

use super::chance::mix;
use super::event::Event;
use super::grid::{Angle, Point, Vec2, units};
use super::map::Map;
use super::time::Time;
use super::tuning::Tuning;
use super::world::{SeatId, World};

/// Bits of a drop.
pub const BITS: usize = 8;
/// Most drops that lie about at once: beyond it the oldest is gone.
pub const DROPS_MAX: usize = 256;
/// Longest thread of a player, in cm.
pub const THREAD_MAX: i32 = 65_000;
/// Places of drops are rounded to 1/8 unit: what the wire says of them is exact.
const EIGHTH: i32 = 32;
/// A bit lies so far from the wall that stopped it, in units.
const OFF_WALL: f64 = 12.0;
/// Bits lie at least so far out, as a share of the spread.
const NEAREST: f64 = 0.35;
/// How far the thread of a great unravel turns from bit to bit, in 1/65536 turn.
const CURL: u32 = 2_600;
/// One part of a turn for each bit.
const SECTOR: u32 = 65_536 / BITS as u32;

/// Thread that a death left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drop {
    /// Its name: counts the drops of the match, modulo 65536.
    pub id: u16,
    /// Whose thread it was.
    pub seat: SeatId,
    /// Where it fell, on the grid of 1/8 unit.
    pub place: Point,
    /// Decides where its bits lie.
    pub seed: u32,
    /// All of it, in cm.
    pub amount: i32,
    /// One bit of this byte for each bit of thread that still lies.
    pub left: u8,
    /// When it fell.
    pub since: Time,
    /// When what is left of it is gone.
    pub until: Time,
    /// The thread of a fallen leader: it runs out far across the cloth, bit after bit.
    pub great: bool,
    /// Where the bits lie.
    pub bits: [Point; BITS],
}

impl Drop {
    /// What a bit is worth, in cm.
    pub fn worth(&self, bit: usize) -> i32 {
        let upto = |bits: usize| self.amount * bits as i32 / BITS as i32;
        upto(bit + 1) - upto(bit)
    }

    /// When a bit can be wound: at once, or when it has run out.
    pub fn lies_from(&self, bit: usize, tuning: &Tuning) -> Time {
        let time = if self.great { tuning.thread.great_time as u32 } else { 0 };
        self.since.after(Time(time * (bit as u32 + 1) / BITS as u32))
    }
}

/// A place on the grid of 1/8 unit.
pub fn eighth(place: Point) -> Point {
    let round = |value: i32| (value + EIGHTH / 2).div_euclid(EIGHTH) * EIGHTH;
    Point { x: round(place.x), y: round(place.y) }
}

/// Where the bits of a drop lie: around its place, or along a curl of thread that runs out. Walls stop them.
pub fn scatter(place: Point, seed: u32, great: bool, map: &Map, tuning: &Tuning) -> [Point; BITS] {
    let from = place.units();
    let most = units(if great { tuning.thread.great_spread } else { tuning.thread.spread });
    std::array::from_fn(|bit| {
        let bit = bit as u32;
        let (angle, share) = if great {
            (mix(seed, 0, 0).wrapping_add(bit * CURL), f64::from(bit + 1) / BITS as f64)
        } else {
            let share = f64::from(mix(seed, bit, 2) >> 16) / 65536.0;
            (bit * SECTOR + mix(seed, bit, 1) % SECTOR, NEAREST + (1.0 - NEAREST) * share)
        };
        let way = Angle(angle as u16).direction() * (most * share);
        lay(from, way, map).snap()
    })
}

/// The end of a way, or a little before the wall that stops it.
fn lay(from: Vec2, way: Vec2, map: &Map) -> Vec2 {
    let Some(share) = map.cast(from, from + way) else { return from + way };
    let length = way.length();
    let free = (length * share - OFF_WALL).max(0.0);
    from + way * (free / length)
}

/// Thread that is about to fall.
#[derive(Clone, Copy, Debug)]
pub struct Fall {
    /// Whose it was.
    pub seat: SeatId,
    /// Where the body was.
    pub place: Point,
    /// In cm; nothing falls where there is none.
    pub amount: i32,
    /// The fall of a leader.
    pub great: bool,
}

/// Lets thread fall.
pub fn fall(world: &mut World, fall: Fall, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let Fall { seat, amount, great, .. } = fall;
    if amount <= 0 {
        return;
    }
    let (place, since, id) = (eighth(fall.place), world.now, world.drops);
    let seed = mix(world.public_seed, u32::from(seat.0), u32::from(id));
    world.drops = world.drops.wrapping_add(1);
    let until = since.after(Time(tuning.thread.lies as u32));
    let bits = scatter(place, seed, great, map, tuning);
    if world.loose.len() == DROPS_MAX {
        world.loose.remove(0);
    }
    world.loose.push(Drop { id, seat, place, seed, amount, left: u8::MAX, since, until, great, bits });
    events.push(Event::Dropped { id, seat, place, seed, amount, lies: Time(tuning.thread.lies as u32), great });
}

/// Whoever comes near enough winds what lies there; of several the nearest, of equally near ones the lower seat.
pub fn wind(world: &mut World, _: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    // What is told as the result stands.
    if world.rests() {
        return;
    }
    let now = world.now;
    let reach = units(tuning.body.radius) + units(tuning.thread.reach);
    let mut loose = std::mem::take(&mut world.loose);
    for drop in &mut loose {
        for bit in 0..BITS {
            if drop.left & 1 << bit == 0 || now < drop.lies_from(bit, tuning) {
                continue;
            }
            let Some(seat) = nearest(world, drop.bits[bit].units(), reach) else { continue };
            drop.left &= !(1 << bit);
            gain(world, seat, drop.worth(bit), tuning);
            events.push(Event::Wound { id: drop.id, bit: bit as u8, seat });
        }
    }
    loose.retain(|drop| drop.left != 0 && now < drop.until);
    world.loose = loose;
}

fn nearest(world: &World, place: Vec2, reach: f64) -> Option<SeatId> {
    let mut best: Option<(f64, SeatId)> = None;
    for player in world.players.iter().filter(|player| player.is_alive()) {
        let away = player.body.place.units() - place;
        let distance = away.dot(away);
        if distance <= reach * reach && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, player.seat));
        }
    }
    best.map(|(_, seat)| seat)
}

fn gain(world: &mut World, seat: SeatId, amount: i32, tuning: &Tuning) {
    let now = world.now;
    if let Some(player) = world.player_mut(seat) {
        let amount = if now < player.thimble { amount * 2 } else { amount };
        player.thread = (player.thread + amount).min(THREAD_MAX);
        player.longest = player.longest.max(player.thread);
        player.health = (player.health + tuning.thread.heal).min(tuning.body.health.max(player.health));
    }
}

/// The one player with the most thread; nobody where several have as much, or nobody has any.
pub fn leader(world: &World) -> Option<SeatId> {
    let most = world.players.iter().map(|player| player.thread).max().filter(|most| *most > 0)?;
    let mut best = world.players.iter().filter(|player| player.thread == most);
    best.next().filter(|_| best.next().is_none()).map(|player| player.seat)
}

/// How much thread wins a match of so many players, in cm.
pub fn goal(players: usize, tuning: &Tuning) -> i32 {
    let above = players.saturating_sub(PLAYERS_PLAIN) as i32;
    tuning.round.goal + tuning.round.goal_per_player * above
}

/// The goal grows with each player above this many.
const PLAYERS_PLAIN: usize = 8;
