//! Cuts a stream of bytes into whole ws frames and refuses a bad one on its header. Pure: fed bytes, owns no socket.
//!
//! ```text
//!  byte 0              byte 1            then
//! ┌───┬─────┬────────┐┌──────┬─────────┐┌──────────────────┬──────┬─────────┐
//! │FIN│ RSV │ opcode ││ mask │ length  ││ 16 bit if 126    │ mask │ payload │
//! │ 1 │  0  │2 8 9 10││  1   │ ≤ 125   ││ (127: too large) │ 4    │ ≤ limit │
//! └───┴─────┴────────┘└──────┴─────────┘└──────────────────┴──────┴─────────┘
//! ```
//! A WebSocket library looks at the limit only once the whole ws frame is buffered, so a header that declares 8 GiB would
//! grow memory without end. Here a frame is judged by each byte of its header as it comes, and never more than one frame
//! is kept. The payload is neither unmasked nor read.

use bytes::{Bytes, BytesMut};

use super::refusal::Refusal;
use crate::protocol::MESSAGE_BYTES_MAX;

/// The most that a control frame may carry (RFC 6455 §5.5).
const CONTROL_BYTES_MAX: usize = 125;
/// Length fields that mean "read on": 16 bits follow, 64 bits follow.
const LENGTH_16: u8 = 126;
const LENGTH_64: u8 = 127;
const MASK_BYTES: usize = 4;
/// The least that a 64-bit length may say; a smaller one has a shorter form, which RFC 6455 demands.
const LENGTH_64_MIN: usize = 65_536;

const FIN: u8 = 0x80;
const RESERVED: u8 = 0x70;
const MASKED: u8 = 0x80;

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PONG: u8 = 10;

/// The part of a ws frame that has come so far.
#[derive(Debug, Default)]
pub struct Frames {
    part: BytesMut,
}

impl Frames {
    /// Takes bytes from the front of `chunk`: the next whole ws frame, header included, or `None` when the chunk is used
    /// up. A frame that lies whole in the chunk is passed on without a copy.
    pub fn next(&mut self, chunk: &mut Bytes) -> Result<Option<Bytes>, Refusal> {
        if self.part.is_empty() {
            let length = judge(chunk)?;
            if let Some(length) = length.filter(|&length| length <= chunk.len()) {
                return Ok(Some(split(chunk, length)));
            }
        }
        while !chunk.is_empty() {
            let whole = judge(&self.part)?;
            let wanted = whole.unwrap_or(self.part.len() + 1) - self.part.len();
            let taken = split(chunk, wanted.min(chunk.len()));
            self.part.extend_from_slice(&taken);
            if judge(&self.part)? == Some(self.part.len()) {
                return Ok(Some(std::mem::take(&mut self.part).freeze()));
            }
        }
        Ok(None)
    }

    /// How many bytes of an unfinished frame are kept.
    pub fn kept(&self) -> usize {
        self.part.len()
    }
}

/// Cuts off the front; a chunk that is used up lets go of the buffer that it was a part of, so that the reader of the
/// socket can use it again.
fn split(chunk: &mut Bytes, length: usize) -> Bytes {
    match length == chunk.len() {
        true => std::mem::take(chunk),
        false => chunk.split_to(length),
    }
}

/// Judges as much of a header as is there: the length of the whole ws frame, or `None` while the header is not whole.
fn judge(bytes: &[u8]) -> Result<Option<usize>, Refusal> {
    let Some(&first) = bytes.first() else { return Ok(None) };
    let opcode = judge_first(first)?;
    let Some(&second) = bytes.get(1) else { return Ok(None) };
    if second & MASKED == 0 {
        return Err(Refusal::Unmasked);
    }
    let short = second & !MASKED;
    match (short, bytes.get(2..4)) {
        (LENGTH_64, _) => Err(too_large(opcode, LENGTH_64_MIN)),
        (LENGTH_16, None) => judge_length(opcode, usize::from(short)).map(|_| None),
        (LENGTH_16, Some(long)) => {
            let payload = usize::from(u16::from_be_bytes([long[0], long[1]]));
            // As before these bytes came: a control frame has no such length, whatever it says.
            judge_length(opcode, payload.max(usize::from(short)))?;
            Ok(Some(4 + MASK_BYTES + payload))
        }
        (short, _) => Ok(Some(2 + MASK_BYTES + judge_length(opcode, usize::from(short))?)),
    }
}

fn judge_first(first: u8) -> Result<u8, Refusal> {
    if first & RESERVED != 0 {
        return Err(Refusal::Reserved((first & RESERVED) >> 4));
    }
    match first & 0x0F {
        CONTINUATION => Err(Refusal::Fragmented),
        TEXT => Err(Refusal::Text),
        BINARY | CLOSE..=PONG if first & FIN == 0 => Err(Refusal::Fragmented),
        opcode @ (BINARY | CLOSE..=PONG) => Ok(opcode),
        opcode => Err(Refusal::Opcode(opcode)),
    }
}

