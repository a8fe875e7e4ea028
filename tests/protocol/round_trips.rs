//! P-WIRE-1 to P-WIRE-4: every message within the limits is read, and written back as the very same bytes.

use fray::protocol::info::UnionInfo;
use fray::protocol::wire::{Record, decode, encode};
use fray::protocol::{ClientMessage, ServerMessage};
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::prop_assert_eq;

use super::maker::{Maker, array};

/// Reads a message of each number, and compares its bytes after a round trip with what was read.
fn check<M: Record>(union: &UnionInfo, seed: u64) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut maker = Maker::new(seed);
    for member in 0..union.members.len() {
        let bytes = array(&maker.elements(union, member));
        let message: M = decode(&bytes).map_err(|e| proptest::test_runner::TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(encode(&message), bytes, "{} {}", union.name, union.members[member].1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn client_messages_go_round(seed in any::<u64>()) {
        check::<ClientMessage>(ClientMessage::INFO, seed)?;
    }

    #[test]
    fn server_messages_go_round(seed in any::<u64>()) {
        check::<ServerMessage>(ServerMessage::INFO, seed)?;
    }

    #[test]
    fn garbage_is_refused_and_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        // A message of bytes by chance is next to impossible; what counts is that both decoders come back.
        if let Ok(message) = fray::protocol::decode_client(&bytes) {
            prop_assert_eq!(fray::protocol::decode_client(&message.encode()).unwrap(), message);
        }
        if let Ok(message) = fray::protocol::decode_server(&bytes) {
            prop_assert_eq!(fray::protocol::decode_server(&message.encode()).unwrap(), message);
        }
    }

    #[test]
    fn a_flipped_byte_is_read_or_refused_and_never_panics(seed in any::<u64>(), at in any::<u16>(), to in any::<u8>()) {
        for member in 0..ServerMessage::INFO.members.len() {
            let mut bytes = array(&Maker::new(seed).elements(ServerMessage::INFO, member));
            let at = usize::from(at) % bytes.len();
            bytes[at] = to;
            if let Ok(message) = decode::<ServerMessage>(&bytes) {
                prop_assert_eq!(decode::<ServerMessage>(&encode(&message)).unwrap(), message);
            }
        }
    }

    #[test]
    fn a_message_cut_short_is_refused(seed in any::<u64>(), at in any::<u16>()) {
        for member in 0..ClientMessage::INFO.members.len() {
            let bytes = array(&Maker::new(seed).elements(ClientMessage::INFO, member));
            let at = usize::from(at) % bytes.len();
            prop_assert_eq!(decode::<ClientMessage>(&bytes[..at]).is_err(), true);
        }
    }
}
