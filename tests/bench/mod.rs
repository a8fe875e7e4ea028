//! Budgets: what things may cost, as ratios within one run wherever a machine's speed would matter.

pub mod bare;
mod bytes;
mod headless;
mod load;
mod memory;
mod pages;
mod room;
mod tunings;

use super::claim::Claim;

pub fn claims() -> Vec<Claim> {
    [
        headless::claims(),
        bytes::claims(),
        memory::claims(),
        load::claims(),
        room::claims(),
        tunings::claims(),
        pages::claims(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
