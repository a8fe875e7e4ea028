//! Bits: what the body of a snapshot is written in, the highest bit first.
//!
//! ```text
//! integer   value − min in as many bits as max − min takes
//! count     Exp-Golomb: n + 1 in binary, after as many zero bits as follow its leading one     0 → 1, 1 → 010, 2 → 011
//! or nil    one bit, then the integer if it is 1
//! list      its length, a count, then each; one that is never empty is a chain: each, and one bit, 1 if another follows
//! ```
//!
//! Counts are the lengths of lists and integers of the unit `ticks`: nearly always small. Knows the limits of the table
//! and no message.

use super::info::{FieldInfo, RecordInfo};
use super::malformed::Malformed;

/// Whatever bits are appended to.
pub trait Sink {
    /// Appends the lowest `bits` of `value`; at most 56.
    fn put(&mut self, value: u64, bits: u32);

    /// Appends a count.
    fn count(&mut self, value: u32) {
        let value = u64::from(value) + 1;
        let bits = value.ilog2();
        self.put(0, bits);
        self.put(value, bits + 1);
    }
}

/// A few bits that are appended more than once: the encoded piece of an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    value: u128,
    length: u8,
}

impl Bits {
    /// Appends them to `to`.
    pub fn append_to(self, to: &mut impl Sink) {
        let (mut left, chunk) = (u32::from(self.length), 48);
        while left > 0 {
            let bits = left.min(chunk);
            left -= bits;
            to.put((self.value >> left) as u64, bits);
        }
    }
}

impl Sink for Bits {
    fn put(&mut self, value: u64, bits: u32) {
        debug_assert!(u32::from(self.length) + bits <= u128::BITS, "the largest piece has 88 bits");
        self.value = self.value << bits | u128::from(value & mask(bits));
        self.length += bits as u8;
    }
}

/// Bytes in the making.
#[derive(Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    waiting: u32,
}

impl BitWriter {
    /// The bytes, the last one filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        if self.waiting > 0 {
            self.put(0, 8 - self.waiting);
        }
        self.bytes
    }

    /// A writer with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> BitWriter {
        BitWriter { bytes: Vec::with_capacity(bytes), ..BitWriter::default() }
    }
}

impl Sink for BitWriter {
    fn put(&mut self, value: u64, bits: u32) {
        self.pending = self.pending << bits | value & mask(bits);
        self.waiting += bits;
        while self.waiting >= 8 {
            self.waiting -= 8;
            self.bytes.push((self.pending >> self.waiting) as u8);
        }
    }
}

fn mask(bits: u32) -> u64 {
    (1 << bits) - 1
}

/// Takes bits off bytes.
#[derive(Debug)]
pub struct BitReader<'a> {
    of: &'static str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    /// From the first bit on; a refusal names the message that the bytes are of.
    pub fn new(of: &'static str, bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { of, bytes, at: 0 }
    }

    /// The next `bits`, at most 56.
    pub fn take(&mut self, bits: u32) -> Result<u64, Malformed> {
        let end = self.at + bits as usize;
        if end > self.bytes.len() * 8 {
            return Err(Malformed::new(self.of, "bits", "too short", format!("{end} bits and more")));
        }
        let whole = &self.bytes[self.at / 8..end.div_ceil(8)];
        let value = whole.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        self.at = end;
        Ok(value >> ((8 - end % 8) % 8) & mask(bits))
    }

    /// The next bit.
    pub fn flag(&mut self) -> Result<bool, Malformed> {
        Ok(self.take(1)? == 1)
    }

    /// The next count, which is not above `max`.
    pub fn count(&mut self, name: &'static str, max: u32) -> Result<u32, Malformed> {
        let mut bits = 0;
        while !self.flag()? {
            bits += 1;
            if bits > 32 {
                return Err(Malformed::new(self.of, name, "a count of more than 32 bits", format!("0 to {max}")));
            }
        }
        let value = (1 << bits | self.take(bits)?) - 1;
        match u32::try_from(value) {
            Ok(value) if value <= max => Ok(value),
            _ => Err(Malformed::new(self.of, name, value, format!("0 to {max}"))),
        }
    }

    /// Nothing is left but the zeros that fill up the last byte.
    pub fn finish(&mut self) -> Result<(), Malformed> {
        let left = self.bytes.len() * 8 - self.at;
        match left < 8 && self.take(left as u32)? == 0 {
            true => Ok(()),
            false => Err(Malformed::new(self.of, "bits", format!("{left} bits more"), "its own")),
        }
    }
}

/// A record or a union that is written in bits.
pub trait Bitwise: Sized {
    /// Appends it.
    fn write(&self, to: &mut impl Sink);

    /// Takes it, each field checked.
    fn read(from: &mut BitReader<'_>) -> Result<Self, Malformed>;
}

/// A type that a field of such a record can have.
pub trait BitField: Sized {
    /// Appends the field.
    fn put(&self, field: &FieldInfo, to: &mut impl Sink);

