//! Things to pick up: what lies at the places that a map has for it, who takes it, and when it lies there again.
//!
//! Only who has a use for a thing takes it, so that nothing is lost by walking over it.

use super::event::Event;
use super::grid::{Vec2, units};
use super::map::{Map, Pickup};
use super::time::Time;
use super::tuning::Tuning;
use super::world::{Player, World};

/// What a place offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Health.
    Spool,
    /// Energy of the shield.
    Battery,
    /// For a while whatever thread is wound counts twice.
    Thimble,
    /// A full clip of the weapon in this slot, which one must find to have it.
    Weapon(u8),
}

impl Offer {
    /// What a word in a map means; `None` where it names a weapon that this tuning has not, or that nobody has to find: the
    /// place stays empty.
    pub fn of(word: &str, tuning: &Tuning) -> Option<Offer> {
        match word {
            "spool" => Some(Offer::Spool),
            "battery" => Some(Offer::Battery),
            "thimble" => Some(Offer::Thimble),
            name => {
                let slot = tuning.weapons.iter().position(|weapon| weapon.name == name && weapon.is_found())?;
                Some(Offer::Weapon(slot as u8))
            }
        }
    }

    /// From one being taken to the next.
    pub fn every(self, tuning: &Tuning) -> Time {
        let pickups = &tuning.pickups;
        let time = match self {
            Offer::Spool => pickups.spool_every,
            Offer::Battery => pickups.battery_every,
            Offer::Thimble => pickups.thimble_every,
            Offer::Weapon(_) => pickups.weapon_every,
        };
        Time(time as u32)
    }

    /// Gives it to a player who has a use for it; false for one who has none.
    fn give(self, player: &mut Player, now: Time, tuning: &Tuning) -> bool {
        let Tuning { pickups, body, .. } = tuning;
        match self {
            Offer::Spool => fill(&mut player.health, pickups.spool, body.health),
            Offer::Battery => player.shield.charge(pickups.battery, tuning),
            Offer::Thimble => {
                player.thimble = now.after(Time(pickups.thimble as u32));
                true
            }
            Offer::Weapon(slot) => player.arms.find(slot, tuning),
        }
    }
}

/// Adds to a value, up to its most; false where it has that already.
fn fill(value: &mut i32, amount: i32, most: i32) -> bool {
    let wanted = *value < most && amount > 0;
    if wanted {
        *value = (*value + amount).min(most);
    }
    wanted
}

/// When each thing of a map first lies there, in a match that begins at `now`: at once, but for the thimble.
pub fn first(map: &Map, now: Time, tuning: &Tuning) -> Vec<Time> {
    let first = |Pickup(word, ..): &Pickup| match Offer::of(word, tuning) {
        Some(Offer::Thimble) => now.after(Time(tuning.round.warmup as u32)).after(Offer::Thimble.every(tuning)),
        _ => now,
    };
    map.file.pickups.iter().map(first).collect()
}

/// Whoever comes near enough takes what lies there, if it is of use; of several the nearest, of equally near ones the lower
/// seat. Nobody does before play begins.
pub fn pick(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    if !world.counts() {
        return;
    }
    let now = world.now;
    let reach = units(tuning.body.radius) + units(tuning.pickups.reach);
    let World { pickups, players, .. } = world;
    for (at, (Pickup(word, x, y), lies)) in map.file.pickups.iter().zip(pickups).enumerate() {
        if now < *lies {
            continue;
        }
        let place = Vec2::new(f64::from(*x), f64::from(*y));
        let mut near = near(players, place, reach);
        if near.is_empty() {
            continue;
        }
        let Some(offer) = Offer::of(word, tuning) else { continue };
        near.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let taker = near.into_iter().find(|(_, at)| offer.give(&mut players[*at], now, tuning));
        let Some((_, taker)) = taker else { continue };
        let wait = offer.every(tuning);
        *lies = now.after(wait);
        events.push(Event::Picked { seat: players[taker].seat, pickup: at as u8, wait });
    }
}

/// The living within reach, by their place among the players, each with the square of its distance.
fn near(players: &[Player], place: Vec2, reach: f64) -> Vec<(f64, usize)> {
    let distance = |player: &Player| {
        let away = player.body.place.units() - place;
        away.dot(away)
    };
    let living = players.iter().enumerate().filter(|(_, player)| player.is_alive());
    living.map(|(at, player)| (distance(player), at)).filter(|(away, _)| *away <= reach * reach).collect()
}
