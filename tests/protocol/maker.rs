//! Makes valid messages from the table's metadata, with `rmp` alone: what the codec reads is not what it wrote itself.

use fray::protocol::bits::{BitWriter, Sink, put_int};
use fray::protocol::info::{FieldInfo, Kind, Layout, RecordInfo, UnionInfo};
use fray::sim::chance::mix;
use rmp::encode::{write_array_len, write_bin, write_nil, write_sint, write_str};

/// Longest list that is made, so that a case stays small; the limits of lists have cases of their own.
const LIST_MAX: i64 = 5;

/// Makes messages by chance; values are often at their limits.
pub struct Maker {
    seed: u32,
    drawn: u32,
}

impl Maker {
    pub fn new(seed: u64) -> Maker {
        Maker { seed: mix(seed as u32, (seed >> 32) as u32, 0), drawn: 0 }
    }

    fn bits(&mut self) -> u32 {
        self.drawn += 1;
        mix(self.seed, 1, self.drawn)
    }

    fn int(&mut self, min: i64, max: i64) -> i64 {
        match self.bits() % 4 {
            0 => min,
            1 => max,
            _ => min + i64::from(self.bits()) % (max - min + 1),
        }
    }

    /// The elements of the `member`-th member of a union, each as its bytes, number first.
    pub fn elements(&mut self, union: &UnionInfo, member: usize) -> Vec<Vec<u8>> {
        let (number, _, record) = union.members[member];
        let mut elements = vec![vec![number]];
        elements.extend(record.fields.iter().map(|field| self.field(field)));
        elements
    }

    fn record(&mut self, record: &RecordInfo) -> Vec<Vec<u8>> {
        record.fields.iter().map(|field| self.field(field)).collect()
    }

    fn field(&mut self, field: &FieldInfo) -> Vec<u8> {
        let mut out = Vec::new();
        let maybe = matches!(field.kind, Kind::MaybeInt | Kind::MaybeText | Kind::MaybeBytes);
        if maybe && self.bits().is_multiple_of(3) {
            write_nil(&mut out).unwrap();
            return out;
        }
        match field.kind {
            Kind::Int | Kind::MaybeInt => sint(&mut out, self.int(field.min, field.max)),
            Kind::Text | Kind::MaybeText => {
                let bytes = self.int(field.min, field.max) as usize;
                write_str(&mut out, &"x".repeat(bytes)).unwrap();
            }
            Kind::MaybeBytes => {
                let bytes: Vec<u8> = (0..field.max).map(|_| self.bits() as u8).collect();
                write_bin(&mut out, &bytes).unwrap();
            }
            Kind::Bytes => {
                let bytes: Vec<u8> = (0..self.int(field.min, field.max)).map(|_| self.bits() as u8).collect();
                write_bin(&mut out, &bytes).unwrap();
            }
            Kind::MaybeRecord(record) => panic!("{} stands in bits alone", record.name),
            Kind::Records(record) if record.layout == Layout::Bits => {
                write_bin(&mut out, &self.bits_of(field, record)).unwrap()
            }
            Kind::Ints | Kind::Params | Kind::Records(_) | Kind::Members(_) => out = self.list(field),
        }
        out
    }

    /// A list of records of integers in bits.
    fn bits_of(&mut self, field: &FieldInfo, record: &RecordInfo) -> Vec<u8> {
        let count = self.int(field.min, field.max.min(LIST_MAX));
        let mut bits = BitWriter::default();
        for at in 1..=count {
            record.fields.iter().for_each(|field| put_int(self.int(field.min, field.max), field, &mut bits));
            bits.put((at < count).into(), 1);
        }
        bits.finish()
    }

    fn list(&mut self, field: &FieldInfo) -> Vec<u8> {
        let count = self.int(field.min, field.max.min(LIST_MAX));
        let mut elements = Vec::new();
        for _ in 0..count {
            match field.kind {
                Kind::Records(record) => elements.push(array(&self.record(record))),
                Kind::Members(union) => {
                    let member = self.bits() as usize % union.members.len();
                    elements.push(array(&self.elements(union, member)));
                }
                Kind::Params if self.bits().is_multiple_of(2) => elements.push(text("a name")),
                Kind::Params => elements.push(int(self.int(0, u32::MAX.into()))),
                _ => elements.push(int(self.int(i32::MIN.into(), i32::MAX.into()))),
            }
        }
        array(&elements)
    }
}

fn sint(out: &mut Vec<u8>, value: i64) {
    write_sint(out, value).unwrap();
}

/// An integer, as few bytes as it takes.
pub fn int(value: i64) -> Vec<u8> {
    let mut out = Vec::new();
    sint(&mut out, value);
    out
}

/// A text.
pub fn text(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write_str(&mut out, text).unwrap();
    out
}

/// An array of elements that are bytes already.
pub fn array(elements: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    write_array_len(&mut out, elements.len() as u32).unwrap();
    out.extend(elements.concat());
    out
}
