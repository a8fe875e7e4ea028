//! What the table knows about itself: the metadata from which the client's codec and the standard are generated.

/// How a record lies on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// An array of its fields in order.
    Array,
    /// Bits within a byte string: see [`super::bits`].
    Bits,
}

/// What a field holds. `min` and `max` of the field bound the integer, the bytes of the text, or the count of the list.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// An integer.
    Int,
    /// An integer or nil.
    MaybeInt,
    /// A text in UTF-8.
    Text,
    /// A text or nil.
    MaybeText,
    /// A byte string.
    Bytes,
    /// A byte string or nil.
    MaybeBytes,
    /// A list of 32-bit integers.
    Ints,
    /// A list of texts and unsigned integers.
    Params,
    /// A list of records.
    Records(&'static RecordInfo),
    /// A list of members of a union.
    Members(&'static UnionInfo),
    /// A record in bits, or nil.
    MaybeRecord(&'static RecordInfo),
}

impl Kind {
    /// What it is called in a refusal.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Int => "an integer",
            Kind::MaybeInt => "an integer or nil",
            Kind::Text => "text",
            Kind::MaybeText => "text or nil",
            Kind::Bytes => "bytes",
            Kind::MaybeBytes => "bytes or nil",
            Kind::MaybeRecord(_) => "a record or nil",
            Kind::Ints => "an array of integers",
            Kind::Params => "an array of integers and texts",
            Kind::Records(record) if matches!(record.layout, Layout::Bits) => "bytes",
            Kind::Records(_) | Kind::Members(_) => "an array",
        }
    }
}

/// One field of the table.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Its name in Rust.
    pub name: &'static str,
    /// One sentence on what it means.
    pub about: &'static str,
    /// What it counts; empty when it is a name or a sum of flags.
    pub unit: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Least value, bytes or count.
    pub min: i64,
    /// Greatest value, bytes or count.
    pub max: i64,
}

/// One record of the table.
#[derive(Clone, Copy, Debug)]
pub struct RecordInfo {
    /// Its name in Rust.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// How it lies on the wire.
    pub layout: Layout,
    /// Its fields in order.
    pub fields: &'static [FieldInfo],
}

/// A sum of records: an array whose first element is the number of the member, before the member's fields.
#[derive(Clone, Copy, Debug)]
pub struct UnionInfo {
    /// Its name in Rust.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Number, name of the member, and its record.
    pub members: &'static [(u8, &'static str, &'static RecordInfo)],
}
