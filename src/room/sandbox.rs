//! A room for designers: its time stands still, goes by single ticks or slowly, and whoever is in it may order bots,
//! dummies and refills.
//!
//! What changes the world goes in by entries, like everything; the pace is the room's alone, the world never hears of it.
//! Knows no actor.

use super::view::{Brain, View};
use crate::protocol::Command;
use crate::sim::Input;

/// How fast the time of a room runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Not at all: each order to step makes one tick.
    Paused,
    /// A quarter as fast as the world's time.
    Quarter,
    /// As fast as the world's time.
    #[default]
    Full,
}

impl Pace {
    /// How often the length of a step goes into the time from one tick to the next; none while it stands still.
    pub fn slowness(self) -> Option<u32> {
        match self {
            Pace::Paused => None,
            Pace::Quarter => Some(4),
            Pace::Full => Some(1),
        }
    }

    /// As clients are told it: in quarters of the full pace.
    pub fn quarters(self) -> u8 {
        self.slowness().map_or(0, |slowness| 4 / slowness as u8)
    }
}

/// What one in a sandbox may order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Stand still, or go on at full pace.
    Pause,
    /// Stand still, or where it does already, make one tick.
    Step,
    /// A quarter of the pace, or the full one again.
    Slow,
    /// One who stands still and comes back when killed takes a seat.
    Dummy,
    /// Full health, clips and dash for who orders it.
    Refill,
    /// A bot of the persona with this name takes a seat.
    Bot(String),
    /// All bots and dummies die, and leave.
    Kill,
}

impl Order {
    /// What a client's command orders; the table bounds its number.
    pub fn of(command: Command) -> Order {
        match command.what {
            0 => Order::Pause,
            1 => Order::Step,
            2 => Order::Slow,
            3 => Order::Dummy,
            4 => Order::Refill,
            5 => Order::Bot(command.arg),
            _ => Order::Kill,
        }
    }
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// This room takes no orders, or not from one without a seat, or it knows nothing of that name.
    Ignored,
    /// It is done, or will be with the next tick.
    Done,
    /// One tick is to be made now.
    Step,
}

/// Stands still: what decides for a dummy.
pub struct Idler;

impl Brain for Idler {
    fn act(&mut self, _: &View) -> Input {
        Input::default()
    }
}
