//! Events on the wire: the simulation's own, quantised, with their age in ticks.

use crate::sim::event::{Event, ShotEnd};
use crate::sim::grid::{Angle, Point};
use crate::sim::time::Time;
use crate::sim::world::SeatId;

use super::table::{
    Blocked, Bounced, Broke, Charging, Corner, Dashed, Dropped, Fired, Hurt, Killed, Lashed, Picked, Pushed, Refused,
    Reloading, ShotEnded, Slipped, Snapback, Spawned, Switched, WireEvent, Wound,
};

/// Grid steps of 1/256 unit in one of 1/8 unit.
const EIGHTH: i32 = 32;
/// Longest side of a map in 1/8 unit.
const SIDE_MAX: i32 = crate::sim::map::SIDE_MAX * 8;

/// A direction in 1/65536 turn as its two bytes: in 1/256 turn, and what is beyond.
pub fn exact(angle: Angle) -> (u8, u8) {
    ((angle.0 >> 8) as u8, angle.0 as u8)
}

/// Longest span on the wire: a minute.
const SPAN_MAX: u32 = 36_000;
/// Longest wait for a thing to pick up on the wire: a hundred seconds.
const WAIT_MAX: u32 = 60_000;

/// A place in 1/8 unit, as others see it.
pub fn eighths(place: Point) -> (u16, u16) {
    let eighth = |value: i32| (value + EIGHTH / 2).div_euclid(EIGHTH).clamp(0, SIDE_MAX) as u16;
    (eighth(place.x), eighth(place.y))
}

/// A direction in 1/256 turn, as others see it.
pub fn coarse(angle: Angle) -> u8 {
    (angle.0.wrapping_add(128) >> 8) as u8
}

/// Thread in cm, as it travels.
pub fn centimetres(thread: i32) -> u16 {
    thread.clamp(0, u16::MAX.into()) as u16
}

/// A span of a minute or less, in 1/600 s.
pub fn span(time: Time) -> u16 {
    time.0.min(SPAN_MAX) as u16
}

/// A wait of a hundred seconds or less, in 1/600 s.
pub fn wait(time: Time) -> u16 {
    time.0.min(WAIT_MAX) as u16
}

/// A span of a second or less, in ms.
fn millis(time: Time) -> u16 {
    (time.seconds() * 1000.0 + 0.5).floor().min(1000.0) as u16
}

/// An event as it travels in snapshots, `ago` ticks before the snapshot's; `None` for what travels as a message of its
/// own: joins and leaves in the roster, what the match does.
pub fn wire_event(event: &Event, ago: u8) -> Option<WireEvent> {
    bodies(event, ago).or_else(|| weapons(event, ago)).or_else(|| threads(event, ago))
}

fn seat_of(seat: Option<SeatId>) -> Option<u8> {
    seat.map(|seat| seat.0)
}

/// What befalls bodies.
fn bodies(event: &Event, ago: u8) -> Option<WireEvent> {
    Some(match *event {
        Event::Spawned { seat, place } => {
            let (x8, y8) = eighths(place);
            Spawned { ago, seat: seat.0, x8, y8 }.into()
        }
        Event::Dashed { seat, place, angle } => {
            let (x8, y8) = eighths(place);
            Dashed { ago, seat: seat.0, x8, y8, angle: angle.0 }.into()
        }
        Event::Pushed { impulse, .. } => Pushed { ago, ix: impulse.x, iy: impulse.y }.into(),
        Event::Hurt { seat, by, weapon, damage, place, view } => {
            let (x8, y8) = eighths(place);
            let (seen, covered) = (millis(view.ago), millis(view.covered));
            Hurt { ago, seat: seat.0, by: seat_of(by), weapon, damage, x8, y8, seen, covered }.into()
        }
        Event::Killed { seat, by, weapon, place } => {
            let (x8, y8) = eighths(place);
            Killed { ago, seat: seat.0, by: seat_of(by), weapon, x8, y8 }.into()
        }
        Event::Slipped { seat, by, place } => {
            let (x8, y8) = eighths(place);
            Slipped { ago, seat: seat.0, by: by.0, x8, y8 }.into()
        }
        Event::Refused { seat, by, place } => {
            let (x8, y8) = eighths(place);
            Refused { ago, seat: seat.0, by: by.0, x8, y8 }.into()
        }
        Event::Blocked { seat, by, weapon, damage, place } => {
            let (x8, y8) = eighths(place);
            Blocked { ago, seat: seat.0, by: by.0, weapon, damage, x8, y8 }.into()
        }
        Event::Snapback { seat, by, id, weapon, place, angle } => {
            let (x8, y8) = eighths(place);
            let (id, generation) = (id.id, id.generation);
            Snapback { ago, seat: seat.0, by: by.0, id, generation, weapon, x8, y8, angle: angle.0 }.into()
        }
        Event::Broke { seat, place } => {
            let (x8, y8) = eighths(place);
            Broke { ago, seat: seat.0, x8, y8 }.into()
        }
        _ => return None,
    })
}

/// What weapons do.
fn weapons(event: &Event, ago: u8) -> Option<WireEvent> {
    Some(match *event {
        Event::Shot { seat, id, weapon, place, angle, forward } => {
            let (x8, y8) = eighths(place);
            let (id, generation) = (id.id, id.generation);
            Fired { ago, seat: seat.0, id, generation, weapon, x8, y8, angle: angle.0, forward }.into()
        }
        Event::ShotEnded { id, place, end, forward } => {
            let (x8, y8) = eighths(place);
            let (end, seat) = match end {
                ShotEnd::Wall => (0, None),
                ShotEnd::Reach => (1, None),
                ShotEnd::Player(seat) => (2, Some(seat.0)),
                ShotEnd::Shield(seat) => (3, Some(seat.0)),
            };
            ShotEnded { ago, id: id.id, generation: id.generation, x8, y8, end, seat, forward }.into()
        }
        Event::Bounced { id, place, angle, forward } => {
            let (x8, y8) = eighths(place);
            Bounced { ago, id: id.id, generation: id.generation, x8, y8, angle: angle.0, forward }.into()
        }
        Event::Lashed { seat, weapon, line, slack } => {
            let corner = |place: &Point| {
                let (x8, y8) = eighths(*place);
                Corner { x8, y8 }
            };
            let corners = line.corners().iter().map(corner).collect();
            Lashed { ago, seat: seat.0, weapon, corners, slack: seat_of(slack) }.into()
        }
        Event::Reloading { seat } => Reloading { ago, seat: seat.0 }.into(),
        Event::Charging { seat, .. } => Charging { ago, seat: seat.0 }.into(),
        Event::Switched { seat, weapon } => Switched { ago, seat: seat.0, weapon }.into(),
        _ => return None,
    })
}

/// What becomes of what lies about.
fn threads(event: &Event, ago: u8) -> Option<WireEvent> {
    Some(match *event {
        Event::Dropped { id, seat, place, seed, amount, lies, great } => {
            let (x8, y8) = eighths(place);
            let (amount, lies, great) = (centimetres(amount), span(lies), u8::from(great));
            Dropped { ago, id, seat: seat.0, x8, y8, seed, amount, lies, great }.into()
        }
        Event::Picked { seat, pickup, wait: until } => Picked { ago, pickup, seat: seat.0, wait: wait(until) }.into(),
        Event::Wound { id, bit, seat } => Wound { ago, id, bit, seat: seat.0 }.into(),
        _ => return None,
    })
}
