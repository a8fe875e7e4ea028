//! What a connection may say when: a pure state machine, fed bytes, that answers what to do.
//!
//! ```text
//!            hello              joined
//! Greeting ─────────▶ Joining ─────────▶ Playing
//!     │                  │                  │        any other message, or time running out: Close(reason)
//!     └──────────────────┴──────────────────┴──▶ Ended
//! ```

use crate::lobby::messages::Wanted;
use crate::protocol::{self, ClientMessage, CloseReason, Hello, Malformed};
use crate::room::fanout::SessionId;
use crate::room::hold::Token;
use crate::room::inbox::{Packet, Wish};
use crate::room::keyframes::Why;
use crate::room::sandbox::Order;
use crate::room::tongue::Person;
use crate::room::words;
use crate::sim::{SeatId, Tick};

/// A hello must come within so many microseconds of the upgrade.
pub const HELLO_MAX_US: u64 = 3_000_000;
/// A room can end between being found and being entered; another one is looked for this often.
const SEARCHES_MAX: u32 = 3;

/// Who wants to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Cleaned.
    pub name: String,
    /// By what they are known again.
    pub person: Person,
    /// Width to height of the screen, in thousandths.
    pub aspect: u16,
    /// Which room.
    pub wanted: Wanted,
}

/// What to do about a message.
#[derive(Debug, PartialEq)]
pub enum Action {
    /// Find a room for this guest and join it.
    Find(Guest),
    /// Put this into the room's inbox.
    Forward(Packet),
    /// Hand this order to the room.
    Obey(Order),
    /// Say goodbye with this reason and close.
    Close(CloseReason),
    /// Nothing: the connection has ended.
    Ignore,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Greeting,
    Joining { searches: u32 },
    Playing,
    Ended,
}

/// The state of one connection.
#[derive(Debug)]
pub struct Core {
    id: SessionId,
    state: State,
}

impl Core {
    /// A connection that has just been upgraded.
    pub fn new(id: SessionId) -> Core {
        Core { id, state: State::Greeting }
    }

    /// A ws frame's payload arrived.
    pub fn message(&mut self, bytes: &[u8]) -> Action {
        if self.state == State::Ended {
            return Action::Ignore;
        }
        // Whatever else a hello of another version holds, its sender must learn that, and no detail of our table.
        let foreign = protocol::hello_version(bytes).is_some_and(|version| version != protocol::VERSION);
        if foreign && self.state == State::Greeting {
            return Action::Close(wrong_version());
        }
        match (protocol::decode_client(bytes), &self.state) {
            (Err(malformed), _) => Action::Close(CloseReason::Malformed(malformed)),
            (Ok(ClientMessage::Hello(hello)), State::Greeting) => self.hello(hello),
            (Ok(_), State::Greeting) => Action::Close(CloseReason::BeforeHello),
            (Ok(ClientMessage::Hello(_)), _) => Action::Close(out_of_turn("Hello", 2, "one a connection")),
            (Ok(_), State::Joining { .. }) => Action::Close(out_of_turn("message", 1, "none before the welcome")),
            (Ok(ClientMessage::Input(input)), _) => Action::Forward(Packet::Input(input)),
            (Ok(ClientMessage::Ack(ack)), _) => {
                Action::Forward(Packet::Ack { tick: Tick(ack.tick), hidden: ack.hidden != 0 })
            }
            (Ok(ClientMessage::KeyframeRequest(request)), _) => {
                Action::Forward(Packet::KeyframeRequest(Why::of(&request)))
            }
            (Ok(ClientMessage::Vote(vote)), _) => Action::Forward(Packet::Wish(Wish::Vote(vote.choice))),
            (Ok(ClientMessage::Say(say)), _) => Action::Forward(Packet::Wish(Wish::Say(say))),
            (Ok(ClientMessage::Moderate(wish)), _) => Action::Forward(Packet::Wish(Wish::Moderate(wish))),
            (Ok(ClientMessage::Follow(follow)), _) => {
                Action::Forward(Packet::Wish(Wish::Follow(follow.seat.map(SeatId))))
            }
            (Ok(ClientMessage::Screen(screen)), _) => Action::Forward(Packet::Wish(Wish::Screen(screen.aspect))),
            (Ok(ClientMessage::Host(host)), _) => Action::Forward(Packet::Wish(Wish::Host(host))),
            (Ok(ClientMessage::Command(command)), _) => Action::Obey(Order::of(command)),
        }
    }

