//! Hash and difference of a world: one walk over its fields, by way of serde, with two listeners.
//!
//! Because the walk is `Serialize` itself, a field that is added to the world is hashed and named from its first day.

use std::fmt::{Display, Write as _};

use serde::ser::{self, Serialize};

use super::world::World;

/// The 64-bit hash of a world: all its fields, in order.
pub fn hash(world: &World) -> u64 {
    let mut listener = Hash(0);
    walk(world, &mut listener);
    listener.0
}

/// The fields in which two worlds differ, each as `path: left, right`, for example `players.2.body.place.x: 5, 6`.
pub fn difference(left: &World, right: &World) -> Vec<String> {
    let (left, right) = (list(left), list(right));
    let longest = left.len().max(right.len());
    let nothing = (String::new(), String::from("(absent)"));
    (0..longest)
        .map(|i| (left.get(i).unwrap_or(&nothing), right.get(i).unwrap_or(&nothing)))
        .filter(|(l, r)| l != r)
        .map(|(l, r)| if l.0 == r.0 { format!("{}: {}, {}", l.0, l.1, r.1) } else { format!("{l:?}, {r:?}") })
        .collect()
}

fn list(world: &World) -> Vec<(String, String)> {
    let mut listener = List::default();
    walk(world, &mut listener);
    listener.fields
}

fn walk(world: &World, listener: &mut impl Listener) {
    world.serialize(&mut Walker { listener }).expect("no field of the world refuses to be serialised");
}

/// What is told of each field.
trait Listener {
    fn enter(&mut self, _name: impl Display) {}
    fn leave(&mut self) {}
    fn value(&mut self, value: u64);
}

/// A value at a time, because a journal takes a hash each tick: a product carries each bit upwards, and the rotation brings
/// the uppermost back down, so that no two changes cancel out.
struct Hash(u64);

impl Listener for Hash {
    fn value(&mut self, value: u64) {
        // An odd number with its bits well spread: 2⁶⁴ by the golden ratio.
        self.0 = (self.0.rotate_left(25) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[derive(Default)]
struct List {
    path: String,
    marks: Vec<usize>,
    fields: Vec<(String, String)>,
}

impl Listener for List {
    fn enter(&mut self, name: impl Display) {
        self.marks.push(self.path.len());
        let dot = if self.path.is_empty() { "" } else { "." };
        let _ = write!(self.path, "{dot}{name}");
    }

    fn leave(&mut self) {
        self.path.truncate(self.marks.pop().unwrap_or(0));
    }

    fn value(&mut self, value: u64) {
        self.fields.push((self.path.clone(), (value as i64).to_string()));
    }
}

struct Walker<'a, L> {
    listener: &'a mut L,
}

/// A compound value under way; elements without a name are numbered.
struct Compound<'a, L> {
    listener: &'a mut L,
    count: usize,
}

/// The world holds integers, booleans, options, enums, sequences and structs; anything else is refused here.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unsupported(String);

impl ser::Error for Unsupported {
    fn custom<T: Display>(message: T) -> Self {
        Unsupported(message.to_string())
    }
}

impl<L: Listener> Compound<'_, L> {
    fn field<T: Serialize + ?Sized>(&mut self, name: impl Display, value: &T) -> Result<(), Unsupported> {
        self.listener.enter(name);
        value.serialize(&mut Walker { listener: self.listener })?;
        self.listener.leave();
        Ok(())
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.count += 1;
        self.field(self.count - 1, value)
    }

    /// The length stands behind the elements, so that two lists in a row cannot trade places unseen.
    fn close(self) -> Result<(), Unsupported> {
        self.listener.value(self.count as u64);
        Ok(())
    }
}

macro_rules! values {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<(), Unsupported> {
            self.listener.value(value as u64);
            Ok(())
        })*
    };
}

macro_rules! refused {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, _: $type) -> Result<(), Unsupported> {
            Err(Unsupported(format!("{} has no place in a world", stringify!($type))))
        })*
    };
}

impl<'a, 'b, L: Listener> ser::Serializer for &'b mut Walker<'a, L> {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Compound<'b, L>;
    type SerializeTuple = Compound<'b, L>;
    type SerializeTupleStruct = Compound<'b, L>;
    type SerializeTupleVariant = Compound<'b, L>;
    type SerializeMap = ser::Impossible<(), Unsupported>;
    type SerializeStruct = Compound<'b, L>;
    type SerializeStructVariant = Compound<'b, L>;

    values!(serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);
    values!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_char char);
    refused!(serialize_f32 f32, serialize_f64 f64, serialize_str &str, serialize_bytes &[u8]);

    fn serialize_none(self) -> Result<(), Unsupported> {
        self.listener.value(0);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsupported> {
        self.listener.value(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unsupported> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unsupported> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), Unsupported> {
        self.listener.value(u64::from(index));
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unsupported> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        self.listener.value(u64::from(index));
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'b, L>, Unsupported> {
        Ok(Compound { listener: self.listener, count: 0 })
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'b, L>, Unsupported> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'b, L>, Unsupported> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Compound<'b, L>, Unsupported> {
        self.listener.value(u64::from(index));
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unsupported> {
        Err(Unsupported(String::from("a map has no place in a world: its order may differ")))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'b, L>, Unsupported> {
        self.serialize_seq(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Compound<'b, L>, Unsupported> {
        self.listener.value(u64::from(index));
        self.serialize_seq(None)
    }
}

macro_rules! compound {
    (sequences: $($sequence:ident $element:ident),*; structs: $($structure:ident),*) => {
        $(impl<L: Listener> ser::$sequence for Compound<'_, L> {
            type Ok = ();
            type Error = Unsupported;
            fn $element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
                self.element(value)
            }
            fn end(self) -> Result<(), Unsupported> {
                self.close()
            }
        })*
        $(impl<L: Listener> ser::$structure for Compound<'_, L> {
            type Ok = ();
            type Error = Unsupported;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unsupported> {
                self.field(name, value)
            }
            fn end(self) -> Result<(), Unsupported> {
                Ok(())
            }
        })*
    };
}

compound! {
    sequences: SerializeSeq serialize_element, SerializeTuple serialize_element,
               SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field;
    structs: SerializeStruct, SerializeStructVariant
}
