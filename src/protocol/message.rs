//! Messages made from the simulation's types, and back.

use crate::sim::time::{TIME_PER_SECOND, Tick};
use crate::sim::tuning::{Projectile, Tuning, Weapon, WeaponKind};
use crate::sim::{Angle, Input, Walk};

use super::table::{InputMessage, Run, ServerMessage, TuningMessage, WeaponValues};

/// Number of the kind `projectile`.
const PROJECTILE: u8 = 0;

impl TuningMessage {
    /// All values, effective from the step of `tick` on.
    pub fn of(tuning: &Tuning, tick: Tick) -> TuningMessage {
        let weapons = tuning.weapons.iter().map(|weapon| match &weapon.kind {
            WeaponKind::Projectile(values) => {
                WeaponValues { name: weapon.name.clone(), kind: PROJECTILE, values: values.values() }
            }
        });
        TuningMessage { tick: tick.0, values: tuning.values(), weapons: weapons.collect() }
    }

    /// The tuning; `None` when a list has another length than this build's.
    pub fn tuning(&self) -> Option<Tuning> {
        let weapon = |weapon: &WeaponValues| {
            let kind = WeaponKind::Projectile(Projectile::from_values(&weapon.values)?);
            Some(Weapon { name: weapon.name.clone(), kind })
        };
        Tuning::from_values(&self.values, self.weapons.iter().map(weapon).collect::<Option<_>>()?)
    }
}

/// The tuning as a message, effective from the step of `tick` on.
pub fn tuning_message(tick: Tick, tuning: &Tuning) -> ServerMessage {
    TuningMessage::of(tuning, tick).into()
}

impl InputMessage {
    /// The runs, oldest first: how many ticks, and what was held in each.
    pub fn runs(&self) -> Vec<(u8, Input)> {
        let input = |run: &Run| Input { buttons: run.buttons, walk: Walk(run.walk), aim: Angle(run.aim) };
        self.runs.iter().map(|run| (run.ticks, input(run))).collect()
    }

    /// The newest tick that the message covers.
    pub fn head(&self) -> Tick {
        Tick(self.ack).plus(self.ahead.into())
    }
}

impl Run {
    /// `ticks` times this input.
    pub fn of(ticks: u8, input: Input) -> Run {
        Run { ticks, buttons: input.buttons, walk: input.walk.0, aim: input.aim.0 }
    }
}

const _: () = assert!(TIME_PER_SECOND == 600, "the table says 1/600 s");
