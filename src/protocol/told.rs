//! What one viewer holds by now: kept by the room as far as it must know it, and by a client in full.
//!
//! ```text
//! room     Told      ── Frame::snapshot ──▶  bytes  ── Baseline::take ──▶  Snapshot     client
//! ```
//!
//! A connection delivers in order or not at all, and a snapshot that was queued is never replaced by another, so a snapshot
//! may lean on the one that was *sent* before it: the client will hold that one when this one comes. Both ends run the
//! projectiles through the same [`follow`].

use super::bits::{BitReader, Bitwise};
use super::delta::{self, Sum};
use super::frame::{EVENTS_MAX, Head, SHOTS_MAX};
use super::malformed::Malformed;
use super::table::{Own, PlayerPiece, ShotPiece, Snapback, Snapshot, SnapshotMessage, WireEvent};
use crate::sim::time::Tick;

/// Bits of a seat, an id and a generation, by the table.
pub(super) const SEAT_BITS: u32 = 6;
pub(super) const ID_BITS: u32 = 16;
pub(super) const GENERATION_BITS: u32 = 7;
/// Bits of the sum of all hashes.
pub(super) const SUM_BITS: u32 = 32;

/// What the room knows of what a viewer holds. Nothing before the first snapshot.
#[derive(Debug, Default)]
pub struct Told {
    /// The snapshot that the viewer was last sent.
    pub tick: Option<Tick>,
    /// The own block in it.
    pub(super) own: Option<Own>,
    /// Who was in it, a bit for each seat.
    pub(super) players: u64,
    /// The projectiles that it left the viewer with, by [`key`].
    pub(super) shots: Vec<ShotPiece>,
}

impl Told {
    /// The next snapshot is a keyframe.
    pub fn forget(&mut self) {
        self.tick = None;
    }
}

/// By what projectiles are sorted.
pub(super) fn key(shot: &ShotPiece) -> (u16, u8) {
    (shot.id, shot.generation)
}

/// What an event makes of the projectiles that a viewer holds.
pub(super) fn follow(shots: &mut Vec<ShotPiece>, event: &WireEvent) {
    let find = |shots: &[ShotPiece], id, generation| shots.binary_search_by_key(&(id, generation), key);
    match event {
        WireEvent::Fired(fired) => {
            let piece = ShotPiece {
                id: fired.id,
                generation: fired.generation,
                seat: fired.seat,
                weapon: fired.weapon,
                x8: fired.x8,
                y8: fired.y8,
                angle: fired.angle,
                // It flies one step within its own tick, and through what its shooter saw.
                ago: u16::from(fired.ago) + 1 + u16::from(fired.forward),
            };
            put(shots, piece);
        }
        WireEvent::Snapback(snapback) => {
            let Snapback { ago, seat, id, generation, weapon, x8, y8, angle, .. } = *snapback;
            put(shots, ShotPiece { id, generation, seat, weapon, x8, y8, angle, ago: ago.into() });
        }
        WireEvent::ShotEnded(ended) => {
            if let Ok(at) = find(shots, ended.id, ended.generation) {
                shots.remove(at);
            }
        }
        WireEvent::Bounced(bounced) => {
            if let Ok(at) = find(shots, bounced.id, bounced.generation) {
                let place = ShotPiece {
                    x8: bounced.x8,
                    y8: bounced.y8,
                    ago: u16::from(bounced.ago) + u16::from(bounced.forward),
                    ..shots[at].clone()
                };
                shots[at] = ShotPiece { angle: bounced.angle, ..place };
            }
        }
        _ => (),
    }
}

/// Adds a projectile, or puts it in the place of what was known of it.
pub(super) fn put(shots: &mut Vec<ShotPiece>, shot: ShotPiece) {
    match shots.binary_search_by_key(&key(&shot), key) {
        Ok(at) => shots[at] = shot,
        Err(at) => shots.insert(at, shot),
    }
}

/// What a client holds: all that the next snapshot can lean on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    tick: Option<u32>,
    own: Option<Own>,
    /// By seat.
    players: Vec<PlayerPiece>,
    /// By [`key`].
    shots: Vec<ShotPiece>,
}

