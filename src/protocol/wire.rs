//! How a field of each Rust type is written and read, with its bounds: the machinery under the table.
//!
//! ```text
//! bytes ─▶ rmp_serde (depth ≤ 16) ─▶ Record::visit, field by field ─▶ Wire::read: a token, checked against its limits
//! ```
//!
//! Reading never allocates by what a header claims: text and byte strings are borrowed from the message, lists are
//! refused by their count before the first element is read. Knows no message.

use std::cell::Cell;
use std::fmt::{self, Display};
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeTuple};

use super::bits::{self, BitReader, BitWriter};
use super::info::{FieldInfo, Kind, UnionInfo};
use super::malformed::{Malformed, plain};
use super::scalar;
use super::table::Run;

/// Arrays within arrays that are followed. The deepest message has three; each level takes stack.
const DEPTH_MAX: usize = 16;

/// A type that a field of the table can have.
pub trait Typed {
    /// What the generator prints for it.
    const KIND: Kind;
}

/// A record or a union of the table, which lists can be of.
pub trait Listed {
    /// What the generator prints for a list of them.
    const LIST: Kind;
}

impl<R: Listed> Typed for Vec<R> {
    const KIND: Kind = R::LIST;
}

impl<R: Listed> Typed for Option<R> {
    const KIND: Kind = match R::LIST {
        Kind::Records(record) => Kind::MaybeRecord(record),
        list => list,
    };
}

/// A type that a field of a MessagePack record can have.
pub trait Wire: Typed + Sized {
    /// Writes the field as the next element of an array.
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error>;

    /// Reads the field and checks it against the limits of its place.
    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error>;
}

/// A record or a union in MessagePack: elements of an array, in order.
pub trait Record: Listed + Serialize + Sized {
    /// Writes the elements.
    fn write_fields<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error>;

    /// Reads the elements.
    fn visit<'de, A: SeqAccess<'de>>(seq: &mut A, slip: Slip<'_>) -> Result<Self, A::Error>;
}

/// Where the decoder leaves its refusal: serde's own errors carry text only.
pub type Slip<'s> = &'s Cell<Option<Malformed>>;

/// The field that is being read.
#[derive(Clone, Copy)]
pub struct Place<'s> {
    /// Name of the record.
    pub record: &'static str,
    /// The field.
    pub field: &'s FieldInfo,
    /// Where a refusal goes.
    pub slip: Slip<'s>,
}

impl Place<'_> {
    /// Notes a refusal, the first one counts, and answers with an error for serde.
    pub(super) fn refuse<E: serde::de::Error>(&self, value: impl Display, limit: impl Display) -> E {
        note(self.slip, Malformed::new(self.record, self.field.name, value, limit));
        E::custom("refused")
    }

    pub(super) fn check<E: serde::de::Error>(&self, value: i64, what: &str) -> Result<(), E> {
        let (min, max) = (self.field.min, self.field.max);
        if (min..=max).contains(&value) {
            return Ok(());
        }
        Err(self.refuse(format_args!("{value}{what}"), format_args!("{min} to {max}{what}")))
    }
}

/// Leaves a refusal; the first one counts, since the others follow from it.
pub(super) fn note(slip: Slip<'_>, malformed: Malformed) {
    slip.set(slip.take().or(Some(malformed)));
}

/// Decodes a whole message: one array, all of its elements, and no byte after it.
pub fn decode<R: Record>(bytes: &[u8]) -> Result<R, Malformed> {
    let slip = Cell::new(None);
    let mut reader = rmp_serde::Deserializer::from_read_ref(bytes);
    reader.set_max_depth(DEPTH_MAX);
    let record = RecordSeed::<R>(&slip, PhantomData).deserialize(&mut reader).map_err(|error| {
        slip.take().unwrap_or_else(|| Malformed::new("message", "bytes", plain(error), "one array"))
    })?;
    // Where nothing is left there is no marker to be read; any other answer has read a byte.
    match serde::Deserialize::deserialize(&mut reader) {
        Err(rmp_serde::decode::Error::InvalidMarkerRead(_)) => Ok(record),
        Ok(IgnoredAny) | Err(_) => Err(Malformed::new("message", "bytes", "longer than its array", "one array")),
    }
}

/// Encodes a whole message.
pub fn encode<R: Record>(record: &R) -> Vec<u8> {
    rmp_serde::to_vec(record).expect("memory takes every byte, and every length is known beforehand")
}