    fn hello(&mut self, hello: Hello) -> Action {
        self.state = State::Joining { searches: SEARCHES_MAX };
        let wanted = match (hello.watch, hello.room, hello.token) {
            (0, None, None) if hello.private == 1 => Wanted::Private,
            (0, None, None) => Wanted::Quick,
            (0, Some(code), None) => Wanted::Code(code),
            (0, Some(code), Some(token)) => Wanted::Resume(code, Token::new(token)),
            // A token says nothing of where its seat is.
            (0, None, Some(_)) => return Action::Close(CloseReason::SeatGone),
            (_, code, _) => Wanted::Watch(code),
        };
        let name = words::name(&hello.name, self.id.0);
        Action::Find(Guest { name, person: Person::new(hello.person), aspect: hello.aspect, wanted })
    }

    /// The room that was found is no more: whether to look for another one, or why not.
    pub fn search_again(&mut self) -> Result<(), CloseReason> {
        match &mut self.state {
            State::Joining { searches } if *searches > 1 => {
                *searches -= 1;
                Ok(())
            }
            _ => Err(CloseReason::RoomEnded),
        }
    }

    /// The room has let this connection in.
    pub fn joined(&mut self) {
        if matches!(self.state, State::Joining { .. }) {
            self.state = State::Playing;
        }
    }

    /// True while messages of the room may be written.
    pub fn is_playing(&self) -> bool {
        self.state == State::Playing
    }

    /// True if the time for the hello has run out, asked when it has.
    pub fn lacks_hello(&self) -> bool {
        self.state == State::Greeting
    }

    /// The connection ends; false if it had ended before.
    pub fn end(&mut self) -> bool {
        std::mem::replace(&mut self.state, State::Ended) != State::Ended
    }
}

/// What a client is told that speaks another version.
pub fn wrong_version() -> CloseReason {
    CloseReason::Version { build: crate::BUILD.to_owned() }
}

