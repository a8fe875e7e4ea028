//! Why a connection is closed: one table of codes, names, parameters and what a person should make of it.
//!
//! A close code says it to the socket, a goodbye says it with parameters. What a player reads stands in the client's
//! `lang/en.json` by the name of the reason; the server sends no prose.

use super::scalar::Param;
use super::table::Goodbye;
use super::{Malformed, VERSION, malformed::cut};

/// What the table knows about a reason.
#[derive(Clone, Copy, Debug)]
pub struct CloseInfo {
    /// The WebSocket close code.
    pub code: u16,
    /// Its name, in counters, logs, and the client's `lang` keys.
    pub name: &'static str,
    /// Names of its parameters in order.
    pub params: &'static [&'static str],
    /// What a person should make of it.
    pub about: &'static str,
}

macro_rules! reasons {
    ($($code:literal $variant:ident $name:literal [$($param:literal)*] $about:literal;)+) => {
        /// Every reason, by code.
        pub const REASONS: &[CloseInfo] = &[$(CloseInfo {
            code: $code, name: $name, params: &[$($param),*], about: $about,
        }),+];

        /// A reason without its parameters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Row { $($variant),+ }
    };
}

reasons! {
    1002 ProtocolError "protocol_error" [] "A ws frame was unmasked, fragmented, or had a reserved bit or opcode.";
    1003 Text "text" [] "A ws frame was text; every message is binary.";
    1009 TooLarge "too_large" [] "A ws frame declared more bytes than a client may send.";
    4000 Stopping "stopping" [] "The server stops; try again in a moment.";
    4001 Version "version" ["version" "build"] "The server speaks another version: load the page again, once.";
    4002 Full "full" [] "No seat is free in that room.";
    4003 WrongCode "wrong_code" ["code"] "No room has that code.";
    4004 Kicked "kicked" [] "The host of the room, or an operator, closed this connection.";
    4005 RoomEnded "room_ended" [] "The room ended, by a defect or of old age; play again to get another one.";
    4006 TooSlow "too_slow" [] "The client did not acknowledge for 5 s, or did not read what it was sent.";
    4007 TooManyMessages "too_many_messages" [] "The client sent more messages than allowed for 5 s on end.";
    4008 Malformed "malformed" ["what" "value" "limit"] "A message broke the table of messages.";
    4009 HelloTimeout "hello_timeout" [] "No hello within 3 s.";
    4010 BeforeHello "before_hello" [] "A message came before the hello.";
    4011 Replaced "replaced" [] "The seat was taken from another connection.";
    4012 ReplayOver "replay_over" [] "The recorded match was shown to its end; watch again to see it from the start.";
    4013 SeatGone "seat_gone" [] "No seat is held for that token: it was given up, or the token was used before.";
    4014 SeatBusy "seat_busy" [] "Another connection is being let in by that token; try again in a moment.";
}

/// What a person should make of a goodbye with this code.
pub fn about(code: u16) -> &'static str {
    let known = REASONS.iter().find(|reason| reason.code == code);
    known.map_or("a reason that this build does not know", |reason| reason.about)
}

/// Why the server closes a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The ws frame itself is against RFC 6455, or fragmented.
    ProtocolError,
    /// The ws frame was text.
    Text,
    /// The ws frame declared too many bytes.
    TooLarge,
    /// The server stops.
    Stopping,
    /// The client speaks another version than [`VERSION`].
    Version {
        /// The server's build.
        build: String,
    },
    /// No seat is free.
    Full,
    /// No room has this code.
    WrongCode {
        /// What was asked for.
        code: String,
    },
    /// An operator closed the connection.
    Kicked,
    /// A defect stopped the room.
    RoomEnded,
    /// The client does not acknowledge or does not read.
    TooSlow,
    /// The client sends too many messages.
    TooManyMessages,
    /// A message broke the table.
    Malformed(Malformed),
    /// No hello came in time.
    HelloTimeout,
    /// A message came before the hello.
    BeforeHello,
    /// The seat was taken from another connection.
    Replaced,
    /// The recorded match was shown to its end.
    ReplayOver,
    /// No seat is held for the token that was shown.
    SeatGone,
    /// The token that was shown lets somebody else in just now.
    SeatBusy,
}

