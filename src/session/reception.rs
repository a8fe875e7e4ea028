//! What all connections of a process share, and what is decided about one before it becomes a WebSocket.
//!
//! Only a foreign page and overload are refused here, with plain HTTP. Everything that a person must read (version, full,
//! wrong code) comes after the upgrade: a browser shows no page the reason of a failed one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use actix::Addr;
use metrics::{Counter, counter, gauge};

use super::origin;
use super::warnings::Warnings;
use super::watchdog::Watchdog;
use crate::lobby::Lobby;
use crate::protocol::{SUBPROTOCOL, SUBPROTOCOL_ANY};
use crate::room::{Faults, metrics as names};

/// So much of a header is logged, in letters.
const HEADER_LOGGED: usize = 80;

/// What an operator decides about connections.
#[derive(Clone, Debug, Default)]
pub struct SessionSettings {
    /// Most connections at once.
    pub sessions_max: usize,
    /// Origins, beside the server's own host, whose pages may connect.
    pub allow_origins: Vec<String>,
    /// Deliberate defects.
    pub faults: Faults,
}

/// Why a request for a WebSocket is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The page comes from elsewhere.
    #[error("pages of this origin may not connect")]
    ForeignOrigin,
    /// There are too many already.
    #[error("{open} connections are open, the limit is {limit}")]
    Overload {
        /// How many there are.
        open: usize,
        /// How many there may be.
        limit: usize,
    },
}

impl Refused {
    /// One word for log and counter.
    pub fn name(self) -> &'static str {
        match self {
            Refused::ForeignOrigin => "foreign_origin",
            Refused::Overload { .. } => "overload",
        }
    }
}

/// What all connections share.
pub struct Reception {
    /// What the operator decided.
    pub settings: SessionSettings,
    /// Finds rooms.
    pub lobby: Addr<Lobby>,
    /// Shuts sockets.
    pub watchdog: Arc<Watchdog>,
    /// Ticks a second, as the newest tuning has it.
    pub tick_rate: Arc<AtomicU32>,
    /// Counters that are touched for each message, looked up once.
    pub meters: Meters,
    warnings: Warnings,
    open: Arc<AtomicUsize>,
}

/// See [`Reception::meters`].
pub struct Meters {
    /// [`names::BYTES_SENT`].
    pub bytes_sent: Counter,
    /// [`names::BYTES_RECEIVED`].
    pub bytes_received: Counter,
    /// [`names::MESSAGES`].
    pub messages: Counter,
    /// [`names::INBOX_FULL`].
    pub inbox_full: Counter,
}

impl Reception {
    /// A reception before this lobby.
    pub fn new(settings: SessionSettings, lobby: Addr<Lobby>, tick_rate: u32) -> Reception {
        Reception {
            settings,
            lobby,
            watchdog: Arc::default(),
            tick_rate: Arc::new(AtomicU32::new(tick_rate)),
            meters: Meters {
                bytes_sent: counter!(names::BYTES_SENT),
                bytes_received: counter!(names::BYTES_RECEIVED),
                messages: counter!(names::MESSAGES),
                inbox_full: counter!(names::INBOX_FULL),
            },
            warnings: Warnings::default(),
            open: Arc::default(),
        }
    }

    /// Decides about a request by its `Origin` and `Host`.
    pub fn admit(&self, origin: Option<&[u8]>, host: Option<&[u8]>, now_us: u64) -> Result<Place, Refused> {
        let known = origin::is_allowed(origin, host, &self.settings.allow_origins) || self.settings.faults.any_origin;
        let place = match known {
            true => Place::take(&self.open, self.settings.sessions_max),
            false => Err(Refused::ForeignOrigin),
        };
        place.inspect_err(|refused| {
            counter!(names::REFUSALS, "reason" => refused.name()).increment(1);
            let heard = |header: Option<&[u8]>| {
                let text = String::from_utf8_lossy(header.unwrap_or_default()).into_owned();
                text.chars().filter(|letter| !letter.is_control()).take(HEADER_LOGGED).collect::<String>()
            };
            let detail = format!("{refused} (Origin {:?}, Host {:?})", heard(origin), heard(host));
            self.warn(refused.name(), "", &detail, now_us);
        })
    }

    /// Logs a refusal, unless its class, a reason and what it is about, was logged within the minute.
    pub fn warn(&self, reason: &str, what: &str, detail: &dyn std::fmt::Display, now_us: u64) {
        if let Some(unsaid) = self.warnings.ask(&format!("{reason} {what}"), now_us) {
            tracing::warn!(reason, unsaid, "refused: {detail}");
        }
    }

    /// How many connections are open.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }
}

/// A connection's place among those that may be open; given back when dropped.
#[derive(Debug)]
pub struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>, limit: usize) -> Result<Place, Refused> {
        let one_more = |now| (now < limit).then_some(now + 1);
        let taken = open.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more);
        taken.map_err(|open| Refused::Overload { open, limit })?;
        gauge!(names::SESSIONS).increment(1.0);
        Ok(Place(open.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
        gauge!(names::SESSIONS).decrement(1.0);
    }
}

/// Which sub-protocol to answer an offer with: our version if it is in there, else the one that promises a goodbye, which
/// is also for one who offers none that we know. None for a program that offers nothing: its hello says its version.
pub fn agree(offer: Option<&[u8]>) -> Option<&'static str> {
    let offered = |name: &str| {
        offer.is_some_and(|offer| offer.split(|&b| b == b',').any(|one| one.trim_ascii() == name.as_bytes()))
    };
    match offer {
        None => None,
        Some(_) if offered(SUBPROTOCOL) => Some(SUBPROTOCOL),
        Some(_) => Some(SUBPROTOCOL_ANY),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_sub_protocol_is_agreed_whatever_the_order_of_the_offer() {
        let cases: &[(Option<&str>, Option<&str>)] = &[
            (Some("fray.7, fray"), Some("fray.7")),
            (Some("fray,fray.7"), Some("fray.7")),
            (Some("fray.7"), Some("fray.7")),
            (Some("fray.1, fray"), Some("fray")),
            (Some("fray"), Some("fray")),
            (Some("fray.11"), Some("fray")),
            (Some("chat"), Some("fray")),
            (Some(""), Some("fray")),
            (None, None),
        ];
        for (offer, agreed) in cases {
            assert_eq!(agree(offer.map(str::as_bytes)), *agreed, "{offer:?}");
        }
    }

    #[test]
    fn a_place_is_given_back_when_dropped() {
        let open = Arc::new(AtomicUsize::new(0));
        let first = Place::take(&open, 1);
        assert_eq!(Place::take(&open, 1).unwrap_err(), Refused::Overload { open: 1, limit: 1 });
        drop(first);
        assert!(Place::take(&open, 1).is_ok());
    }
}
