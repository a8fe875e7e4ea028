//! What one viewer or bot is told: where it looks, and the events that gather for it until its next snapshot.
//!
//! This is the one door to what a seat may know. People, bots of the room and bots over a socket all go through it.

use std::collections::VecDeque;

use super::interest::Window;
use crate::protocol::{Frame, Look, Own, Visible, wire_event};
use crate::sim::{Event, Point, SeatId, Tick, Tuning, World};

/// Events that gather for a viewer that is skipped; older ones are dropped.
pub const EVENTS_MAX: usize = 64;
/// The aspect of a bot's screen: 16:9.
pub const BOT_ASPECT: u16 = 1778;

/// Where one looks, and what gathered since the last look.
#[derive(Clone, Debug)]
pub struct Sight {
    seat: Option<SeatId>,
    aspect: u16,
    /// The centre of the window: the own body, or where that last was.
    centre: Point,
    events: VecDeque<(Tick, Event)>,
    /// Events were dropped since the last look: what was told of loose thread may be wrong.
    pub lost: bool,
    /// Sees the whole map: one who watches without a seat.
    pub everything: bool,
}

impl Sight {
    /// The sight of a seat, or of one who watches, on a screen of this aspect.
    pub fn new(seat: Option<SeatId>, aspect: u16) -> Sight {
        Sight {
            seat,
            aspect,
            centre: Point::default(),
            events: VecDeque::new(),
            lost: false,
            everything: seat.is_none(),
        }
    }

    /// The part of the world that is shown.
    pub fn window(&self, tuning: &Tuning) -> Window {
        if self.everything { Window::Everything } else { Window::around(self.centre, self.aspect, tuning) }
    }

    /// Gathers what may be known of a tick.
    pub fn gather(&mut self, tick: Tick, events: &[Event], world: &World, tuning: &Tuning) {
        if let Some(player) = self.seat.and_then(|seat| world.player(seat)) {
            self.centre = player.body.place;
        }
        let window = self.window(tuning);
        for event in events.iter().filter(|event| window.tells(event, self.seat)) {
            self.events.push_back((tick, *event));
        }
        let surplus = self.events.len().saturating_sub(EVENTS_MAX);
        self.events.drain(..surplus);
        self.lost = self.lost || surplus > 0;
    }

    /// Looks at a frame, and takes the events that gathered.
    pub fn look(&mut self, frame: &Frame, world: &World, tuning: &Tuning) -> Look {
        let ago = |at: Tick| frame.tick.since(at).clamp(0, 255) as u8;
        let mut events = Vec::with_capacity(self.events.len());
        events.extend(self.events.drain(..).filter_map(|(at, event)| wire_event(&event, ago(at))));
        Look {
            own: self.seat.and_then(|seat| world.player(seat)).map(|player| Own::of(player, world.now)),
            visible: self.others(frame, tuning),
            events,
        }
    }

    /// What is in the window but the own body, of which the own block says more.
    fn others(&self, frame: &Frame, tuning: &Tuning) -> Visible {
        let mut visible = self.window(tuning).visible(frame);
        visible.players.retain(|&i| self.seat.is_none_or(|seat| frame.players[usize::from(i)].data.seat != seat.0));
        visible
    }

    /// A new match: events of the last one mean nothing any more.
    pub fn forget_match(&mut self) {
        self.events.clear();
    }
}