impl CloseReason {
    /// Its row in the table.
    pub fn info(&self) -> &'static CloseInfo {
        let row = match self {
            CloseReason::ProtocolError => Row::ProtocolError,
            CloseReason::Text => Row::Text,
            CloseReason::TooLarge => Row::TooLarge,
            CloseReason::Stopping => Row::Stopping,
            CloseReason::Version { .. } => Row::Version,
            CloseReason::Full => Row::Full,
            CloseReason::WrongCode { .. } => Row::WrongCode,
            CloseReason::Kicked => Row::Kicked,
            CloseReason::RoomEnded => Row::RoomEnded,
            CloseReason::TooSlow => Row::TooSlow,
            CloseReason::TooManyMessages => Row::TooManyMessages,
            CloseReason::Malformed(_) => Row::Malformed,
            CloseReason::HelloTimeout => Row::HelloTimeout,
            CloseReason::BeforeHello => Row::BeforeHello,
            CloseReason::Replaced => Row::Replaced,
            CloseReason::ReplayOver => Row::ReplayOver,
            CloseReason::SeatGone => Row::SeatGone,
            CloseReason::SeatBusy => Row::SeatBusy,
        };
        &REASONS[row as usize]
    }

    /// The WebSocket close code.
    pub fn code(&self) -> u16 {
        self.info().code
    }

    /// The name in counters and logs; also the reason text of the Close frame.
    pub fn name(&self) -> &'static str {
        self.info().name
    }

    /// The parameters of the goodbye.
    pub fn params(&self) -> Vec<Param> {
        let text = |text: &str| Param::Text(cut(text.into()));
        match self {
            CloseReason::Version { build } => vec![Param::Number(VERSION.into()), text(build)],
            CloseReason::WrongCode { code } => vec![text(code)],
            CloseReason::Malformed(why) => vec![text(&why.what()), text(&why.value), text(&why.limit)],
            _ => Vec::new(),
        }
    }

    /// Whether the seat is held for whoever is closed with this: they may have done nothing wrong.
    pub fn holds_seat(&self) -> bool {
        matches!(self, CloseReason::TooSlow)
    }

    /// The message that goes before the Close frame.
    pub fn goodbye(&self) -> Goodbye {
        Goodbye { code: self.code(), params: self.params() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<CloseReason> {
        vec![
            CloseReason::ProtocolError,
            CloseReason::Text,
            CloseReason::TooLarge,
            CloseReason::Stopping,
            CloseReason::Version { build: "b".into() },
            CloseReason::Full,
            CloseReason::WrongCode { code: "ABCDE".into() },
            CloseReason::Kicked,
            CloseReason::RoomEnded,
            CloseReason::TooSlow,
            CloseReason::TooManyMessages,
            CloseReason::Malformed(Malformed::new("Input", "runs", "17 entries", "1 to 16 entries")),
            CloseReason::HelloTimeout,
            CloseReason::BeforeHello,
            CloseReason::Replaced,
            CloseReason::ReplayOver,
            CloseReason::SeatGone,
            CloseReason::SeatBusy,
        ]
    }

    #[test]
    fn each_reason_has_its_own_code_and_the_parameters_of_its_row() {
        assert_eq!(all().len(), REASONS.len());
        for (reason, row) in all().iter().zip(REASONS) {
            assert_eq!((reason.code(), reason.name()), (row.code, row.name));
            assert_eq!(reason.params().len(), row.params.len(), "{}", row.name);
        }
        assert!(REASONS.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn a_long_parameter_is_cut_at_a_character() {
        let code = "é".repeat(21);
        let params = CloseReason::WrongCode { code }.params();
        assert_eq!(params, vec![Param::Text("é".repeat(20))]);
    }
}
