//! The values that a designer turns, as the simulation uses them: integers on the grid.
//!
//! One table below names every scalar with its unit and range; it writes the structs and the list [`SCALARS`], from
//! which the reader of TOML files, the tuning message and the client's types are made. The values themselves stand in
//! `assets/tuning/default.toml` and nowhere else. Knows nothing of files.

use serde::{Deserialize, Serialize};

use super::time::{TIME_PER_SECOND, Time};

/// What a number in a tuning file means, and how it becomes an integer of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Length in units; stored in 1/256.
    Length,
    /// Speed in units per second; stored in 1/256.
    Speed,
    /// Acceleration in units per second per second; stored in 1/256.
    Acceleration,
    /// A span in seconds; stored in 1/600 s, rounded up.
    Seconds,
    /// Times per second; stored as the span between two, in 1/600 s, rounded up.
    PerSecond,
    /// A rate of steps in hertz; stored as it is. It must divide 600.
    Hertz,
    /// An angle in degrees; stored in 1/65536 turn.
    Degrees,
    /// A whole number.
    Count,
    /// A share of 1; stored in 1/1000.
    Share,
}

impl Unit {
    /// How the unit is written beside a value.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Length => "u",
            Unit::Speed => "u/s",
            Unit::Acceleration => "u/s²",
            Unit::Seconds => "s",
            Unit::PerSecond => "/s",
            Unit::Hertz => "Hz",
            Unit::Degrees => "°",
            Unit::Count | Unit::Share => "",
        }
    }

    /// The integer that the simulation uses for `value` as a person writes it.
    pub fn store(self, value: f64) -> i32 {
        let nearest = |scale: f64| (value * scale + 0.5).floor() as i32;
        match self {
            Unit::Length | Unit::Speed | Unit::Acceleration => nearest(super::grid::GRID),
            Unit::Seconds => Time::from_seconds(value).0 as i32,
            Unit::PerSecond => Time::from_seconds(1.0 / value).0 as i32,
            Unit::Degrees => nearest(65536.0 / 360.0),
            Unit::Share => nearest(1000.0),
            Unit::Hertz | Unit::Count => nearest(1.0),
        }
    }

    /// A stored integer as a person would write it.
    pub fn show(self, stored: i32) -> f64 {
        let stored = f64::from(stored);
        match self {
            Unit::Length | Unit::Speed | Unit::Acceleration => stored / super::grid::GRID,
            Unit::Seconds => stored / f64::from(TIME_PER_SECOND),
            Unit::PerSecond => f64::from(TIME_PER_SECOND) / stored,
            Unit::Degrees => stored * 360.0 / 65536.0,
            Unit::Share => stored / 1000.0,
            Unit::Hertz | Unit::Count => stored,
        }
    }

    /// True for a span of time, which a person also wants to see in ticks.
    pub fn is_time(self) -> bool {
        matches!(self, Unit::Seconds | Unit::PerSecond)
    }
}

/// One number of a tuning file.
#[derive(Clone, Copy, Debug)]
pub struct Scalar {
    /// Table in the file, and the group in [`Tuning`].
    pub group: &'static str,
    /// Key in that table.
    pub key: &'static str,
    /// What the number means.
    pub unit: Unit,
    /// Smallest value allowed, as a person writes it.
    pub min: f64,
    /// Largest value allowed, as a person writes it.
    pub max: f64,
    /// One sentence on what it does.
    pub about: &'static str,
}

