//! The parts that a journal is made of, each with checksums of its own.
//!
//! ```text
//! 0      4        8      12       16      20     24
//! │ kind │ number │ tick │ length │ plain │ crc  │ body, deflated: `length` bytes │ crc of the body │
//! ```
//! `plain` is the length of the body once inflated, `tick` the first tick that the chunk is about. The head has a checksum
//! of its own, so that a changed length is told from a file that was cut.

use std::fmt;
use std::io::{self, Read, Write};

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};

use super::checksum::changed_byte;
use super::flaw::{Flaw, What};
use crate::sim::Tick;

/// The first bytes of a journal. As in PNG: no text, and spoilt by whatever turns line ends into others.
pub const MAGIC: [u8; 8] = *b"\x89FRAY\r\n\x1a";
/// What this build writes and reads. Another kind of chunk, or another field, is no other format.
pub const FORMAT: u16 = 1;
/// Bytes before the first chunk.
pub const START: usize = MAGIC.len() + 2;
/// Most bytes of a body once inflated: a hundred times the largest map.
pub const PLAIN_MAX: usize = 16 << 20;

/// Bytes of a chunk's head, its checksum included.
const HEAD: usize = 24;
/// Bytes of a checksum.
const CRC: usize = 4;
/// At its best deflate saves a fifth of the bytes and takes several times as long as the match does: most bits are aims and
/// hashes.
const LEVEL: Compression = Compression::fast();
/// Bytes that deflate may need beside what it saves, for a body that is hardly one.
const ROOM: usize = 128;

/// The name of a kind of chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub [u8; 4]);

impl Kind {
    /// What the match begins with: a [`super::Header`].
    pub const HEAD: Kind = Kind(*b"head");
    /// Who sits where.
    pub const SEAT: Kind = Kind(*b"seat");
    /// The tuning.
    pub const TUNE: Kind = Kind(*b"tune");
    /// Entries and hashes of consecutive ticks.
    pub const TICK: Kind = Kind(*b"tick");
    /// The end.
    pub const DONE: Kind = Kind(*b"done");
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

/// A chunk as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// What it holds.
    pub kind: Kind,
    /// The first tick that it is about.
    pub tick: Tick,
    /// Its body, inflated.
    pub body: Vec<u8>,
    /// Where its body begins in the file.
    pub at: usize,
}

/// Writes what stands before the first chunk.
pub fn write_start(to: &mut impl Write) -> io::Result<()> {
    to.write_all(&MAGIC)?;
    to.write_all(&FORMAT.to_le_bytes())
}

/// Writes chunks. It is kept for all of a file: the state of a compressor takes longer to make than a chunk to write.
pub struct Packer(Compress);

impl Default for Packer {
    fn default() -> Packer {
        Packer(Compress::new(LEVEL, false))
    }
}

impl Packer {
    /// Writes a chunk.
    pub fn write(&mut self, to: &mut impl Write, kind: Kind, number: u32, tick: Tick, body: &[u8]) -> io::Result<()> {
        if body.len() > PLAIN_MAX {
            return Err(io::Error::other(format!(
                "a `{kind}` chunk of {} bytes, the limit is {PLAIN_MAX}",
                body.len()
            )));
        }
        let deflated = self.deflate(body)?;
        let mut head = kind.0.to_vec();
        for field in [number, tick.0, deflated.len() as u32, body.len() as u32] {
            head.extend(field.to_le_bytes());
        }
        for part in [head, deflated] {
            to.write_all(&part)?;
            to.write_all(&crc32fast::hash(&part).to_le_bytes())?;
        }
        Ok(())
    }

    fn deflate(&mut self, body: &[u8]) -> io::Result<Vec<u8>> {
        self.0.reset();
        let mut deflated = Vec::with_capacity(body.len() / 2 + ROOM);
        loop {
            let rest = &body[self.0.total_in() as usize..];
            match self.0.compress_vec(rest, &mut deflated, FlushCompress::Finish)? {
                Status::StreamEnd => return Ok(deflated),
                Status::Ok | Status::BufError => deflated.reserve(body.len() + ROOM),
            }
        }
    }
}

