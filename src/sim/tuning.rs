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
    /// Metres of thread; stored in centimetres.
    Metres,
    /// How a weapon looks: a name of [`LOOKS`], stored as its index there.
    Look,
}

/// What shots may look like: a short stitch, a taut line, a sliver, a ball.
pub const LOOKS: &[&str] = &["stitch", "needle", "shears", "bobbin"];

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
            Unit::Metres => "m",
            Unit::Count | Unit::Share | Unit::Look => "",
        }
    }

    /// The unit in words, also of what has no symbol.
    pub fn words(self) -> &'static str {
        match self {
            Unit::Count => "whole number",
            Unit::Share => "share",
            Unit::Look => "name",
            other => other.symbol(),
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
            Unit::Metres => nearest(100.0),
            Unit::Hertz | Unit::Count | Unit::Look => nearest(1.0),
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
            Unit::Metres => stored / 100.0,
            Unit::Hertz | Unit::Count | Unit::Look => stored,
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
    /// What holds where a file leaves it out; `None` where it must not.
    pub default: Option<f64>,
    /// One sentence on what it does.
    pub about: &'static str,
}

/// Writes a group of scalars as a struct of stored integers with access by position.
macro_rules! group {
    ($(#[$doc:meta])* $name:ident $list:ident $table:literal {
        $($key:ident $unit:ident $min:literal ..= $max:literal $(or $default:literal)? $about:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $(#[doc = $about] pub $key: i32,)* }

        #[doc = concat!("The scalars of `", $table, "`, in the order of the tuning message.")]
        pub const $list: &[Scalar] = &[$(Scalar {
            group: $table,
            key: stringify!($key),
            unit: Unit::$unit,
            min: $min,
            max: $max,
            default: [$(Some($default),)? None][0],
            about: $about,
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
        delay Seconds 0.0..=0.5 "How far in the past others are drawn at most; over an even line it is less.";
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
        health Count 1.0..=1000.0 "Health of a fresh body: holds from its next return on.";
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
    /// The shield.
    Shields SHIELD "shield" {
        arc Degrees 0.0..=360.0 "How wide it is, around where its owner aims.";
        pace Share 0.1..=1.0 "How fast its owner walks while it is up.";
        energy Count 1.0..=100.0 "What it can take.";
        drain Count 0.0..=1000.0 "What it loses in a second while it is up.";
        cost Share 0.0..=5.0 "What it loses for each point of damage that it stops.";
        recharge Count 0.0..=1000.0 "What comes back in a second while it is down.";
        delay Seconds 0.0..=10.0 "How long it is down before that begins.";
        broken Seconds 0.0..=30.0 "How long it is out once it has lost everything.";
        snapback Seconds 0.0..=1.0 "For so long after it was raised it sends projectiles back.";
    }
}

group! {
    /// Death and return.
    Lives LIFE "life" {
        respawn Seconds 0.0..=30.0 "From death to the return.";
        respawn_team Seconds 0.0..=30.0 "The same where teams play.";
        protection Seconds 0.0..=10.0 "How long a returned body refuses hits; its first shot ends it.";
        spawn_distance Length 0.0..=4000.0 "How far from enemies a return is wished for.";
    }
}

group! {
    /// Thread: what is fought for.
    Threads THREAD "thread" {
        drop Metres 0.0..=50.0 "What a death drops beside a part of the victim's own thread.";
        share Share 0.0..=1.0 "How much of the own thread a death drops.";
        leader_share Share 0.0..=1.0 "How much of it the sole leader drops.";
        great Metres 1.0..=500.0 "The sole leader's fall with so much thread or more is the great unravel.";
        great_time Seconds 0.0..=5.0 "How long the thread of a great unravel runs out.";
        great_spread Length 40.0..=1200.0 "How far it runs.";
        spread Length 0.0..=400.0 "How far from the fallen loose thread lies at most.";
        lies Seconds 1.0..=60.0 "How long loose thread lies.";
        reach Length 0.0..=100.0 "How near to the edge of a body loose thread is wound.";
        heal Count 0.0..=1000.0 "Health that a wound bit of thread gives.";
    }
}

group! {
    /// Things to pick up, at the places that the map has for them.
    Pickups PICKUPS "pickups" {
        reach Length 0.0..=100.0 "How near to the edge of a body they are taken.";
        spool Count 0.0..=1000.0 "Health that a spool gives.";
        spool_every Seconds 1.0..=100.0 "From one spool being taken to the next.";
        battery Count 0.0..=100.0 "Energy that a battery gives to the shield.";
        battery_every Seconds 1.0..=100.0 "From one battery being taken to the next.";
        weapon_every Seconds 1.0..=100.0 "From one weapon being taken to the next.";
        thimble Seconds 0.0..=60.0 "For how long whatever thread is wound counts twice.";
        thimble_every Seconds 1.0..=100.0 "From one thimble being taken to the next, and from the start of play to the first.";
        announced Seconds 0.0..=20.0 "How long before it lies there a thimble is announced.";
    }
}

group! {
    /// A match from start to result.
    Rounds MATCH "match" {
        tug Count 0.0..=1.0 "1: two teams and one rope. 0: everybody for themselves. Holds from the next match on.";
        friendly_fire Share 0.0..=1.0 "How much of its damage a shot does to mates; at 0 it passes through them.";
        warmup Seconds 0.0..=60.0 "How long all may walk and shoot before anybody can be hurt.";
        length Seconds 5.0..=3600.0 "How long a match lasts after its warm-up; holds from the next one on.";
        goal Metres 1.0..=500.0 "Who has so much thread has won.";
        team_goal Metres 1.0..=200.0 "Which team has so much thread has won in Tug, for each of its players.";
        goal_per_player Metres 0.0..=50.0 "How much more it takes for each player above eight.";
        sudden_death Seconds 0.0..=600.0 "How long a draw goes on until somebody leads.";
        results Seconds 1.0..=60.0 "How long its result is shown before the next one.";
        idle Seconds 0.0..=3600.0 "How long one may do nothing before a bot takes the seat; 0 for ever.";
    }
}

group! {
    /// How good the bots are.
    Bots BOTS "bots" {
        rating Count 600.0..=1400.0 "How good bots are: 600 weak, 1000 plain, 1400 strong.";
        newcomer Count 200.0..=1400.0 "At most so good while a person plays a first match: 200 beginner, 600 weak.";
        reaction Seconds 0.0..=2.0 "From seeing an enemy to acting on it, at rating 1000.";
        reaction_weak Seconds 0.0..=2.0 "The same at rating 600.";
        reaction_strong Seconds 0.0..=2.0 "The same at rating 1400.";
        aim_error Degrees 0.0..=45.0 "Standard error of a bot's aim, at rating 1000.";
        aim_error_weak Degrees 0.0..=45.0 "The same at rating 600.";
        aim_error_strong Degrees 0.0..=45.0 "The same at rating 1400.";
    }
}

group! {
    /// How it feels: of this the rules know nothing, only screens and speakers do.
    Feel FEEL "feel" {
        camera_lead Share 0.0..=0.5 "How far the camera leads the way to the pointer.";
        kick Length 0.0..=20.0 "How far a hit kicks what is drawn.";
        tail_metre Length 0.0..=40.0 "Length of tail that is drawn for a metre of thread.";
        tail_most Length 0.0..=4000.0 "Longest tail that is drawn.";
        weapons_volume Share 0.0..=1.0 "How loud weapons are.";
        hits_volume Share 0.0..=1.0 "How loud hits and deaths are.";
        thread_volume Share 0.0..=1.0 "How loud thread, dashes and returns are.";
        aim_assist Degrees 0.0..=20.0 "How far off an enemy in the open a stick's aim is drawn onto it; mouse and touch get none.";
    }
}

group! {
    /// A temper of bots: one `[personas.NAME]` table.
    Temper PERSONA "personas.*" {
        distance Length 60.0..=2000.0 "How far from an enemy it likes to stand.";
        ray Share 0.0..=1.0 "How much it prefers a ray to a projectile.";
        nerve Share 0.0..=1.0 "It breaks off below this share of its health.";
        greed Length 0.0..=4000.0 "How far it goes for loose thread.";
        caution Share 0.0..=1.0 "How much it keeps to cover.";
    }
}

mod weapons;

pub use weapons::*;

/// One `[personas.NAME]` table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Persona {
    /// NAME, as of a weapon.
    pub name: String,
    /// What it is like.
    pub temper: Temper,
}

/// Longest name of a weapon or a persona, in bytes.
pub const NAME_MAX: usize = 24;

/// True for what a weapon or a persona may be called: lower case letters, digits and `_`.
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=NAME_MAX).contains(&name.len()) && name.chars().all(plain)
}

/// Most weapons in a tuning: a body carries them all, each in the slot of its index.
pub const WEAPONS_MAX: usize = 4;
/// Most personas in a tuning.
pub const PERSONAS_MAX: usize = 8;

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
    /// `[shield]`
    pub shield: Shields,
    /// `[life]`
    pub life: Lives,
    /// `[thread]`
    pub thread: Threads,
    /// `[pickups]`
    pub pickups: Pickups,
    /// `[match]`
    pub round: Rounds,
    /// `[bots]`
    pub bots: Bots,
    /// `[feel]`
    pub feel: Feel,
    /// `[weapons.*]`, in file order, which is that of the slots. Never empty.
    pub weapons: Vec<Weapon>,
    /// `[personas.*]`, in file order. Never empty.
    pub personas: Vec<Persona>,
}

/// The tables of scalars in the order of the tuning message; weapons and personas follow by name.
pub const SCALARS: &[&[Scalar]] = &[RATES, VIEW, BODY, DASH, SHIELD, LIFE, THREAD, PICKUPS, MATCH, BOTS, FEEL];

impl Tuning {
    /// All scalars but those of weapons and personas as stored integers, in the order of [`SCALARS`].
    pub fn values(&self) -> Vec<i32> {
        [
            self.rates.values(),
            self.view.values(),
            self.body.values(),
            self.dash.values(),
            self.shield.values(),
            self.life.values(),
            self.thread.values(),
            self.pickups.values(),
            self.round.values(),
            self.bots.values(),
            self.feel.values(),
        ]
        .concat()
    }

    /// The inverse of [`Tuning::values`]; `None` when the number of values is wrong.
    pub fn from_values(values: &[i32], weapons: Vec<Weapon>, personas: Vec<Persona>) -> Option<Tuning> {
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
            shield: Shields::from_values(take(SHIELD)?)?,
            life: Lives::from_values(take(LIFE)?)?,
            thread: Threads::from_values(take(THREAD)?)?,
            pickups: Pickups::from_values(take(PICKUPS)?)?,
            round: Rounds::from_values(take(MATCH)?)?,
            bots: Bots::from_values(take(BOTS)?)?,
            feel: Feel::from_values(take(FEEL)?)?,
            weapons,
            personas,
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
