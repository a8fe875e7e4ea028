//! Sides: who wins and loses together. Where everybody plays for themselves each seat is a side of its own; in Tug there are
//! two, and both pull at one rope with all the thread of their players.

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::tuning::Tuning;
use super::world::{Player, SeatId, World};

/// Sides of a match of teams.
pub const TEAMS: u8 = 2;

/// What a match is played for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Everybody for themselves.
    Unravel,
    /// Two teams, and one rope.
    Tug,
}

/// Who wins and loses together: the number of the team, or of the seat where there are no teams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Side(pub u8);

impl Mode {
    /// That of a match that begins by this tuning.
    pub fn of(tuning: &Tuning) -> Mode {
        if tuning.round.tug != 0 { Mode::Tug } else { Mode::Unravel }
    }
}

impl Player {
    /// True for two who play together.
    pub fn is_mate(&self, other: &Player) -> bool {
        self.side == other.side && self.seat != other.seat
    }
}

/// The side on which one comes into this seat: of two teams the smaller one, of equally large ones that with less thread, else
/// the first.
pub fn side_for(world: &World, seat: SeatId) -> Side {
    match world.mode {
        Mode::Unravel => Side(seat.0),
        Mode::Tug => {
            let rank = |side: &Side| (size(world, *side), thread_of(world, *side), *side);
            (0..TEAMS).map(Side).min_by_key(rank).unwrap_or_default()
        }
    }
}

/// One who returns changes to the other team where theirs has two players more.
pub fn balance(world: &mut World, seat: SeatId, events: &mut Vec<Event>) {
    let Some(player) = world.player(seat).filter(|_| world.mode == Mode::Tug) else { return };
    let (here, there) = (player.side, Side(TEAMS - 1 - player.side.0.min(TEAMS - 1)));
    if size(world, here) < size(world, there) + 2 {
        return;
    }
    if let Some(player) = world.player_mut(seat) {
        player.side = there;
        events.push(Event::Sided { seat, side: there });
    }
}

fn size(world: &World, side: Side) -> usize {
    world.players.iter().filter(|player| player.side == side).count()
}

/// All thread of a side, in cm.
pub fn thread_of(world: &World, side: Side) -> i32 {
    world.players.iter().filter(|player| player.side == side).map(|player| player.thread).sum()
}

/// The one side with the most thread; nobody where several have as much, or nobody has any.
pub fn leading(world: &World) -> Option<Side> {
    let mut best: Option<(i32, Side)> = None;
    let mut shared = false;
    for player in &world.players {
        let thread = if world.mode == Mode::Unravel { player.thread } else { thread_of(world, player.side) };
        match best {
            Some((most, side)) if thread < most || side == player.side => (),
            Some((most, _)) if thread == most => shared = true,
            _ => (best, shared) = (Some((thread, player.side)), false),
        }
    }
    best.filter(|(most, _)| *most > 0 && !shared).map(|(_, side)| side)
}

/// How much thread of a side wins a match of so many players, in cm.
pub fn goal(mode: Mode, players: usize, tuning: &Tuning) -> i32 {
    match mode {
        Mode::Unravel => {
            tuning.round.goal + tuning.round.goal_per_player * players.saturating_sub(PLAYERS_PLAIN) as i32
        }
        Mode::Tug => tuning.round.team_goal * players.max(TEAMS.into()) as i32 / i32::from(TEAMS),
    }
}

/// Where everybody plays for themselves the goal grows with each player above this many.
const PLAYERS_PLAIN: usize = 8;

/// What is left of the damage that one player does to another, by the share that mates do to one another.
pub fn damage(world: &World, by: SeatId, seat: SeatId, damage: i32, tuning: &Tuning) -> i32 {
    if are_mates(world, by, seat) { damage * tuning.round.friendly_fire / 1000 } else { damage }
}

/// True where shots of one pass through the other: mates who can't hurt one another.
pub fn spares(world: &World, by: SeatId, seat: SeatId, tuning: &Tuning) -> bool {
    tuning.round.friendly_fire == 0 && are_mates(world, by, seat)
}

/// Those who play together with this one, a bit for each seat.
pub fn mates(world: &World, seat: SeatId) -> u64 {
    let Some(own) = world.player(seat).filter(|_| world.mode == Mode::Tug) else { return 0 };
    world.players.iter().filter(|player| own.is_mate(player)).fold(0, |bits, player| bits | 1 << player.seat.0)
}

/// True for two who play together.
pub fn are_mates(world: &World, one: SeatId, other: SeatId) -> bool {
    if world.mode == Mode::Unravel {
        return false;
    }
    match (world.player(one), world.player(other)) {
        (Some(one), Some(other)) => one.is_mate(other),
        _ => false,
    }
}
