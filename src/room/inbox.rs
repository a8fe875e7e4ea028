//! What one session has received for its room, until the next tick: a bounded ring.
//!
//! Inputs do not travel by mailbox, because a flooded mailbox starves timers. A session pushes; the room swaps the ring
//! out at its tick. Nothing is decoded, allocated or sent under the lock.

use parking_lot::Mutex;

use super::keyframes::Why;
use crate::protocol::{Host, InputMessage, Moderate, Say};
use crate::sim::{SeatId, Tick};

/// Most packets between two ticks: more than the gate lets through in a stall of a second.
pub const INBOX_MAX: usize = 128;

/// What a client sent, as far as the room cares.
#[derive(Clone, Debug, PartialEq)]
pub enum Packet {
    /// Inputs, and with them an acknowledgement.
    Input(InputMessage),
    /// An acknowledgement alone.
    Ack {
        /// Of this snapshot, and all before it.
        tick: Tick,
        /// The page is hidden.
        hidden: bool,
    },
    /// The client needs a keyframe.
    KeyframeRequest(Why),
    /// What concerns no tick.
    Wish(Wish),
}

/// What a client wants of the room beside playing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A vote for this choice of the ballot.
    Vote(u8),
    /// The host of a private room sets it up.
    Host(Host),
    /// A line, or a quick word.
    Say(Say),
    /// A report, or somebody is to go.
    Moderate(Moderate),
    /// While dead, to look on with the player in this seat.
    Follow(Option<SeatId>),
    /// The own screen has this aspect now.
    Screen(u16),
}

/// A bounded ring of packets with the time of their arrival, in microseconds of [`super::metronome::now_us`].
#[derive(Debug, Default)]
pub struct Inbox {
    packets: Mutex<Vec<(u64, Packet)>>,
}

impl Inbox {
    /// Adds a packet; false when the ring was full and its oldest packet was dropped, since what is newest counts most.
    pub fn push(&self, packet: Packet, received_us: u64) -> bool {
        let mut packets = self.packets.lock();
        let fits = packets.len() < INBOX_MAX;
        if !fits {
            packets.remove(0);
        }
        packets.push((received_us, packet));
        fits
    }

    /// Swaps what has arrived with `empty`, which keeps its allocation for the next time.
    pub fn swap(&self, empty: &mut Vec<(u64, Packet)>) {
        std::mem::swap(&mut *self.packets.lock(), empty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ack(tick: u32) -> Packet {
        Packet::Ack { tick: Tick(tick), hidden: false }
    }

    #[test]
    fn a_full_inbox_drops_its_oldest_and_says_so() {
        let inbox = Inbox::default();
        for i in 0..INBOX_MAX {
            assert!(inbox.push(ack(i as u32), 0));
        }
        assert!(!inbox.push(ack(999), 0));
        let mut taken = Vec::new();
        inbox.swap(&mut taken);
        assert_eq!(taken.len(), INBOX_MAX);
        assert_eq!(taken[0].1, ack(1));
        assert_eq!(taken[INBOX_MAX - 1].1, ack(999));
        assert!(inbox.push(ack(999), 0));
    }
}
