//! The macros that write records and unions, in MessagePack and in bits, from their entry in [`super::table`].
//!
//! Each entry says once: name, fields in order, type, `[min max]`, unit, and what it means. From that come the struct,
//! both directions of its codec with their bounds, and the metadata for the generator.

/// The struct of an entry, its metadata and its elements: what all records share.
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
                    kind: <$type as Typed>::KIND,
                    min: $min,
                    max: $max,
                }),+],
            };
        }
    };
}

/// A record that is written as the elements of an array.
macro_rules! record {
    ($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty [$min:literal $max:literal] $unit:literal;)+
    }) => {
        fields! { Array $(#[doc = $about])+ $name {
            $($(#[doc = $meaning])+ $field: $type [$min $max] $unit;)+
        } }

        impl Listed for $name {
            const LIST: Kind = Kind::Records($name::INFO);
        }

        impl Record for $name {
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

/// A record that is written in bits.
macro_rules! bits {
    ($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty [$min:literal $max:literal] $unit:literal;)+
    }) => {
        fields! { Bits $(#[doc = $about])+ $name {
            $($(#[doc = $meaning])+ $field: $type [$min $max] $unit;)+
        } }

        impl Listed for $name {
            const LIST: Kind = Kind::Records($name::INFO);
        }

        impl Bitwise for $name {
            fn write(&self, to: &mut impl Sink) {
                let mut fields = $name::INFO.fields.iter();
                let mut field = || fields.next().unwrap_or(&NO_FIELD);
                $(BitField::put(&self.$field, field(), to);)+
            }

            fn read(from: &mut BitReader<'_>) -> Result<Self, Malformed> {
                let mut fields = $name::INFO.fields.iter();
                let mut field = || fields.next().unwrap_or(&NO_FIELD);
                Ok($name { $($field: BitField::take($name::INFO, field(), from)?),+ })
            }
        }
    };
}

/// A record in bits that is all integers: an entity, of which differences and hashes are made.
macro_rules! entity {
    ($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty [$min:literal $max:literal] $unit:literal;)+
    }) => {
        bits! { $(#[doc = $about])+ $name {
            $($(#[doc = $meaning])+ $field: $type [$min $max] $unit;)+
        } }

        impl $name {
            /// How many fields it has.
            pub const FIELDS: usize = [$(stringify!($field)),+].len();

            /// Its fields in order.
            pub fn values(&self) -> [i64; $name::FIELDS] {
                [$(i64::from(self.$field)),+]
            }

            /// From its fields in order, each checked.
            pub fn of_values(values: &[i64; $name::FIELDS]) -> Result<$name, Malformed> {
                let mut values = $name::INFO.fields.iter().zip(values);
                let mut next = || values.next().map_or(Ok(0), |(field, value)| bits::within($name::INFO, field, *value));
                Ok($name { $($field: next()? as $type),+ })
            }
        }
    };
}

/// The enum of a union and its metadata: what sums in MessagePack and in bits share.
macro_rules! members {
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

        impl Listed for $name {
            const LIST: Kind = Kind::Members($name::INFO);
        }

        $(impl From<$record> for $name {
            fn from(record: $record) -> $name {
                $name::$member(record)
            }
        })+
    };
}

/// A sum of records in bits, told apart by the first bits.
macro_rules! bits_union {
    ($(#[doc = $about:literal])+ $name:ident { $($number:literal $member:ident($record:ident),)+ }) => {
        members! { $(#[doc = $about])+ $name { $($number $member($record),)+ } }

        impl Bitwise for $name {
            fn write(&self, to: &mut impl Sink) {
                match self {
                    $($name::$member(record) => {
                        to.put($number, bits::NUMBER_BITS);
                        record.write(to);
                    })+
                }
            }

            fn read(from: &mut BitReader<'_>) -> Result<Self, Malformed> {
                match from.take(bits::NUMBER_BITS)? {
                    $($number => $record::read(from).map($name::$member),)+
                    other => Err(Malformed::new(stringify!($name), "number", other, "a known one")),
                }
            }
        }
    };
}

/// A sum of MessagePack records, told apart by their numbers.
macro_rules! union {
    ($(#[doc = $about:literal])+ $name:ident { $($number:literal $member:ident($record:ident),)+ }) => {
        members! { $(#[doc = $about])+ $name { $($number $member($record),)+ } }

        impl Record for $name {
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
    };
}

pub(super) use {bits, bits_union, entity, fields, members, record, union};
