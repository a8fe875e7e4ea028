//! Why the gate refuses a connection: the ws frame itself is bad, or there are too many of them.
//!
//! What is wrong *inside* a good ws frame is the protocol's affair (`protocol::CloseReason`); this is about the envelope.

use crate::protocol::CloseReason;

/// What was wrong with a ws frame, or with how many came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The header declares more than a message may have.
    #[error("ws frame of {declared} bytes or more, the limit is {limit}")]
    TooLarge {
        /// What the header declares, as far as it was read.
        declared: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// A ping, pong or close frame above what RFC 6455 allows.
    #[error("control frame of {declared} bytes or more, the limit is {limit}")]
    ControlTooLarge {
        /// What the header declares, as far as it was read.
        declared: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// Clients must mask (RFC 6455 §5.1).
    #[error("ws frame without a mask")]
    Unmasked,
    /// A reserved bit is set, though no extension was agreed upon.
    #[error("reserved bits {0:#05b} in a ws frame, the limit is 0")]
    Reserved(u8),
    /// An opcode that RFC 6455 does not know.
    #[error("opcode {0} in a ws frame, known are 2, 8, 9 and 10")]
    Opcode(u8),
    /// A first fragment or a continuation: no message of ours is long enough to need one.
    #[error("fragmented ws frame")]
    Fragmented,
    /// A text frame: only binary ones are spoken.
    #[error("text frame, only binary ones are spoken")]
    Text,
    /// The bucket was empty for too long.
    #[error("more than {per_second} ws frames a second for too long")]
    TooManyMessages {
        /// What the bucket lets through.
        per_second: u32,
    },
}

impl Refusal {
    /// The reason by which the connection is closed.
    pub fn reason(self) -> CloseReason {
        match self {
            Refusal::TooLarge { .. } => CloseReason::TooLarge,
            Refusal::Text => CloseReason::Text,
            Refusal::TooManyMessages { .. } => CloseReason::TooManyMessages,
            _ => CloseReason::ProtocolError,
        }
    }

    /// One word for log and counter.
    pub fn name(self) -> &'static str {
        match self {
            Refusal::TooLarge { .. } => "frame_too_large",
            Refusal::ControlTooLarge { .. } => "control_frame_too_large",
            Refusal::Unmasked => "frame_unmasked",
            Refusal::Reserved(_) => "frame_reserved_bits",
            Refusal::Opcode(_) => "frame_opcode",
            Refusal::Fragmented => "frame_fragmented",
            Refusal::Text => "frame_text",
            Refusal::TooManyMessages { .. } => "too_many_messages",
        }
    }
}
