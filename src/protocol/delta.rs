//! How an entity differs from what it was in an earlier snapshot, in bits; and the hash of one, by which both ends see
//! that they hold the same.
//!
//! ```text
//! player   moved?  class, dx, dy      turned?  near?  difference or aim      else?  a bit for each of the rest, and those
//! own      a bit for each field, then class and difference of each that is set
//! ```
//!
//! A class says in how many bits a signed difference follows; the last one, that the value itself does. Pure functions of
//! two entities: knows no frame and no viewer.

use super::bits::{BitReader, Bits, Sink, bit_width, put_int, take_int, within};
use super::info::{FieldInfo, RecordInfo};
use super::malformed::Malformed;
use super::table::{Own, PlayerPiece, ShotPiece};

/// Bits of a difference of places in 1/8 u, by class: at 30 Hz a slow walk, any walk, a dash.
const PLACE_BITS: [u32; 3] = [6, 8, 10];
/// Bits of a difference of the own block's fields, by class: timers, places of a walk, velocities.
const OWN_BITS: [u32; 3] = [6, 13, 17];
/// Bits of a small difference of the aim.
const AIM_BITS: u32 = 5;
/// The class of a value that is told itself.
const ITSELF: usize = 3;
const CLASS_BITS: u32 = 2;

/// The fields of a player that seldom change, by their place in the table: fine, health, flags, thread.
const SELDOM: std::ops::Range<usize> = 4..8;

/// How a player differs from what it was.
pub fn player(was: &PlayerPiece, is: &PlayerPiece) -> Bits {
    let mut to = Bits::default();
    let (dx, dy) = (i64::from(is.x8) - i64::from(was.x8), i64::from(is.y8) - i64::from(was.y8));
    let moved = (dx, dy) != (0, 0);
    to.put(moved.into(), 1);
    if moved {
        let class = class_of(&PLACE_BITS, dx).max(class_of(&PLACE_BITS, dy));
        to.put(class as u64, CLASS_BITS);
        let fields = &PlayerPiece::INFO.fields[1..3];
        put_step(&PLACE_BITS, class, dx, is.x8.into(), &fields[0], &mut to);
        put_step(&PLACE_BITS, class, dy, is.y8.into(), &fields[1], &mut to);
    }
    to.put((was.aim != is.aim).into(), 1);
    if was.aim != is.aim {
        let turn = is.aim.wrapping_sub(was.aim) as i8;
        let near = fits(turn.into(), AIM_BITS);
        to.put(near.into(), 1);
        to.put(if near { turn as u64 } else { is.aim.into() }, if near { AIM_BITS } else { 8 });
    }
    let (before, now) = (was.values(), is.values());
    let seldom = before[SELDOM] != now[SELDOM];
    to.put(seldom.into(), 1);
    if seldom {
        SELDOM.for_each(|at| to.put((before[at] != now[at]).into(), 1));
        let changed = SELDOM.filter(|at| before[*at] != now[*at]);
        changed.for_each(|at| put_int(now[at], &PlayerPiece::INFO.fields[at], &mut to));
    }
    to
}

/// The player that one has become.
pub fn player_after(was: &PlayerPiece, from: &mut BitReader<'_>) -> Result<PlayerPiece, Malformed> {
    let info = PlayerPiece::INFO;
    let mut values = was.values();
    if from.flag()? {
        let class = from.take(CLASS_BITS)? as usize;
        values[1] = take_step(&PLACE_BITS, class, values[1], info, &info.fields[1], from)?;
        values[2] = take_step(&PLACE_BITS, class, values[2], info, &info.fields[2], from)?;
    }
    if from.flag()? {
        values[3] = match from.flag()? {
            true => (values[3] + signed(from.take(AIM_BITS)?, AIM_BITS)) & 255,
            false => from.take(8)? as i64,
        };
    }
    if from.flag()? {
        let mask = from.take(SELDOM.len() as u32)?;
        let changed = SELDOM.filter(|at| mask >> (SELDOM.end - 1 - at) & 1 == 1);
        for at in changed {
            values[at] = take_int(info, &info.fields[at], from)?;
        }
    }
    PlayerPiece::of_values(&values)
}