/// Reads the next field of a record.
pub(super) fn next<'de, T: Wire, A: SeqAccess<'de>>(seq: &mut A, place: Place<'_>) -> Result<T, A::Error> {
    let read = seq.next_element_seed(FieldSeed(place, PhantomData));
    match read {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(place.refuse("missing", "present")),
        Err(error) => {
            note(place.slip, Malformed::new(place.record, place.field.name, plain(&error), place.field.kind.name()));
            Err(error)
        }
    }
}

/// Stands where the table has no further field, which its own macro rules out.
pub(super) const NO_FIELD: FieldInfo =
    FieldInfo { name: "number", about: "", unit: "", kind: Kind::Int, min: 0, max: u8::MAX as i64 };

/// Reads the number of a member of a union.
pub(super) fn next_number<'de, A: SeqAccess<'de>>(seq: &mut A, slip: Slip<'_>) -> Result<u8, A::Error> {
    const NUMBER: FieldInfo =
        FieldInfo { name: "number", about: "", unit: "", kind: Kind::Int, min: 0, max: u8::MAX as i64 };
    next(seq, Place { record: "message", field: &NUMBER, slip })
}

/// Refuses the number of a member of a union.
pub(super) fn unknown<E: serde::de::Error>(number: u8, union: &'static UnionInfo, slip: Slip<'_>) -> E {
    let known: Vec<String> = union.members.iter().map(|(number, ..)| number.to_string()).collect();
    note(slip, Malformed::new(union.name, "number", number, known.join(" ")));
    E::custom("refused")
}

struct FieldSeed<'s, T>(Place<'s>, PhantomData<T>);

impl<'de, T: Wire> DeserializeSeed<'de> for FieldSeed<'_, T> {
    type Value = T;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read(from, self.0)
    }
}

struct RecordSeed<'s, R>(Slip<'s>, PhantomData<R>);

impl<'de, R: Record> DeserializeSeed<'de> for RecordSeed<'_, R> {
    type Value = R;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<R, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, R: Record> Visitor<'de> for RecordSeed<'_, R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<R, A::Error> {
        let record = R::visit(&mut seq, self.0)?;
        match seq.size_hint() {
            Some(0) => Ok(record),
            more => {
                let more = more.map_or_else(|| "more".into(), |more| more.to_string());
                note(self.0, Malformed::new("message", "array", format_args!("{more} fields too many"), "its fields"));
                Err(A::Error::custom("refused"))
            }
        }
    }
}

/// Reads a list whose count is within the limits of its place.
pub(super) struct ListSeed<'s, T, F>(pub Place<'s>, pub F, pub PhantomData<T>);

impl<'de, T, F> Visitor<'de> for ListSeed<'_, T, F>
where
    F: ElementOf<'de, T>,
{
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let ListSeed(place, element, _) = self;
        let count = seq.size_hint().unwrap_or(usize::MAX);
        place.check(i64::try_from(count).unwrap_or(i64::MAX), " entries")?;
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(element.next(&mut seq, place)?);
        }
        Ok(list)
    }
}

/// How a list gets its next element.
pub(super) trait ElementOf<'de, T> {
    fn next<A: SeqAccess<'de>>(&self, seq: &mut A, place: Place<'_>) -> Result<T, A::Error>;
}

/// Elements that are records.
struct OfRecords;
/// Elements that are fields.
pub(super) struct OfFields(pub FieldInfo);

impl<'de, R: Record> ElementOf<'de, R> for OfRecords {
    fn next<A: SeqAccess<'de>>(&self, seq: &mut A, place: Place<'_>) -> Result<R, A::Error> {
        let next = seq.next_element_seed(RecordSeed(place.slip, PhantomData))?;
        next.ok_or_else(|| place.refuse("missing", "present"))
    }
}

impl<'de, T: Wire> ElementOf<'de, T> for OfFields {
    fn next<A: SeqAccess<'de>>(&self, seq: &mut A, place: Place<'_>) -> Result<T, A::Error> {
        next(seq, Place { field: &self.0, ..place })
    }
}

impl<R: Record> Wire for Vec<R> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        from.deserialize_any(ListSeed(place, OfRecords, PhantomData))
    }
}

/// Records in bits stand in a message as one byte string.
impl Wire for Vec<Run> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        let mut bits = BitWriter::default();
        bits::put_chain(self, &mut bits);
        Wire::write(&bits.finish(), tuple)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        let mut from = BitReader::new(place.record, scalar::bytes(from, place)?);
        let list = bits::take_chain(place.field, &mut from).and_then(|list| from.finish().map(|()| list));
        list.map_err(|malformed| {
            note(place.slip, malformed);
            D::Error::custom("refused")
        })
    }
}