/// Writes a group of scalars as a struct of stored integers with access by position.
macro_rules! group {
    ($(#[$doc:meta])* $name:ident $list:ident $table:literal { $($key:ident $unit:ident $min:literal ..= $max:literal $about:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $(#[doc = $about] pub $key: i32,)* }

        #[doc = concat!("The scalars of `", $table, "`, in the order of the tuning message.")]
        pub const $list: &[Scalar] = &[$(Scalar {
            group: $table, key: stringify!($key), unit: Unit::$unit, min: $min, max: $max, about: $about,
        },)*];

        impl $name {
            /// The stored integers in table order.
            pub fn values(&self) -> Vec<i32> {
                vec![$(self.$key),*]
            }

            /// From stored integers in table order; `None` when their number is wrong.
            pub fn from_values(values: &[i32]) -> Option<Self> {
                let [$($key),*] = values else { return None };
                Some(Self { $($key: *$key),* })
            }
        }
    };
}

group! {
    /// How often things happen.
    Rates RATES "rates" {
        tick Hertz 10.0..=120.0 "Steps of the simulation a second; a divisor of 600.";
        snapshot Hertz 5.0..=60.0 "Snapshots a second to each viewer; a divisor of the tick rate.";
    }
}

group! {
    /// What a player may see.
    View VIEW "view" {
        width Length 800.0..=3200.0 "Width of the view rectangle at 16:9; every aspect shows the same area.";
        height Length 450.0..=1800.0 "Height of the view rectangle at 16:9.";
        margin Share 0.0..=0.5 "How far beyond the view rectangle things are sent, as a share of its sides.";
        delay Seconds 0.0..=0.5 "How far in the past others are drawn.";
    }
}

group! {
    /// A player's body and how it walks.
    Bodies BODY "body" {
        radius Length 8.0..=32.0 "Radius of a player's body.";
        top_speed Speed 40.0..=1200.0 "Fastest walk.";
        acceleration Acceleration 100.0..=20000.0 "How fast the walk gets up to speed.";
        braking Acceleration 100.0..=20000.0 "How fast the walk slows down.";
        parting Speed 0.0..=40.0 "How fast two overlapping bodies are pushed apart.";
        health Count 1.0..=1000.0 "Health of a fresh body.";
    }
}

group! {
    /// The dash.
    Dash DASH "dash" {
        speed Speed 100.0..=3000.0 "Speed during a dash.";
        time Seconds 0.02..=1.0 "How long a dash lasts.";
        untouchable Seconds 0.0..=1.0 "How long from its start a dash refuses hits.";
        cooldown Seconds 0.05..=60.0 "From the start of a dash to the next one.";
    }
}

group! {
    /// Death and return.
    Lives LIFE "life" {
        respawn Seconds 0.0..=30.0 "From death to the return.";
        protection Seconds 0.0..=10.0 "How long a returned body refuses hits; its first shot ends it.";
        spawn_distance Length 0.0..=4000.0 "How far from enemies a return is wished for.";
    }
}

group! {
    /// A match from start to result.
    Rounds MATCH "match" {
        length Seconds 5.0..=3600.0 "How long a match lasts.";
        results Seconds 1.0..=60.0 "How long its result is shown before the next one.";
    }
}

group! {
    /// How good the bots are.
    Bots BOTS "bots" {
        reaction Seconds 0.0..=2.0 "From seeing an enemy to acting on it.";
        aim_error Degrees 0.0..=45.0 "Standard error of a bot's aim.";
        fight_distance Length 60.0..=2000.0 "How far from an enemy a bot likes to stand.";
    }
}

group! {
    /// A weapon that shoots projectiles.
    Projectile PROJECTILE "weapons.*" {
        damage Count 0.0..=1000.0 "Health that a hit takes.";
        rate PerSecond 0.1..=30.0 "Shots a second while fire is held.";
        speed Speed 50.0..=5000.0 "Speed of a projectile.";
        radius Length 0.0..=40.0 "Radius of a projectile against bodies.";
        reach Length 20.0..=8000.0 "How far a projectile flies.";
        clip Count 1.0..=200.0 "Shots before a reload.";
        reload Seconds 0.0..=20.0 "How long a reload takes.";
        spread Degrees 0.0..=90.0 "Width of the cone that shots scatter in.";
    }
}

/// A kind of weapon, as the rules know it; a weapon's name never matters to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeaponKind {
    /// A body of its own that flies straight until it meets something: `kind = "projectile"`.
    Projectile(Projectile),
}

/// One `[weapons.NAME]` table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weapon {
    /// NAME: lower case letters, digits and `_`, at most [`WEAPON_NAME_MAX`] bytes.
    pub name: String,
    /// What it does.
    pub kind: WeaponKind,
}

/// Longest name of a weapon, in bytes.
pub const WEAPON_NAME_MAX: usize = 24;
/// Most weapons in a tuning: an index fits four bits.
pub const WEAPONS_MAX: usize = 16;

/// Every value that a designer turns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tuning {
    /// `[rates]`
    pub rates: Rates,
    /// `[view]`
    pub view: View,
    /// `[body]`
    pub body: Bodies,
    /// `[dash]`
    pub dash: Dash,
    /// `[life]`
    pub life: Lives,
    /// `[match]`
    pub round: Rounds,
    /// `[bots]`
    pub bots: Bots,
    /// `[weapons.*]`, in file order; a body carries the first. Never empty.
    pub weapons: Vec<Weapon>,
}

/// The tables of scalars in the order of the tuning message; weapons follow by name.
pub const SCALARS: &[&[Scalar]] = &[RATES, VIEW, BODY, DASH, LIFE, MATCH, BOTS];

impl Tuning {
    /// All scalars but the weapons' as stored integers, in the order of [`SCALARS`].
    pub fn values(&self) -> Vec<i32> {
        [
            self.rates.values(),
            self.view.values(),
            self.body.values(),
            self.dash.values(),
            self.life.values(),
            self.round.values(),
            self.bots.values(),
        ]
        .concat()
    }

    /// The inverse of [`Tuning::values`]; `None` when the number of values is wrong.
    pub fn from_values(values: &[i32], weapons: Vec<Weapon>) -> Option<Tuning> {
        let mut rest = values;
        let mut take = |list: &[Scalar]| {
            let (head, tail) = rest.split_at_checked(list.len())?;
            rest = tail;
            Some(head)
        };
        let tuning = Tuning {
            rates: Rates::from_values(take(RATES)?)?,
            view: View::from_values(take(VIEW)?)?,
            body: Bodies::from_values(take(BODY)?)?,
            dash: Dash::from_values(take(DASH)?)?,
            life: Lives::from_values(take(LIFE)?)?,
            round: Rounds::from_values(take(MATCH)?)?,
            bots: Bots::from_values(take(BOTS)?)?,
            weapons,
        };
        rest.is_empty().then_some(tuning)
    }

    /// The length of one step of world time.
    pub fn step(&self) -> Time {
        Time(TIME_PER_SECOND / self.rates.tick.max(1) as u32)
    }

    /// Ticks between two snapshots.
    pub fn snapshot_ticks(&self) -> u32 {
        (self.rates.tick / self.rates.snapshot.max(1)).max(1) as u32
    }

    /// The weapon with this index; an index beyond the list, left by a tuning with more weapons, means the first.
    pub fn weapon(&self, index: u8) -> Option<&Weapon> {
        self.weapons.get(usize::from(index)).or(self.weapons.first())
    }
}
