//! Packed records: integers of a fixed number of bytes in one byte string, the highest byte first.

use super::info::{RecordInfo, width};
use super::malformed::Malformed;

/// Appends the lowest `width` bytes of an integer.
pub fn put(bytes: &mut Vec<u8>, value: i64, width: usize) {
    bytes.extend_from_slice(&value.to_be_bytes()[8 - width..]);
}

/// Takes the fields of a packed record off its bytes, in order, each checked.
pub struct Reader<'a> {
    record: &'static RecordInfo,
    field: usize,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Refuses any length but that of the record.
    pub fn new(record: &'static RecordInfo, bytes: &'a [u8]) -> Result<Reader<'a>, Malformed> {
        if bytes.len() != record.packed_bytes() {
            let (value, limit) = (format!("{} bytes", bytes.len()), format!("{} bytes", record.packed_bytes()));
            return Err(Malformed::new(record.name, "bytes", value, limit));
        }
        Ok(Reader { record, field: 0, rest: bytes })
    }

    /// The next field.
    pub fn next(&mut self) -> Result<i64, Malformed> {
        let field = &self.record.fields[self.field];
        let (head, tail) = self.rest.split_at(width(field.min, field.max));
        let negative = field.min < 0 && head[0] & 0x80 != 0;
        let value = head.iter().fold(if negative { -1 } else { 0 }, |sum, byte| sum << 8 | i64::from(*byte));
        (self.field, self.rest) = (self.field + 1, tail);
        if (field.min..=field.max).contains(&value) {
            return Ok(value);
        }
        Err(Malformed::new(self.record.name, field.name, value, format!("{} to {}", field.min, field.max)))
    }
}
