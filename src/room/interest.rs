//! What a viewer may see: the rectangle of its screen and a margin, in the world.
//!
//! Walls stop bodies and shots, not sight. Every screen shows the same area of the world whatever its aspect.

use crate::protocol::{Frame, Visible};
use crate::sim::grid::units;
use crate::sim::{Event, Point, SeatId, Tuning, Vec2};

/// Narrowest aspect, width to height in thousandths: 9:20.
pub const ASPECT_MIN: u16 = 450;
/// Widest aspect: 21:9.
pub const ASPECT_MAX: u16 = 2334;

/// The part of the world that one viewer is told of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    /// All of it: a viewer without a seat.
    Everything,
    /// A rectangle.
    Around {
        /// Its centre.
        centre: Point,
        /// Half its width and half its height, on the same grid.
        half: Point,
    },
}

/// Half the sides of the view rectangle at an aspect, in units, without the margin.
pub fn view_half(aspect: u16, tuning: &Tuning) -> Vec2 {
    let area = units(tuning.view.width) * units(tuning.view.height);
    let ratio = f64::from(aspect.clamp(ASPECT_MIN, ASPECT_MAX)) / 1000.0;
    let width = (area * ratio).sqrt();
    Vec2::new(width / 2.0, width / ratio / 2.0)
}

impl Window {
    /// The window of a screen of this aspect around a place, margin included.
    pub fn around(place: Point, aspect: u16, tuning: &Tuning) -> Window {
        let margin = 1.0 + f64::from(tuning.view.margin) / 1000.0;
        Window::Around { centre: place, half: (view_half(aspect, tuning) * margin).snap() }
    }

    /// True when something at this place is shown.
    pub fn shows(&self, place: Point) -> bool {
        match self {
            Window::Everything => true,
            Window::Around { centre, half } => {
                (place.x - centre.x).abs() <= half.x && (place.y - centre.y).abs() <= half.y
            }
        }
    }

    /// The pieces of a frame that are shown.
    pub fn visible(&self, frame: &Frame) -> Visible {
        Visible {
            players: indices(frame.players.iter().map(|piece| self.shows(piece.place))),
            shots: indices(frame.shots.iter().map(|piece| self.shows(piece.place))),
        }
    }

    /// True when a part of this line is shown.
    fn crosses(&self, corners: &[Point]) -> bool {
        let Window::Around { centre, half } = *self else { return true };
        let (centre, half) = (centre.units(), half.units());
        corners.windows(2).any(|pair| touches(pair[0].units() - centre, pair[1].units() - centre, half))
    }

    /// True when this viewer may learn of an event: a death and what lies about concern all; the rest, those who see it or
    /// whom it befalls.
    pub fn tells(&self, event: &Event, own: Option<SeatId>) -> bool {
        let sees = |place: Point| self.shows(place);
        let is = |seat: SeatId| own == Some(seat);
        match *event {
            Event::Pushed { seat, .. } => is(seat),
            Event::Killed { .. } => true,
            Event::Spawned { seat, place } | Event::Dashed { seat, place, .. } | Event::Shot { seat, place, .. } => {
                is(seat) || sees(place)
            }
            Event::ShotEnded { place, .. } | Event::Bounced { place, .. } => sees(place),
            Event::Lashed { seat, ref line, .. } => is(seat) || self.crosses(line.corners()),
            Event::Charging { seat, place } => is(seat) || sees(place),
            Event::Reloading { seat } | Event::Switched { seat, .. } => is(seat),
            Event::Hurt { seat, by, place, .. } => is(seat) || by.is_some_and(is) || sees(place),
            Event::Slipped { seat, by, place }
            | Event::Refused { seat, by, place }
            | Event::Blocked { seat, by, place, .. }
            | Event::Snapback { seat, by, place, .. } => is(seat) || is(by) || sees(place),
            Event::Broke { seat, place } => is(seat) || sees(place),
            Event::Dropped { .. } | Event::Wound { .. } | Event::Picked { .. } => true,
            Event::Joined { .. } | Event::Left { .. } => false,
            Event::MatchBegan | Event::SuddenDeath | Event::MatchEnded { .. } | Event::MatchClosed => false,
        }
    }
}

/// True when the line from `a` to `b` touches the rectangle of these half sides around the origin: neither an axis nor
/// the line's own normal parts the two.
fn touches(a: Vec2, b: Vec2, half: Vec2) -> bool {
    let apart = |a: f64, b: f64, half: f64| a.min(b) > half || a.max(b) < -half;
    let way = b - a;
    let off = (way.x * a.y - way.y * a.x).abs();
    !apart(a.x, b.x, half.x) && !apart(a.y, b.y, half.y) && off <= way.x.abs() * half.y + way.y.abs() * half.x
}

/// Where it is true. Every index is written, and kept by a step to the next place: a branch on what is in view would be
/// guessed wrongly half of the time.
fn indices(shown: impl ExactSizeIterator<Item = bool>) -> Vec<u16> {
    let (mut indices, mut count) = (vec![0; shown.len()], 0);
    for (at, shown) in shown.enumerate() {
        indices[count] = at as u16;
        count += usize::from(shown);
    }
    indices.truncate(count);
    indices
}
