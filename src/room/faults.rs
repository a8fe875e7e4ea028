//! What proofs break on purpose, to see that a test notices.
//!
//! Only a program that links this library and starts the server in its own process can set one; no flag, message,
//! setting or build feature can.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::protocol::CloseReason;
use crate::sim::{Entry, SeatId, Tick};

/// Deliberate defects; none by default.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The tick at which the room's step panics.
    pub panic_at: Option<Tick>,
    /// The room, by its number, whose step does not panic all the same.
    pub panic_spares: Option<u32>,
    /// The gate lets everything through.
    pub gate_off: bool,
    /// Overdue acknowledgements have no consequence.
    pub acks_ignored: bool,
    /// A player who leaves keeps the seat.
    pub seat_kept: bool,
    /// A lost connection frees its seat.
    pub seat_dropped: bool,
    /// A token is spent before its successor is known to have arrived.
    pub token_spent_early: bool,
    /// The next token is the one before.
    pub token_lasts: bool,
    /// Views hold the whole map.
    pub see_all: bool,
    /// Each viewer gets its own encoding of every entity.
    pub encode_each: bool,
    /// Every snapshot is a keyframe.
    pub keyframes_only: bool,
    /// An empty room does not end.
    pub room_kept: bool,
    /// Origins are not checked.
    pub any_origin: bool,
    /// The brain draws on chance that no seed decides.
    pub unseeded: bool,
    /// What breaks the protocol inside a good ws frame is passed over.
    pub malformed_ignored: bool,
    /// A hello of another version is passed over.
    pub any_version: bool,
    /// A hello is waited for without end, whatever comes in its place.
    pub hello_waits: bool,
    /// A server that stops says so to nobody.
    pub leave_unsaid: bool,
    /// A room keeps something of every viewer and every snapshot for ever.
    pub hoards: bool,
    /// Every tick counts to [`WASTE`] for nothing.
    pub wasteful: bool,
    /// How long a room sleeps before each beat.
    pub nap: Duration,
    /// Bots do nothing.
    pub dazed: bool,
    /// A journal passes over what seat 0 does.
    pub journal_forgets: bool,
}

/// How far a wasteful tick counts.
const WASTE: u32 = 400_000;
/// Bytes that a hoarding room keeps of each viewer.
pub const HOARD_VIEWER: usize = 32 * 1024;
/// Bytes that a hoarding room keeps of each snapshot.
pub const HOARD_SNAPSHOT: usize = 1024;

impl Faults {
    /// Whether the step of this tick panics in the room of this number.
    pub fn panics(&self, room: u32, tick: Tick) -> bool {
        self.panic_at.is_some_and(|at| tick >= at) && self.panic_spares != Some(room)
    }

    /// Something to keep for ever, if that is the defect.
    pub fn hoard(&self, bytes: usize) -> Option<Vec<u8>> {
        self.hoards.then(|| vec![1; bytes])
    }

    /// Wastes time, if that is the defect.
    pub fn waste(&self) {
        for count in 0..if self.wasteful { WASTE } else { 0 } {
            std::hint::black_box(count);
        }
    }

    /// Sleeps, if that is the defect.
    pub fn nap(&self) {
        if !self.nap.is_zero() {
            std::thread::sleep(self.nap);
        }
    }

    /// Whether a connection that should be closed for this goes on.
    pub fn tolerates(&self, reason: &CloseReason) -> bool {
        match reason {
            CloseReason::Malformed(_) => self.malformed_ignored,
            CloseReason::Version { .. } => self.any_version,
            CloseReason::BeforeHello => self.hello_waits,
            _ => false,
        }
    }

    /// Whether a journal passes over this entry.
    pub fn forgets(&self, entry: &Entry) -> bool {
        self.journal_forgets && matches!(entry, Entry::Input(SeatId(0), _))
    }

    /// The seed that bots are made with: the room's, or another one each time and in each process.
    pub fn bot_seed(&self, seed: u64) -> u64 {
        static ASKED: AtomicU64 = AtomicU64::new(1);
        let other = || u64::from(std::process::id()) << 32 | ASKED.fetch_add(1, Ordering::Relaxed);
        if self.unseeded { seed ^ other() } else { seed }
    }
}
