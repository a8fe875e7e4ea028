//! What a bot knows of others: where they are, how they move, and for how long a free line has led to them.
//!
//! Fed with views only. Others' velocity is not sent, so it is estimated from where they were seen. Time is counted in
//! the bot's own ticks.

use crate::protocol::frame::seen;
use crate::protocol::{PlayerPiece, Snapshot, WireEvent};
use crate::sim::{Angle, Map, Vec2};

/// Enemies to whom a line is checked for walls at each view: the nearest ones.
const LINES_MAX: usize = 3;
/// Further than this between two views a body did not walk: it died and came back.
const LEAP: f64 = 120.0;
/// How much of the last view's estimate of a velocity stays in the next one.
const INERTIA: f64 = 0.5;

/// One enemy as a bot remembers it.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its seat.
    pub seat: u8,
    /// Where it was seen last.
    pub place: Vec2,
    /// How it moved, in u/s.
    pub velocity: Vec2,
    /// When it was seen last.
    pub seen: u32,
    /// Health when it was seen last.
    pub health: i32,
    /// It is fresh, and refuses hits. A dash does so too, but is over sooner than anybody can act on it.
    pub refuses: bool,
    /// Where it aims: exactly while it charges.
    pub aim: Angle,
    /// The slot of the weapon in its hand.
    pub weapon: u8,
    /// Since when it charges a ray, as far as one knows.
    pub charging: Option<u32>,
    /// Its thread, in metres.
    pub thread: f64,
    /// Since when a line without walls leads to it; none while a wall stands between.
    pub open_since: Option<u32>,
}

impl Track {
    /// One of whom nothing is known but where it stands and aims.
    pub fn at(seat: u8, place: Vec2, aim: Angle) -> Track {
        Track {
            seat,
            place,
            velocity: Vec2::default(),
            seen: 0,
            health: 0,
            refuses: false,
            aim,
            weapon: 0,
            charging: None,
            thread: 0.0,
            open_since: None,
        }
    }
}

/// One who plays together with a bot, as it sees them.
#[derive(Clone, Copy, Debug)]
pub struct Mate {
    /// The seat.
    pub seat: u8,
    /// Where.
    pub place: Vec2,
    /// The thread, in metres.
    pub thread: f64,
}

/// Everybody that a bot remembers, by seat.
#[derive(Clone, Debug, Default)]
pub struct Senses {
    tracks: Vec<Track>,
    /// Living mates in view.
    mates: Vec<Mate>,
    order: Vec<(u32, usize)>,
}

impl Senses {
    /// Everybody that is remembered, by seat.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// The mates in view.
    pub fn mates(&self) -> &[Mate] {
        &self.mates
    }

    /// The enemy in a seat, if it is remembered.
    pub fn track(&self, seat: u8) -> Option<&Track> {
        self.tracks.iter().find(|track| track.seat == seat)
    }

    /// Nobody is remembered any more.
    pub fn forget(&mut self) {
        self.tracks.clear();
        self.mates.clear();
    }

    /// Takes a view in. `now` is the bot's tick, `seconds` the time since the view before, and what was seen last longer
    /// than `memory` ticks ago is forgotten.
    pub fn update(
        &mut self,
        mates: u64,
        own: Vec2,
        snapshot: &Snapshot,
        map: &Map,
        now: u32,
        seconds: f64,
        memory: u32,
    ) {
        self.mates.clear();
        for piece in &snapshot.players {
            if mates >> piece.seat & 1 == 0 {
                self.see(piece, now, seconds);
            } else if piece.flags & seen::ALIVE != 0 {
                let (place, thread) = (place(piece.x8, piece.y8), f64::from(piece.thread) / 10.0);
                self.mates.push(Mate { seat: piece.seat, place, thread });
            }
        }
        // One who changed sides is no enemy any more.
        self.tracks.retain(|track| mates >> track.seat & 1 == 0);
        self.hear_charges(snapshot, now);
        self.tracks.retain(|track| now - track.seen <= memory && track.health > 0);
        self.check_lines(own, map, now);
    }

