//! What lies about as a client knows it: all of it from a message, and from then on what events say.

use crate::protocol::{Loose, LooseDrop, Snapshot, WireEvent};
use crate::sim::Tuning;

/// What lies about, by what one has been told.
#[derive(Clone, Debug, Default)]
pub struct Litter {
    drops: Vec<LooseDrop>,
    waits: Vec<i32>,
    /// The tick up to which ages and waits are true.
    tick: Option<u32>,
}

impl Litter {
    /// A message with all that lies about replaces what was known.
    pub fn replace(&mut self, message: Loose) {
        Loose { drops: self.drops, waits: self.waits } = message;
    }

    /// Time passes up to this snapshot, and what it tells happens.
    pub fn pass(&mut self, snapshot: &Snapshot, tuning: &Tuning) {
        let step = tuning.step().0;
        let span = |ticks: u32| (ticks.saturating_mul(step)).min(u16::MAX.into()) as u16;
        let passed = span(self.tick.map_or(0, |before| snapshot.tick.saturating_sub(before)));
        for drop in &mut self.drops {
            drop.age = drop.age.saturating_add(passed);
            drop.lies = drop.lies.saturating_sub(passed);
        }
        self.waits.iter_mut().for_each(|wait| *wait = wait.saturating_sub(passed.into()));
        for event in &snapshot.events {
            match event {
                WireEvent::Dropped(fell) => {
                    // The snapshot stands at the end of its tick, and what fell did so at the beginning of its own.
                    let age = span(u32::from(fell.ago) + 1);
                    self.drops.push(LooseDrop {
                        id: fell.id,
                        seat: fell.seat,
                        x8: fell.x8,
                        y8: fell.y8,
                        seed: fell.seed,
                        amount: fell.amount,
                        left: u8::MAX,
                        age,
                        lies: fell.lies.saturating_sub(age),
                        great: fell.great,
                    });
                }
                WireEvent::Wound(wound) => {
                    let drop = self.drops.iter_mut().rev().find(|drop| drop.id == wound.id);
                    drop.into_iter().for_each(|drop| drop.left &= !(1 << wound.bit));
                }
                WireEvent::Picked(picked) => {
                    let wait = self.waits.get_mut(usize::from(picked.pickup));
                    let passed = span(u32::from(picked.ago) + 1);
                    wait.into_iter().for_each(|wait| *wait = picked.wait.saturating_sub(passed).into());
                }
                _ => (),
            }
        }
        self.drops.retain(|drop| drop.left != 0 && drop.lies > 0);
        self.tick = Some(snapshot.tick);
    }

    /// What lies about.
    pub fn lying(&self) -> Loose {
        Loose { drops: self.drops.clone(), waits: self.waits.clone() }
    }
}