fn judge_length(opcode: u8, payload: usize) -> Result<usize, Refusal> {
    let limit = if opcode >= CLOSE { CONTROL_BYTES_MAX } else { MESSAGE_BYTES_MAX };
    if payload > limit { Err(too_large(opcode, payload)) } else { Ok(payload) }
}

fn too_large(opcode: u8, declared: usize) -> Refusal {
    match opcode >= CLOSE {
        true => Refusal::ControlTooLarge { declared, limit: CONTROL_BYTES_MAX },
        false => Refusal::TooLarge { declared, limit: MESSAGE_BYTES_MAX },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn frame(first: u8, payload: usize) -> Vec<u8> {
        let mut bytes = vec![first];
        match payload {
            0..=125 => bytes.push(0x80 | payload as u8),
            126..=0xFFFF => {
                bytes.push(0x80 | LENGTH_16);
                bytes.extend((payload as u16).to_be_bytes());
            }
            _ => {
                bytes.push(0x80 | LENGTH_64);
                bytes.extend((payload as u64).to_be_bytes());
            }
        }
        bytes.extend([1, 2, 3, 4]);
        bytes.extend((0..payload.min(2_000)).map(|i| i as u8));
        bytes
    }

    /// Feeds pieces and gathers what comes out.
    fn cut(pieces: &[&[u8]]) -> Result<Vec<Vec<u8>>, Refusal> {
        let mut frames = Frames::default();
        let mut out = Vec::new();
        for piece in pieces {
            let mut chunk = Bytes::copy_from_slice(piece);
            while let Some(frame) = frames.next(&mut chunk)? {
                out.push(frame.to_vec());
            }
            assert!(chunk.is_empty());
            assert!(frames.kept() <= 4 + MASK_BYTES + MESSAGE_BYTES_MAX);
        }
        Ok(out)
    }

    #[test]
    fn frames_come_out_whole_wherever_the_stream_is_split() {
        for payload in [0, 1, 125, 126, 127, 511, MESSAGE_BYTES_MAX] {
            let one = frame(0x82, payload);
            let ping = frame(0x89, payload.min(125));
            let stream = [one.clone(), ping.clone(), one.clone()].concat();
            for at in 0..=stream.len() {
                let got = cut(&[&stream[..at], &stream[at..]]).unwrap();
                assert_eq!(got, [one.clone(), ping.clone(), one.clone()], "payload {payload} split at {at}");
            }
            let single: Vec<&[u8]> = stream.chunks(1).collect();
            assert_eq!(cut(&single).unwrap().len(), 3);
        }
    }

    #[test]
    fn a_bad_header_is_refused_at_the_byte_that_condemns_it() {
        let cases: &[(&[u8], Refusal)] = &[
            (&[0x82, 0xFF], Refusal::TooLarge { declared: 65_536, limit: 512 }),
            (&[0x82, 0xFE, 0x02, 0x01], Refusal::TooLarge { declared: 513, limit: 512 }),
            (&[0x82, 0x05], Refusal::Unmasked),
            (&[0xC2], Refusal::Reserved(4)),
            (&[0x92], Refusal::Reserved(1)),
            (&[0x02], Refusal::Fragmented),
            (&[0x80], Refusal::Fragmented),
            (&[0x00], Refusal::Fragmented),
            (&[0x09], Refusal::Fragmented),
            (&[0x81], Refusal::Text),
            (&[0x01], Refusal::Text),
            (&[0x83], Refusal::Opcode(3)),
            (&[0x8B], Refusal::Opcode(11)),
            (&[0x89, 0xFE], Refusal::ControlTooLarge { declared: 126, limit: 125 }),
            (&[0x88, 0xFF], Refusal::ControlTooLarge { declared: 65_536, limit: 125 }),
        ];
        for (bytes, refusal) in cases {
            let (last, before) = bytes.split_last().unwrap();
            assert_eq!(cut(&[before]), Ok(vec![]), "{bytes:?} is not yet condemned");
            assert_eq!(cut(&[before, &[*last]]), Err(*refusal), "{bytes:?} byte by byte");
            assert_eq!(cut(&[bytes]), Err(*refusal), "{bytes:?} in one piece");
            let good = frame(0x82, 7);
            assert_eq!(cut(&[&good, bytes]), Err(*refusal), "{bytes:?} after a good one");
        }
    }

    #[test]
    fn a_control_frame_with_a_long_length_is_refused_though_it_says_little() {
        let refusal = Refusal::ControlTooLarge { declared: 126, limit: 125 };
        assert_eq!(cut(&[&[0x88, 0xFE, 0, 0, 0, 0, 0, 0]]), Err(refusal));
    }

    #[test]
    fn a_declared_length_reserves_nothing() {
        let mut frames = Frames::default();
        let mut chunk = Bytes::copy_from_slice(&frame(0x82, 8 << 30));
        assert!(frames.next(&mut chunk).is_err());
        assert_eq!(frames.kept(), 0);
    }

    proptest::proptest! {
        #[test]
        fn no_stream_of_bytes_makes_it_panic_or_keep_more_than_a_frame(
            bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..2_000), size in 1..700usize
        ) {
            let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
            let _ = cut(&pieces);
        }
    }
}
