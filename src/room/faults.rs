//! What proofs break on purpose, to see that a test notices.
//!
//! Only a program that links this library and starts the server in its own process can set one; no flag, message,
//! setting or build feature can.

use crate::sim::Tick;

/// Deliberate defects; none by default.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The tick at which the room's step panics.
    pub panic_at: Option<Tick>,
    /// The gate lets everything through.
    pub gate_off: bool,
    /// Overdue acknowledgements have no consequence.
    pub acks_ignored: bool,
    /// A player who leaves keeps the seat.
    pub seat_kept: bool,
    /// Views hold the whole map.
    pub see_all: bool,
    /// Each viewer gets its own encoding of every entity.
    pub encode_each: bool,
    /// An empty room does not end.
    pub room_kept: bool,
    /// Origins are not checked.
    pub any_origin: bool,
    /// The brain draws on chance that no seed decides.
    pub unseeded: bool,
}