/// A snapshot as it was before it was cut down to what is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The snapshot.
    pub snapshot: Snapshot,
    /// It came with a sum of hashes, which is not that of what this client holds.
    pub differs: bool,
}

/// Why a snapshot could not be rebuilt: what is needed is a keyframe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It leans on one that this client does not hold.
    #[error("the snapshot leans on that of tick {leans_on}, and this client holds {held:?}")]
    Base {
        /// On which.
        leans_on: u32,
        /// Which it holds.
        held: Option<u32>,
    },
    /// Its body is not what the protocol knows.
    #[error("{0}")]
    Malformed(#[from] Malformed),
}

impl Baseline {
    /// Rebuilds a snapshot, and holds it from now on; nothing any more if that fails.
    pub fn take(&mut self, message: &SnapshotMessage) -> Result<Rebuilt, Unusable> {
        let leans_on = message.tick.wrapping_sub(message.since.into());
        match (message.flags & Head::KEYFRAME != 0, self.tick) {
            (true, _) => *self = Baseline::default(),
            (false, Some(held)) if held == leans_on => (),
            (false, held) => return Err(Unusable::Base { leans_on, held }),
        }
        let taken = self.read(message);
        self.tick = taken.is_ok().then_some(message.tick);
        Ok(taken?)
    }

    fn read(&mut self, message: &SnapshotMessage) -> Result<Rebuilt, Malformed> {
        let from = &mut BitReader::new("Snapshot", &message.body);
        self.read_own(from)?;
        self.read_players(message.flags & Head::KEYFRAME != 0, from)?;
        self.shots.iter_mut().for_each(|shot| shot.ago = shot.ago.saturating_add(message.since));
        let events = list("events", EVENTS_MAX, from, WireEvent::read)?;
        events.iter().for_each(|event| follow(&mut self.shots, event));
        let gone = list("shots", usize::from(u16::MAX), from, |from| {
            Ok((from.take(ID_BITS)? as u16, from.take(GENERATION_BITS)? as u8))
        })?;
        self.shots.retain(|shot| !gone.contains(&key(shot)));
        list("shots", SHOTS_MAX, from, ShotPiece::read)?.into_iter().for_each(|shot| put(&mut self.shots, shot));
        let told = if message.flags & Head::SUM != 0 { Some(from.take(SUM_BITS)? as u32) } else { None };
        from.finish()?;
        let snapshot = Snapshot {
            tick: message.tick,
            flags: message.flags,
            lead: message.lead,
            own: self.own.clone(),
            players: self.players.clone(),
            shots: self.shots.clone(),
            events,
        };
        Ok(Rebuilt { snapshot, differs: told.is_some_and(|told| told != self.sum().0) })
    }

    fn read_own(&mut self, from: &mut BitReader<'_>) -> Result<(), Malformed> {
        self.own = match (from.flag()?, &self.own) {
            (false, _) => None,
            (true, Some(own)) => Some(delta::own_after(own, from)?),
            (true, None) => Some(Own::read(from)?),
        };
        Ok(())
    }

    fn read_players(&mut self, keyframe: bool, from: &mut BitReader<'_>) -> Result<(), Malformed> {
        if !keyframe {
            let gone = list("players", 64, from, |from| from.take(SEAT_BITS))?;
            self.players.retain(|player| !gone.contains(&player.seat.into()));
            for player in &mut self.players {
                *player = delta::player_after(player, from)?;
            }
        }
        for player in list("players", 64, from, PlayerPiece::read)? {
            match self.players.binary_search_by_key(&player.seat, |player| player.seat) {
                Ok(at) => self.players[at] = player,
                Err(at) => self.players.insert(at, player),
            }
        }
        Ok(())
    }

    fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        self.own.iter().for_each(|own| sum.own(own));
        self.players.iter().for_each(|player| sum.player(player));
        self.shots.iter().for_each(|shot| sum.shot(shot));
        sum
    }
}

/// Takes a list of the body: its length as a count, then each.
fn list<T>(
    name: &'static str,
    max: usize,
    from: &mut BitReader<'_>,
    mut read: impl FnMut(&mut BitReader<'_>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let count = from.count(name, max as u32)?;
    (0..count).map(|_| read(from)).collect()
}