    fn see(&mut self, piece: &PlayerPiece, now: u32, seconds: f64) {
        let place = place(piece.x8, piece.y8);
        let health = if piece.flags & seen::ALIVE != 0 { i32::from(piece.health) } else { 0 };
        let at = self.tracks.partition_point(|track| track.seat < piece.seat);
        if self.tracks.get(at).is_none_or(|track| track.seat != piece.seat) {
            self.tracks.insert(at, Track::at(piece.seat, place, Angle(0)));
        }
        let track = &mut self.tracks[at];
        let way = place - track.place;
        track.velocity = if way.length() > LEAP || seconds <= 0.0 {
            Vec2::default()
        } else {
            track.velocity * INERTIA + way * ((1.0 - INERTIA) / seconds)
        };
        track.place = place;
        track.seen = now;
        track.health = health;
        track.refuses = piece.flags & (seen::REFUSES | seen::DASHING) == seen::REFUSES;
        track.aim = Angle(u16::from(piece.aim) << 8 | u16::from(piece.fine));
        track.weapon = piece.flags / seen::SLOT;
        track.charging = (piece.flags & seen::CHARGING != 0).then(|| track.charging.unwrap_or(now));
        track.thread = f64::from(piece.thread) / 10.0;
    }

    /// When charges began, exactly. The bot's tick is that of the step after the view's.
    fn hear_charges(&mut self, snapshot: &Snapshot, now: u32) {
        for event in &snapshot.events {
            let WireEvent::Charging(event) = event else { continue };
            let track = self.tracks.iter_mut().find(|track| track.seat == event.seat && track.charging.is_some());
            track.into_iter().for_each(|track| track.charging = Some(now.saturating_sub(u32::from(event.ago) + 1)));
        }
    }

    /// To whom of the nearest a line without walls leads.
    fn check_lines(&mut self, own: Vec2, map: &Map, now: u32) {
        self.order.clear();
        let seen = self.tracks.iter().enumerate().filter(|(_, track)| track.seen == now);
        self.order.extend(seen.map(|(i, track)| ((track.place - own).length() as u32, i)));
        self.order.sort_unstable();
        for (rank, (_, i)) in self.order.iter().enumerate() {
            let track = &mut self.tracks[*i];
            let open = rank < LINES_MAX && map.sees(own, track.place);
            track.open_since = if open { track.open_since.or(Some(now)) } else { None };
        }
        for track in self.tracks.iter_mut().filter(|track| track.seen != now) {
            track.open_since = None;
        }
    }
}

/// A place as snapshots send it, in units.
pub fn place(x8: u16, y8: u16) -> Vec2 {
    Vec2::new(f64::from(x8) / 8.0, f64::from(y8) / 8.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::navigation::tests::room;
    use super::*;

    fn look(senses: &mut Senses, x8: u16, flags: u8, now: u32, map: &Map) {
        let piece = PlayerPiece { seat: 3, x8, y8: 1600, aim: 0, fine: 0, health: 80, flags, thread: 0 };
        let mut snapshot =
            Snapshot { tick: now, flags: 1, lead: 0, own: None, players: vec![piece], shots: vec![], events: vec![] };
        if flags == 255 {
            snapshot.players.clear();
        }
        senses.update(0, Vec2::new(100.0, 200.0), &snapshot, map, now, 0.1, 60);
    }

    #[test]
    fn velocity_is_estimated_from_places() {
        let (mut senses, map) = (Senses::default(), room(&[]));
        for i in 0..8 {
            look(&mut senses, 1600 + 80 * i, seen::ALIVE, 6 * u32::from(i), &map);
        }
        let velocity = senses.track(3).unwrap().velocity;
        assert!((velocity.x - 100.0).abs() < 2.0 && velocity.y == 0.0, "{velocity:?}");
    }

    #[test]
    fn a_wall_closes_the_line_and_a_gap_opens_it_anew() {
        let map = room(&[(400, 0, 400, 400)]);
        let mut senses = Senses::default();
        look(&mut senses, 1600, seen::ALIVE, 0, &map);
        assert_eq!(senses.track(3).unwrap().open_since, Some(0));
        look(&mut senses, 4000, seen::ALIVE, 2, &map);
        assert_eq!(senses.track(3).unwrap().open_since, None);
        look(&mut senses, 1600, seen::ALIVE, 4, &map);
        assert_eq!(senses.track(3).unwrap().open_since, Some(4));
    }

    #[test]
    fn the_dead_and_the_long_unseen_are_forgotten() {
        let (mut senses, map) = (Senses::default(), room(&[]));
        look(&mut senses, 1600, seen::ALIVE, 0, &map);
        look(&mut senses, 0, 255, 60, &map);
        assert!(senses.track(3).is_some());
        look(&mut senses, 0, 255, 61, &map);
        assert!(senses.track(3).is_none());
        look(&mut senses, 1600, seen::ALIVE, 70, &map);
        look(&mut senses, 1600, 0, 72, &map);
        assert!(senses.track(3).is_none());
    }
}