/// Appends how the own block differs from what it was.
pub fn own(was: &Own, is: &Own, to: &mut impl Sink) {
    let (before, now) = (was.values(), is.values());
    (0..Own::FIELDS).for_each(|at| to.put((before[at] != now[at]).into(), 1));
    for at in (0..Own::FIELDS).filter(|at| before[*at] != now[*at]) {
        let step = now[at] - before[at];
        let class = class_of(&OWN_BITS, step);
        to.put(class as u64, CLASS_BITS);
        put_step(&OWN_BITS, class, step, now[at], &Own::INFO.fields[at], to);
    }
}

/// The own block that one has become.
pub fn own_after(was: &Own, from: &mut BitReader<'_>) -> Result<Own, Malformed> {
    let mut values = was.values();
    let mask = from.take(Own::FIELDS as u32)?;
    for at in (0..Own::FIELDS).filter(|at| mask >> (Own::FIELDS - 1 - at) & 1 == 1) {
        let class = from.take(CLASS_BITS)? as usize;
        values[at] = take_step(&OWN_BITS, class, values[at], Own::INFO, &Own::INFO.fields[at], from)?;
    }
    Own::of_values(&values)
}

fn fits(value: i64, bits: u32) -> bool {
    (-(1 << (bits - 1))..1 << (bits - 1)).contains(&value)
}

/// The lowest `bits` of a number in two's complement.
fn signed(value: u64, bits: u32) -> i64 {
    (value << (64 - bits)) as i64 >> (64 - bits)
}

fn class_of(widths: &[u32; ITSELF], step: i64) -> usize {
    widths.iter().position(|bits| fits(step, *bits)).unwrap_or(ITSELF)
}

fn put_step(widths: &[u32; ITSELF], class: usize, step: i64, value: i64, field: &FieldInfo, to: &mut impl Sink) {
    match widths.get(class) {
        Some(bits) => to.put(step as u64, *bits),
        None => to.put((value - field.min) as u64, bit_width(field.min, field.max)),
    }
}

fn take_step(
    widths: &[u32; ITSELF],
    class: usize,
    was: i64,
    record: &'static RecordInfo,
    field: &FieldInfo,
    from: &mut BitReader<'_>,
) -> Result<i64, Malformed> {
    let value = match widths.get(class) {
        Some(bits) => was + signed(from.take(*bits)?, *bits),
        None => field.min + from.take(bit_width(field.min, field.max))? as i64,
    };
    within(record, field, value)
}

/// Tell hashes of entities of different kinds apart.
const OWN: u32 = 1;
const PLAYER: u32 = 2;
const SHOT: u32 = 3;

/// The sum of the hashes of all that a viewer holds. Where a projectile is told from is its viewer's own; what it is, is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum(pub u32);

impl Sum {
    /// The own block.
    pub fn own(&mut self, own: &Own) {
        self.add(OWN, &own.values());
    }

    /// A player.
    pub fn player(&mut self, player: &PlayerPiece) {
        self.add(PLAYER, &player.values());
    }

    /// A projectile.
    pub fn shot(&mut self, shot: &ShotPiece) {
        let ShotPiece { id, generation, seat, weapon, angle, .. } = *shot;
        self.add(SHOT, &[id.into(), generation.into(), seat.into(), weapon.into(), angle.into()]);
    }

    fn add(&mut self, kind: u32, values: &[i64]) {
        self.0 = self.0.wrapping_add(hash(kind, values));
    }
}

/// FNV-1a over 32-bit words, and the finaliser of MurmurHash3, without which sums of like entities would meet.
fn hash(kind: u32, values: &[i64]) -> u32 {
    let words = values.iter().map(|value| *value as u32);
    let mut hash = words.fold(0x811c_9dc5 ^ kind, |hash, word| (hash ^ word).wrapping_mul(0x0100_0193));
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}
