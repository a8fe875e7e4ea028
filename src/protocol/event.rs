//! Events on the wire: the simulation's own, quantised, with their age in ticks.

use crate::sim::event::{Event, ShotEnd};
use crate::sim::grid::{Angle, Point};
use crate::sim::world::SeatId;

use super::table::{Dashed, Fired, Hurt, Killed, Pushed, Reloading, ShotEnded, Spawned, WireEvent};

/// Grid steps of 1/256 unit in one of 1/8 unit.
const EIGHTH: i32 = 32;
/// Longest side of a map in 1/8 unit.
const SIDE_MAX: i32 = crate::sim::map::SIDE_MAX * 8;

/// A place in 1/8 unit, as others see it.
pub fn eighths(place: Point) -> (u16, u16) {
    let eighth = |value: i32| (value + EIGHTH / 2).div_euclid(EIGHTH).clamp(0, SIDE_MAX) as u16;
    (eighth(place.x), eighth(place.y))
}

/// A direction in 1/256 turn, as others see it.
pub fn coarse(angle: Angle) -> u8 {
    (angle.0.wrapping_add(128) >> 8) as u8
}

/// An event as it travels in snapshots, `ago` ticks before the snapshot's; `None` for what travels as a message of its
/// own: joins and leaves in the roster, the match's end and close.
pub fn wire_event(event: &Event, ago: u8) -> Option<WireEvent> {
    let seat_of = |seat: Option<SeatId>| seat.map(|seat| seat.0);
    Some(match *event {
        Event::Joined { .. } | Event::Left { .. } | Event::MatchEnded { .. } | Event::MatchClosed => return None,
        Event::Spawned { seat, place } => {
            let (x8, y8) = eighths(place);
            Spawned { ago, seat: seat.0, x8, y8 }.into()
        }
        Event::Dashed { seat, place, angle } => {
            let (x8, y8) = eighths(place);
            Dashed { ago, seat: seat.0, x8, y8, angle: angle.0 }.into()
        }
        Event::Pushed { impulse, .. } => Pushed { ago, ix: impulse.x, iy: impulse.y }.into(),
        Event::Shot { seat, id, weapon, place, angle } => {
            let (x8, y8) = eighths(place);
            let (id, generation) = (id.id, id.generation);
            Fired { ago, seat: seat.0, id, generation, weapon, x8, y8, angle: angle.0 }.into()
        }
        Event::ShotEnded { id, place, end } => {
            let (x8, y8) = eighths(place);
            let (end, seat) = match end {
                ShotEnd::Wall => (0, None),
                ShotEnd::Reach => (1, None),
                ShotEnd::Player(seat) => (2, Some(seat.0)),
            };
            ShotEnded { ago, id: id.id, generation: id.generation, x8, y8, end, seat }.into()
        }
        Event::Reloading { seat } => Reloading { ago, seat: seat.0 }.into(),
        Event::Hurt { seat, by, weapon, damage, place } => {
            let (x8, y8) = eighths(place);
            Hurt { ago, seat: seat.0, by: seat_of(by), weapon, damage, x8, y8 }.into()
        }
        Event::Killed { seat, by, weapon, place } => {
            let (x8, y8) = eighths(place);
            Killed { ago, seat: seat.0, by: seat_of(by), weapon, x8, y8 }.into()
        }
    })
}
