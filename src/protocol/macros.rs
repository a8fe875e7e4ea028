//! The macros that write a record, a packed record and a union from their entry in [`super::table`].
//!
//! Each entry says once: name, fields in order, type, `[min max]`, unit, and what it means. From that come the struct,
//! its serialisation as a flat tuple, the sequential decoder with its bounds, and the metadata for the generator.

/// The struct of an entry, its metadata and its elements: what records and packed records share.
macro_rules! fields {
    ($layout:ident $(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty [$min:literal $max:literal] $unit:literal;)+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[doc = $meaning])+ pub $field: $type,)+ }

        impl $name {
            /// Its entry in the table.
            pub const INFO: &'static RecordInfo = &RecordInfo {
                name: stringify!($name),
                about: concat!($($about),+),
                layout: Layout::$layout,
                fields: &[$(FieldInfo {
                    name: stringify!($field),
                    about: concat!($($meaning),+),
                    unit: $unit,
                    kind: <$type as Wire>::KIND,
                    min: $min,
                    max: $max,
                }),+],
            };
        }
    };
}

/// A record that is written as elements of an array: `Array` in its own, `Flat` in that of the list it stands in.
macro_rules! record {
    ($layout:ident $(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty [$min:literal $max:literal] $unit:literal;)+
    }) => {
        fields! { $layout $(#[doc = $about])+ $name {
            $($(#[doc = $meaning])+ $field: $type [$min $max] $unit;)+
        } }

        impl Record for $name {
            const LIST: Kind = Kind::Records($name::INFO);
            const FLAT: usize = match Layout::$layout { Layout::Flat => $name::INFO.fields.len(), _ => 0 };

            fn write_fields<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
                $(Wire::write(&self.$field, tuple)?;)+
                Ok(())
            }

            fn visit<'de, A: SeqAccess<'de>>(seq: &mut A, slip: Slip<'_>) -> Result<Self, A::Error> {
                let mut places = $name::INFO.fields.iter();
                let mut place = || Place { record: $name::INFO.name, field: places.next().unwrap_or(&NO_FIELD), slip };
                Ok($name { $($field: wire::next(seq, place())?),+ })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut tuple = to.serialize_tuple($name::INFO.fields.len())?;
                self.write_fields(&mut tuple)?;
                tuple.end()
            }
        }
    };
}

/// A record of integers that is written as one byte string of a fixed length.
macro_rules! packed {
    ($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty [$min:literal $max:literal] $unit:literal;)+
    }) => {
        fields! { Packed $(#[doc = $about])+ $name {
            $($(#[doc = $meaning])+ $field: $type [$min $max] $unit;)+
        } }

        impl Packed for $name {
            const INFO: &'static RecordInfo = $name::INFO;

            fn pack(&self) -> Vec<u8> {
                let mut bytes = Vec::with_capacity(const { $name::INFO.packed_bytes() });
                $(packing::put(&mut bytes, i64::from(self.$field), const { width($min, $max) });)+
                bytes
            }

            fn unpack(bytes: &[u8]) -> Result<Self, Malformed> {
                let mut reader = packing::Reader::new($name::INFO, bytes)?;
                Ok($name { $($field: reader.next()? as $type),+ })
            }
        }
    };
}

/// A sum of records, told apart by their numbers.
macro_rules! union {
    ($(#[doc = $about:literal])+ $name:ident { $($number:literal $member:ident($record:ident),)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = concat!("Number ", $number, ".")] $member($record),)+ }

        impl $name {
            /// Its entry in the table.
            pub const INFO: &'static UnionInfo = &UnionInfo {
                name: stringify!($name),
                about: concat!($($about),+),
                members: &[$(($number, stringify!($member), $record::INFO)),+],
            };
        }

        impl Record for $name {
            const LIST: Kind = Kind::Members($name::INFO);
            const FLAT: usize = 0;

            fn write_fields<T: SerializeTuple>(&self, tuple: &mut T) -> Result<(), T::Error> {
                match self {
                    $($name::$member(record) => {
                        tuple.serialize_element::<u8>(&$number)?;
                        record.write_fields(tuple)
                    })+
                }
            }

            fn visit<'de, A: SeqAccess<'de>>(seq: &mut A, slip: Slip<'_>) -> Result<Self, A::Error> {
                match wire::next_number(seq, slip)? {
                    $($number => $record::visit(seq, slip).map($name::$member),)+
                    other => Err(wire::unknown(other, $name::INFO, slip)),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let fields = match self { $($name::$member(_) => $record::INFO.fields.len(),)+ };
                let mut tuple = to.serialize_tuple(1 + fields)?;
                self.write_fields(&mut tuple)?;
                tuple.end()
            }
        }

        $(impl From<$record> for $name {
            fn from(record: $record) -> $name {
                $name::$member(record)
            }
        })+
    };
}

pub(super) use {fields, packed, record, union};
