//! Everything that reads bytes which nobody has checked, each as one function that takes any bytes without a panic and
//! holds what it answers to its word.
//!
//! `fuzz/fuzz_targets` hands them to cargo-fuzz, the test beside this folder mutates the seeds and hands it those.

mod files;
mod room;
// By its path, so that cargo-fuzz finds it as well; other tests have it too.
#[allow(clippy::duplicate_mod)]
#[path = "../../support/standing.rs"]
mod standing;

use std::fmt::Debug;
use std::mem::{Discriminant, discriminant};

use bytes::Bytes;
use fray::protocol::bits::{BitReader, BitWriter, Bitwise};
use fray::protocol::malformed::TEXT_BYTES_MAX;
use fray::protocol::{
    Baseline, CloseReason, Head, MESSAGE_BYTES_MAX, Malformed, Rebuilt, ServerMessage, SnapshotMessage, decode_client,
    decode_server, hello_version,
};
use fray::session::frames::Frames;
use fray::session::refusal::Refusal;

pub use files::{drawing, journal, link, map, settings, tuning};
#[allow(unused_imports)]
pub use files::{packed, unpacked};
pub use room::room;

/// Takes any bytes.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Target)] = &[
    ("client", client),
    ("server", server),
    ("snapshot", snapshot),
    ("frames", frames),
    ("journal", journal),
    ("tuning", tuning),
    ("map", map),
    ("drawing", drawing),
    ("link", link),
    ("settings", settings),
    ("room", room),
];

/// A message of a client: what is read can be written, fits a ws frame, and is read as the same again.
pub fn client(bytes: &[u8]) {
    hello_version(bytes);
    match decode_client(bytes) {
        Ok(message) => {
            let written = message.encode();
            assert!(written.len() <= MESSAGE_BYTES_MAX, "{} bytes of {message:?}", written.len());
            assert_eq!(decode_client(&written), Ok(message));
        }
        Err(malformed) => travels(&malformed),
    }
}

/// A message of a server.
pub fn server(bytes: &[u8]) {
    match decode_server(bytes) {
        Ok(message) => {
            if let ServerMessage::Tuning(values) = &message {
                // Another build's lists may have another length: then there is none.
                drop(values.tuning());
            }
            assert_eq!(decode_server(&message.encode()), Ok(message));
        }
        Err(malformed) => travels(&malformed),
    }
}

/// A refusal fits the goodbye that tells of it.
fn travels(malformed: &Malformed) {
    assert!(malformed.value.len().max(malformed.limit.len()) <= TEXT_BYTES_MAX, "{malformed:?}");
    let goodbye = ServerMessage::from(CloseReason::Malformed(malformed.clone()).goodbye());
    assert_eq!(decode_server(&goodbye.encode()), Ok(goodbye));
}

/// Bodies of snapshots one after the other, each on what is held by then: `flags since length length body`. Whatever is
/// answered is within the limits of the table, and what cannot be used leaves nothing behind.
pub fn snapshot(mut bytes: &[u8]) {
    let (mut baseline, mut tick) = (Baseline::default(), 100);
    while let [flags, since, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (body, rest) = rest.split_at(length);
        tick += u32::from(*since);
        let (flags, since) = (flags & 127, (*since).into());
        let message = SnapshotMessage { tick, flags, lead: 0, since, body: body.to_vec() };
        match baseline.take(&message) {
            Ok(rebuilt) => within_limits(&rebuilt),
            Err(_) if flags & Head::KEYFRAME == 0 => {
                baseline.take(&message).expect_err("what could not be used cannot be used again");
            }
            Err(_) => (),
        }
        bytes = rest;
    }
}

fn within_limits(Rebuilt { snapshot, .. }: &Rebuilt) {
    snapshot.own.iter().for_each(reread);
    snapshot.players.iter().for_each(reread);
    snapshot.shots.iter().for_each(reread);
    snapshot.events.iter().for_each(reread);
    assert!(snapshot.players.is_sorted_by(|a, b| a.seat < b.seat), "{:?}", snapshot.players);
    assert!(snapshot.shots.is_sorted_by(|a, b| (a.id, a.generation) < (b.id, b.generation)), "{:?}", snapshot.shots);
}

/// What is within its limits is read as it was written.
fn reread<T: Bitwise + PartialEq + Debug>(value: &T) {
    let mut writer = BitWriter::default();
    value.write(&mut writer);
    let bytes = writer.finish();
    let mut reader = BitReader::new("fuzz", &bytes);
    assert_eq!(T::read(&mut reader).as_ref(), Ok(value));
    assert_eq!(reader.finish(), Ok(()));
}

/// The stream of a socket, cut into ws frames: in whatever pieces it comes, the same frames and the same kind of refusal.
pub fn frames(bytes: &[u8]) {
    let whole = cut(bytes, usize::MAX);
    for size in [1, 2, 7, 300] {
        assert_eq!(cut(bytes, size), whole, "in pieces of {size}");
    }
}

fn cut(bytes: &[u8], size: usize) -> (Vec<Bytes>, Option<Discriminant<Refusal>>) {
    let (mut cutter, mut frames) = (Frames::default(), Vec::new());
    for piece in bytes.chunks(size) {
        let mut piece = Bytes::copy_from_slice(piece);
        loop {
            match cutter.next(&mut piece) {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(refusal) => return (frames, Some(discriminant(&refusal))),
            }
            assert!(cutter.kept() <= MESSAGE_BYTES_MAX + 8, "{} bytes are kept", cutter.kept());
        }
    }
    (frames, None)
}
