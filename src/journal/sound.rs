//! What a journal may hold, beyond what its types say: a file can come from anybody, and the simulation does not expect
//! what no room would have told it.

use super::header::{Header, Sitter};
use super::reader::Step;
use crate::sim::input::BUTTONS;
use crate::sim::tuning::{NAME_MAX, PERSONA, PERSONAS_MAX, SCALARS, Scalar, Tuning, Unit, WEAPONS_MAX, WeaponKind};
use crate::sim::world::SEATS_MAX;
use crate::sim::{Entry, SeatId};

/// Longest name of a player, in bytes, as the protocol has it.
const PLAYER_NAME_MAX: usize = 48;

/// Something that may stand in a journal.
pub(super) trait Sound {
    /// What cannot be played in it.
    fn check(&self) -> Result<(), String>;
}

impl Sound for Header {
    fn check(&self) -> Result<(), String> {
        limit("seats", self.seats.into(), SEATS_MAX.into())?;
        self.roster.check()?;
        self.tuning.check()
    }
}

impl Sound for Vec<Sitter> {
    fn check(&self) -> Result<(), String> {
        self.iter().try_for_each(|sitter| {
            seat(sitter.seat)?;
            limit("bytes of a name", sitter.name.len(), PLAYER_NAME_MAX)
        })
    }
}

impl Sound for Vec<Step> {
    fn check(&self) -> Result<(), String> {
        self.iter().flat_map(|step| &step.entries).try_for_each(|entry| match entry {
            Entry::Join(id) | Entry::Leave(id) | Entry::Refill(id) | Entry::Kill(id) => seat(*id),
            Entry::Input(id, input) => {
                seat(*id)?;
                limit("buttons", input.buttons.into(), BUTTONS.into())
            }
        })
    }
}

impl Sound for Tuning {
    fn check(&self) -> Result<(), String> {
        values(&self.values(), SCALARS.iter().copied().flatten())?;
        limit("weapons", self.weapons.len(), WEAPONS_MAX)?;
        limit("personas", self.personas.len(), PERSONAS_MAX)?;
        for weapon in &self.weapons {
            limit("bytes of a name", weapon.name.len(), NAME_MAX)?;
            let (kind, stored) = weapon.kind.values();
            values(&stored, WeaponKind::scalars(kind).unwrap_or_default())?;
        }
        for persona in &self.personas {
            limit("bytes of a name", persona.name.len(), NAME_MAX)?;
            values(&persona.temper.values(), PERSONA)?;
        }
        if self.weapons.is_empty() { Err("a tuning without a weapon".into()) } else { Ok(()) }
    }
}

fn seat(SeatId(seat): SeatId) -> Result<(), String> {
    limit("seat", seat.into(), usize::from(SEATS_MAX) - 1)
}

fn limit(what: &str, found: usize, most: usize) -> Result<(), String> {
    if found <= most { Ok(()) } else { Err(format!("{what} {found}, the limit is {most}")) }
}

/// Each value within its range. Times may be shorter than a designer may make them, as those of tests are.
fn values<'s>(stored: &[i32], scalars: impl IntoIterator<Item = &'s Scalar>) -> Result<(), String> {
    stored.iter().zip(scalars).try_for_each(|(stored, scalar)| {
        let (one, other) = (scalar.unit.store(scalar.min), scalar.unit.store(scalar.max));
        let least = if scalar.unit == Unit::Seconds { 0 } else { one.min(other) };
        match (least..=one.max(other)).contains(stored) {
            true => Ok(()),
            false => Err(format!("`{}.{}` of {} is out of range", scalar.group, scalar.key, scalar.unit.show(*stored))),
        }
    })
}
