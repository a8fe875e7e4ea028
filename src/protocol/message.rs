//! Messages made from the simulation's types, and back.

use crate::sim::input::BUTTONS;
use crate::sim::thread::Drop;
use crate::sim::time::{TIME_PER_SECOND, Tick};
use crate::sim::tuning::WEAPONS_MAX;
use crate::sim::tuning::{Persona, Temper, Tuning, Weapon, WeaponKind};
use crate::sim::{Angle, Input, Time, Walk};

use super::event::{centimetres, eighths, span};
use super::table::{InputMessage, LooseDrop, PersonaValues, Run, ServerMessage, TuningMessage, WeaponValues};

impl TuningMessage {
    /// All values, effective from the step of `tick` on.
    pub fn of(tuning: &Tuning, tick: Tick) -> TuningMessage {
        let weapons = tuning.weapons.iter().map(|weapon| {
            let (kind, values) = weapon.kind.values();
            WeaponValues { name: weapon.name.clone(), kind: kind as u8, values }
        });
        let persona = |p: &Persona| PersonaValues { name: p.name.clone(), values: p.temper.values() };
        TuningMessage {
            tick: tick.0,
            values: tuning.values(),
            weapons: weapons.collect(),
            personas: tuning.personas.iter().map(persona).collect(),
        }
    }

    /// The tuning; `None` when a list has another length than this build's.
    pub fn tuning(&self) -> Option<Tuning> {
        let weapon = |weapon: &WeaponValues| {
            let kind = WeaponKind::from_values(weapon.kind.into(), &weapon.values)?;
            Some(Weapon { name: weapon.name.clone(), kind })
        };
        let persona = |persona: &PersonaValues| {
            let temper = Temper::from_values(&persona.values)?;
            Some(Persona { name: persona.name.clone(), temper })
        };
        let weapons = self.weapons.iter().map(weapon).collect::<Option<_>>()?;
        Tuning::from_values(&self.values, weapons, self.personas.iter().map(persona).collect::<Option<_>>()?)
    }
}

/// The tuning as a message, effective from the step of `tick` on.
pub fn tuning_message(tick: Tick, tuning: &Tuning) -> ServerMessage {
    TuningMessage::of(tuning, tick).into()
}

impl InputMessage {
    /// The runs, oldest first: how many ticks, and what was held in each.
    pub fn runs(&self) -> Vec<(u8, Input)> {
        let input = |run: &Run| Input {
            buttons: run.held % Run::SLOT,
            walk: Walk(run.walk),
            aim: Angle(run.aim),
            weapon: run.held / Run::SLOT,
            ..Input::default()
        };
        self.runs.iter().map(|run| (run.ticks, input(run))).collect()
    }

    /// The newest tick that the message covers.
    pub fn head(&self) -> Tick {
        Tick(self.ack).plus(self.ahead.into())
    }
}

impl Run {
    /// What the slot of a weapon is multiplied with in `held`: buttons take the bits below.
    pub const SLOT: u8 = 16;

    /// `ticks` times this input.
    pub fn of(ticks: u8, input: Input) -> Run {
        let held = input.buttons % Run::SLOT + input.weapon.min(WEAPONS_MAX as u8 - 1) * Run::SLOT;
        Run { ticks, held, walk: input.walk.0, aim: input.aim.0 }
    }
}

impl LooseDrop {
    /// A drop as it lies at `now`.
    pub fn of(drop: &Drop, now: Time) -> LooseDrop {
        let (x8, y8) = eighths(drop.place);
        LooseDrop {
            id: drop.id,
            seat: drop.seat.0,
            x8,
            y8,
            seed: drop.seed,
            amount: centimetres(drop.amount),
            left: drop.left,
            age: span(now.left(drop.since)),
            lies: span(drop.until.left(now)),
            great: drop.great.into(),
        }
    }
}

const _: () = assert!(BUTTONS == Run::SLOT - 1 && WEAPONS_MAX as u8 * Run::SLOT == 64, "the table says 0 to 63");

const _: () = assert!(TIME_PER_SECOND == 600, "the table says 1/600 s");