/// The chunks of a file one after the other, until its end or its first flaw.
pub struct Chunks<'b> {
    bytes: &'b [u8],
    at: usize,
    number: u32,
    /// The tick that the next chunk can be about: for [`Flaw::tick`].
    pub tick: Tick,
}

impl<'b> Chunks<'b> {
    /// Checks what stands before the first chunk.
    pub fn of(bytes: &'b [u8]) -> Result<Chunks<'b>, Flaw> {
        let mut chunks = Chunks { bytes, at: 0, number: 0, tick: Tick(0) };
        let differs = MAGIC.iter().zip(bytes).position(|(magic, byte)| magic != byte);
        if let Some(byte) = differs {
            return Err(chunks.flaw(byte, None, What::NoJournal));
        }
        let Some(start) = bytes.get(..START) else {
            return Err(chunks.flaw(bytes.len(), None, What::Cut { missing: START - bytes.len() }));
        };
        let format = u16::from_le_bytes([start[MAGIC.len()], start[MAGIC.len() + 1]]);
        if format != FORMAT {
            return Err(chunks.flaw(MAGIC.len(), None, What::Format(format)));
        }
        chunks.at = START;
        Ok(chunks)
    }

    /// A flaw in the chunk that is read.
    pub fn flaw(&self, byte: usize, kind: Option<Kind>, what: What) -> Flaw {
        Flaw { byte, chunk: self.number, kind, tick: self.tick, what }
    }

    /// Where the next chunk begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// True when no byte is left.
    pub fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// Reads the next chunk. It must be there.
    pub fn read(&mut self) -> Result<Chunk, Flaw> {
        let head = self.checked(self.at, HEAD - CRC, None)?;
        let field = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
        let kind = Kind([head[0], head[1], head[2], head[3]]);
        let (number, tick, length, plain) = (field(4), Tick(field(8)), field(12) as usize, field(16) as usize);
        if number != self.number {
            return Err(self.flaw(self.at, Some(kind), What::Order { found: number }));
        }
        let body_at = self.at + HEAD;
        let deflated = self.checked(body_at, length, Some(kind))?;
        let body = inflate(deflated, plain).map_err(|why| self.flaw(body_at, Some(kind), What::Unreadable(why)))?;
        self.at = body_at + length + CRC;
        Ok(Chunk { kind, tick, body, at: body_at })
    }

    /// Goes on to the next chunk, once what the last one holds has been taken in.
    pub fn advance(&mut self, tick: Tick) {
        self.number += 1;
        self.tick = tick;
    }

    /// So many bytes from here on that fit the checksum behind them.
    fn checked(&self, at: usize, length: usize, kind: Option<Kind>) -> Result<&'b [u8], Flaw> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let whole = length.saturating_add(CRC);
        let Some(part) = rest.get(..whole) else {
            return Err(self.flaw(self.bytes.len(), kind, What::Cut { missing: whole - rest.len() }));
        };
        let (part, crc) = part.split_at(length);
        let stored = u32::from_le_bytes([crc[0], crc[1], crc[2], crc[3]]);
        if crc32fast::hash(part) == stored {
            return Ok(part);
        }
        Err(match changed_byte(part, stored) {
            Some((place, belongs)) => {
                let found = self.bytes[at + place];
                self.flaw(at + place, kind, What::Changed { found, belongs })
            }
            None => self.flaw(at, kind, What::Damaged),
        })
    }
}

/// Inflates a body whose length is known: one that claims more than it may, or does not keep its word, is refused.
fn inflate(deflated: &[u8], plain: usize) -> Result<Vec<u8>, String> {
    if plain > PLAIN_MAX {
        return Err(format!("{plain} bytes, the limit is {PLAIN_MAX}"));
    }
    let mut body = Vec::with_capacity(plain);
    let read = DeflateDecoder::new(deflated).take(plain as u64 + 1).read_to_end(&mut body);
    match read {
        Err(error) => Err(error.to_string()),
        Ok(length) if length != plain => Err(format!("{length} bytes where {plain} are announced")),
        Ok(_) => Ok(body),
    }
}