fn out_of_turn(message: &'static str, count: u32, limit: &'static str) -> CloseReason {
    CloseReason::Malformed(Malformed::new(message, "number", count, limit))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::protocol::{Ack, InputMessage, Run};

    fn hello() -> Hello {
        Hello {
            version: protocol::VERSION,
            build: "test".into(),
            name: " Ann ".into(),
            token: None,
            aspect: 1_778,
            room: None,
            watch: 0,
            private: 0,
            person: None,
        }
    }

    fn input() -> ClientMessage {
        let runs = vec![Run { ticks: 1, held: 0, walk: 0, aim: 0 }];
        ClientMessage::Input(InputMessage { ack: 0, ahead: 0, seen_back: 0, seen_fraction: 0, runs })
    }

    fn greeting() -> Core {
        Core::new(SessionId(7))
    }

    fn playing() -> Core {
        let mut core = greeting();
        core.message(&ClientMessage::Hello(hello()).encode());
        core.joined();
        core
    }

    fn closed_with(action: &Action) -> &'static str {
        match action {
            Action::Close(reason) => reason.name(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_hello_asks_for_the_room_that_it_names() {
        let secret = [7; 32];
        let cases = [
            (0, None, None, Wanted::Quick),
            (0, Some("BCDFG"), None, Wanted::Code("BCDFG".into())),
            (0, Some("BCDFG"), Some(secret), Wanted::Resume("BCDFG".into(), Token::new(secret))),
            (1, None, None, Wanted::Watch(None)),
            (1, Some("BCDFG"), Some(secret), Wanted::Watch(Some("BCDFG".into()))),
        ];
        for (watch, room, token, wanted) in cases {
            let hello = Hello { watch, token, room: room.map(String::from), ..hello() };
            let guest = Guest { name: "Ann".into(), person: Person::default(), aspect: 1_778, wanted };
            assert_eq!(greeting().message(&ClientMessage::Hello(hello).encode()), Action::Find(guest));
        }
    }

    #[test]
    fn a_token_without_a_room_leads_nowhere() {
        let hello = Hello { token: Some([7; 32]), ..hello() };
        assert_eq!(closed_with(&greeting().message(&ClientMessage::Hello(hello).encode())), "seat_gone");
    }

    #[test]
    fn nothing_but_a_hello_may_come_first() {
        let ack = ClientMessage::Ack(Ack { tick: 1, hidden: 0 });
        for message in [input(), ack] {
            assert_eq!(closed_with(&greeting().message(&message.encode())), "before_hello");
        }
    }

    #[test]
    fn another_version_is_told_which_one_is_spoken() {
        let hello = Hello { version: protocol::VERSION + 1, ..hello() };
        let action = greeting().message(&ClientMessage::Hello(hello).encode());
        assert_eq!(closed_with(&action), "version");
        // [1, version, "x"]: a hello of another version may look like anything behind its version.
        let shapeless = |version: u16| greeting().message(&[0x93, 1, version as u8, 0xA1, b'x']);
        assert_eq!(closed_with(&shapeless(protocol::VERSION + 1)), "version");
        assert_eq!(closed_with(&shapeless(protocol::VERSION)), "malformed");
    }

    #[test]
    fn bytes_that_are_no_message_close_in_every_state() {
        for mut core in [greeting(), playing()] {
            assert_eq!(closed_with(&core.message(&[0xC1, 0, 1])), "malformed");
        }
    }

    #[test]
    fn a_second_hello_closes() {
        let bytes = ClientMessage::Hello(hello()).encode();
        assert_eq!(closed_with(&playing().message(&bytes)), "malformed");
        let mut joining = greeting();
        joining.message(&bytes);
        assert_eq!(closed_with(&joining.message(&bytes)), "malformed");
    }

    #[test]
    fn inputs_and_acknowledgements_are_forwarded_once_joined() {
        let mut core = playing();
        assert!(matches!(core.message(&input().encode()), Action::Forward(Packet::Input(_))));
        let ack = ClientMessage::Ack(Ack { tick: 9, hidden: 1 });
        assert_eq!(core.message(&ack.encode()), Action::Forward(Packet::Ack { tick: Tick(9), hidden: true }));
    }

    #[test]
    fn a_command_is_handed_on_once_joined_and_not_before_the_hello() {
        let command = ClientMessage::Command(protocol::Command { what: 5, arg: "rusher".into() }).encode();
        assert_eq!(playing().message(&command), Action::Obey(Order::Bot("rusher".into())));
        assert_eq!(closed_with(&greeting().message(&command)), "before_hello");
    }

    #[test]
    fn only_a_greeting_connection_lacks_its_hello() {
        assert!(greeting().lacks_hello());
        assert!(!playing().lacks_hello());
    }

    #[test]
    fn it_ends_once_and_hears_nothing_afterwards() {
        let mut core = playing();
        assert!(core.end());
        assert!(!core.end());
        assert_eq!(core.message(&input().encode()), Action::Ignore);
    }

    #[test]
    fn a_room_that_ended_meanwhile_is_searched_for_again_a_few_times() {
        let mut core = greeting();
        core.message(&ClientMessage::Hello(hello()).encode());
        let again = (0..10).take_while(|_| core.search_again().is_ok()).count() as u32;
        assert_eq!(again, SEARCHES_MAX - 1);
    }
}