    /// Takes it and checks it against its limits.
    fn take(record: &'static RecordInfo, field: &FieldInfo, from: &mut BitReader<'_>) -> Result<Self, Malformed>;
}

/// Bits of the number of a member of a union.
pub const NUMBER_BITS: u32 = 5;

/// Bits that an integer between these limits takes.
pub const fn bit_width(min: i64, max: i64) -> u32 {
    i64::BITS - (max - min).leading_zeros()
}

/// The unit whose integers are counts.
pub const COUNTED: &str = "ticks";

/// Appends an integer by the limits of its field, which hold it.
pub fn put_int(value: i64, field: &FieldInfo, to: &mut impl Sink) {
    debug_assert!((field.min..=field.max).contains(&value), "{} is {value}", field.name);
    let above = value.clamp(field.min, field.max) - field.min;
    match field.unit == COUNTED {
        true => to.count(above as u32),
        false => to.put(above as u64, bit_width(field.min, field.max)),
    }
}

/// Takes an integer by the limits of its field.
pub fn take_int(record: &'static RecordInfo, field: &FieldInfo, from: &mut BitReader<'_>) -> Result<i64, Malformed> {
    let above = match field.unit == COUNTED {
        true => i64::from(from.count(field.name, (field.max - field.min) as u32)?),
        false => from.take(bit_width(field.min, field.max))? as i64,
    };
    within(record, field, field.min + above)
}

/// The value, if its field may hold it.
pub fn within(record: &'static RecordInfo, field: &FieldInfo, value: i64) -> Result<i64, Malformed> {
    if (field.min..=field.max).contains(&value) {
        return Ok(value);
    }
    Err(Malformed::new(record.name, field.name, value, format!("{} to {}", field.min, field.max)))
}

/// Appends a chain.
pub fn put_chain<R: Bitwise>(chain: &[R], to: &mut impl Sink) {
    for (at, each) in chain.iter().enumerate() {
        each.write(to);
        to.put((at + 1 < chain.len()).into(), 1);
    }
}

/// Takes a chain, whose length is within the limits of its field.
pub fn take_chain<R: Bitwise>(field: &FieldInfo, from: &mut BitReader<'_>) -> Result<Vec<R>, Malformed> {
    let mut chain = vec![R::read(from)?];
    while from.flag()? {
        if chain.len() as i64 >= field.max {
            let limit = format!("{} to {} entries", field.min, field.max);
            return Err(Malformed::new(from.of, field.name, format!("more than {} entries", field.max), limit));
        }
        chain.push(R::read(from)?);
    }
    if (chain.len() as i64) < field.min {
        let limit = format!("{} to {} entries", field.min, field.max);
        return Err(Malformed::new(from.of, field.name, format!("{} entries", chain.len()), limit));
    }
    Ok(chain)
}

/// Implements [`BitField`] for an integer. The limits of a place lie within its type, as a test of the table holds.
macro_rules! integers {
    ($($int:ty)*) => {$(
        impl BitField for $int {
            fn put(&self, field: &FieldInfo, to: &mut impl Sink) {
                put_int(i64::from(*self), field, to);
            }

            fn take(record: &'static RecordInfo, field: &FieldInfo, from: &mut BitReader<'_>) -> Result<Self, Malformed> {
                take_int(record, field, from).map(|value| value as $int)
            }
        }
    )*};
}

integers! { u8 u16 u32 i16 i32 }

impl BitField for Option<u8> {
    fn put(&self, field: &FieldInfo, to: &mut impl Sink) {
        to.put(self.is_some().into(), 1);
        self.iter().for_each(|value| value.put(field, to));
    }

    fn take(record: &'static RecordInfo, field: &FieldInfo, from: &mut BitReader<'_>) -> Result<Self, Malformed> {
        if from.flag()? { u8::take(record, field, from).map(Some) } else { Ok(None) }
    }
}

impl<R: Bitwise> BitField for Vec<R> {
    fn put(&self, field: &FieldInfo, to: &mut impl Sink) {
        debug_assert!((field.min..=field.max).contains(&(self.len() as i64)), "{} has {}", field.name, self.len());
        put_chain(self, to);
    }

    fn take(_: &'static RecordInfo, field: &FieldInfo, from: &mut BitReader<'_>) -> Result<Self, Malformed> {
        take_chain(field, from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_back_and_small_ones_are_short() {
        let counts = [0, 1, 2, 3, 63, 64, 1023, 65_535, u32::MAX];
        let mut writer = BitWriter::default();
        counts.iter().for_each(|count| writer.count(*count));
        let bytes = writer.finish();
        let mut reader = BitReader::new("test", &bytes);
        let read: Vec<u32> = counts.iter().map(|_| reader.count("count", u32::MAX).unwrap()).collect();
        assert_eq!(read, counts);
        reader.finish().unwrap();
        let mut one = BitWriter::default();
        [0, 1, 2].iter().for_each(|count| one.count(*count));
        assert_eq!(one.finish(), [0b1010_0110]);
    }

    #[test]
    fn bits_come_back_from_any_place_and_none_beyond_the_end() {
        for shift in 0..9 {
            let mut writer = BitWriter::default();
            let mut piece = Bits::default();
            writer.put(1, shift);
            [(0x00ab_cdef_0123_4567, 56), (1, 1), (0x1f, 5)].iter().for_each(|(value, bits)| piece.put(*value, *bits));
            piece.append_to(&mut writer);
            let bytes = writer.finish();
            let mut reader = BitReader::new("test", &bytes);
            reader.take(shift).unwrap();
            assert_eq!(reader.take(56).unwrap(), 0x00ab_cdef_0123_4567);
            assert_eq!((reader.flag().unwrap(), reader.take(5).unwrap()), (true, 0x1f));
            assert!(reader.take(9).is_err());
            reader.finish().unwrap();
        }
    }

    #[test]
    fn what_is_left_over_is_refused() {
        assert!(BitReader::new("test", &[0, 0]).finish().is_err());
        assert!(BitReader::new("test", &[1]).finish().is_err());
        assert!(BitReader::new("test", &[0; 9]).count("count", 9).is_err());
    }
}
