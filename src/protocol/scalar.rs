//! Fields that are one scalar, or a list of them: integers, text, byte strings, each or nil.
//!
//! Each is read as a token, whatever stands there, and then checked against the limits of its place; floats, truth
//! values, maps and extensions are no tokens.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};
use serde::ser::{Serialize, SerializeTuple, Serializer};

use super::info::{FieldInfo, Kind};
use super::malformed::{TEXT_BYTES_MAX, cut};
use super::wire::{ListSeed, OfFields, Place, Typed, Wire};

/// A parameter of a goodbye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A number.
    Number(u32),
    /// A text, at most [`TEXT_BYTES_MAX`] bytes.
    Text(String),
}

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Param::Number(number) => to.serialize_u32(*number),
            Param::Text(text) => to.serialize_str(text),
        }
    }
}

impl Typed for Param {
    const KIND: Kind = Kind::Int;
}

impl Wire for Param {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        match from.deserialize_any(Scalar)? {
            Token::Int(value) if u32::try_from(value).is_ok() => Ok(Param::Number(value as u32)),
            Token::Text(text) if text.len() <= TEXT_BYTES_MAX => Ok(Param::Text(text.into())),
            other => Err(place.refuse(other, "a u32 or 40 bytes of text")),
        }
    }
}

impl Typed for Vec<Param> {
    const KIND: Kind = Kind::Params;
}

impl Wire for Vec<Param> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        from.deserialize_any(ListSeed(place, OfFields(*place.field), PhantomData))
    }
}

impl Typed for Vec<i32> {
    const KIND: Kind = Kind::Ints;
}

impl Wire for Vec<i32> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        let element = FieldInfo { kind: Kind::Int, min: i32::MIN.into(), max: i32::MAX.into(), ..*place.field };
        from.deserialize_any(ListSeed(place, OfFields(element), PhantomData))
    }
}

/// Implements [`Wire`] for an integer, and for that integer or nil.
macro_rules! integers {
    ($($int:ty)*) => {$(
        impl Typed for $int {
            const KIND: Kind = Kind::Int;
        }

        impl Wire for $int {
            fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
                tuple.serialize_element(self)
            }

            fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
                integer(from.deserialize_any(Scalar)?, place).map(|value| value as $int)
            }
        }
    )*};
}

integers! { u8 u16 u32 i16 i32 }

/// The limits of a place lie within its type, as a test of the table holds, so that the caller's cast cannot wrap.
fn integer<E: serde::de::Error>(token: Token<'_>, place: Place<'_>) -> Result<i64, E> {
    let Token::Int(value) = token else { return Err(place.refuse(token, "an integer")) };
    place.check(value, "").map(|()| value)
}

fn text<E: serde::de::Error>(token: Token<'_>, place: Place<'_>) -> Result<String, E> {
    let Token::Text(text) = token else { return Err(place.refuse(token, "text")) };
    place.check(text.len() as i64, " bytes").map(|()| text.into())
}

impl Typed for Option<u8> {
    const KIND: Kind = Kind::MaybeInt;
}

impl Wire for Option<u8> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        match from.deserialize_any(Scalar)? {
            Token::Nil => Ok(None),
            token => integer(token, place).map(|value| Some(value as u8)),
        }
    }
}

impl Typed for String {
    const KIND: Kind = Kind::Text;
}

impl Wire for String {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        text(from.deserialize_any(Scalar)?, place)
    }
}

impl Typed for Option<String> {
    const KIND: Kind = Kind::MaybeText;
}

impl Wire for Option<String> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(self)
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        match from.deserialize_any(Scalar)? {
            Token::Nil => Ok(None),
            token => text(token, place).map(Some),
        }
    }
}

/// Written as a byte string, where serde would write a list.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.0)
    }
}

/// The bytes of a byte string.
pub(super) fn bytes<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<&'de [u8], D::Error> {
    match from.deserialize_any(Scalar)? {
        Token::Bytes(bytes) => Ok(bytes),
        token => Err(place.refuse(token, "bytes")),
    }
}

impl Typed for Vec<u8> {
    const KIND: Kind = Kind::Bytes;
}

impl Wire for Vec<u8> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(&Bytes(self))
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        let bytes = bytes(from, place)?;
        place.check(bytes.len() as i64, " bytes").map(|()| bytes.into())
    }
}

impl<const N: usize> Typed for Option<[u8; N]> {
    const KIND: Kind = Kind::MaybeBytes;
}

impl<const N: usize> Wire for Option<[u8; N]> {
    fn write<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
        tuple.serialize_element(&self.as_ref().map(|bytes| Bytes(bytes)))
    }

    fn read<'de, D: Deserializer<'de>>(from: D, place: Place<'_>) -> Result<Self, D::Error> {
        match from.deserialize_any(Scalar)? {
            Token::Nil => Ok(None),
            Token::Bytes(bytes) => {
                bytes.try_into().map(Some).map_err(|_| place.refuse(Token::Bytes(bytes), format_args!("{N} bytes")))
            }
            other => Err(place.refuse(other, format_args!("nil or {N} bytes"))),
        }
    }
}

/// One scalar of a message, as it stands there.
enum Token<'de> {
    Nil,
    Int(i64),
    Text(&'de str),
    Bytes(&'de [u8]),
}

impl Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Nil => f.write_str("nil"),
            Token::Int(value) => write!(f, "{value}"),
            Token::Text(text) => write!(f, "{:?}", cut(text.chars().take(32).collect())),
            Token::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
        }
    }
}

/// Accepts scalars and refuses everything else: floats, truth values, maps, arrays, extensions.
struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Token<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, text, bytes or nil")
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Token<'de>, E> {
        Ok(Token::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Token<'de>, E> {
        // No limit of the table is near 2^63, so that what does not fit is out of range just as well.
        Ok(Token::Int(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Token<'de>, E> {
        Ok(Token::Nil)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Token<'de>, E> {
        Ok(Token::Text(text))
    }

    fn visit_borrowed_bytes<E: serde::de::Error>(self, bytes: &'de [u8]) -> Result<Token<'de>, E> {
        Ok(Token::Bytes(bytes))
    }
}
