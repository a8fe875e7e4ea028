//! Where two matches part: which tick, system, entity and field is the first that differs.

use std::fmt;
use std::sync::Arc;

use super::reader::{Journal, Step};
use super::replay::Replay;
use crate::sim::step::step_watched;
use crate::sim::{Entry, Map, Tick, Tuning, World, fields};

/// What comparing two journals came to. All fields are empty for two of the same match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The first tick whose steps were told different things, and what only the left and only the right was told.
    pub told: Option<(Tick, Vec<String>, Vec<String>)>,
    /// Where the worlds part when both are played by this build.
    pub parting: Option<Parting>,
    /// The first tick whose recorded hashes differ.
    pub recorded: Option<Tick>,
    /// The ticks after the last one, where these differ.
    pub ends: Option<(Tick, Tick)>,
}

/// Where two worlds part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The tick in whose step they do.
    pub tick: Tick,
    /// The system of that step after which they differ; `begin` where they never were the same.
    pub system: String,
    /// Whom the field belongs to: a seat, a shot; empty where it belongs to the world itself.
    pub entity: String,
    /// The first field that differs, with its two values.
    pub field: String,
    /// How many fields differ after that system.
    pub fields: usize,
}

/// Compares two journals, each on the map that it holds.
pub fn compare(left: (&Journal, &Map), right: (&Journal, &Map)) -> Comparison {
    let (mut a, mut b) = (Replay::new(left.0, left.1), Replay::new(right.0, right.1));
    let ends = (left.0.after_last(), right.0.after_last());
    let mut comparison = Comparison { ends: (ends.0 != ends.1).then_some(ends), ..Comparison::default() };
    comparison.parting = parted(a.world().tick, "begin", a.world(), b.world());
    while comparison.parting.is_none() {
        let before = (a.world().clone(), b.world().clone());
        let (Some(left_told), Some(right_told)) = (a.due(), b.due()) else { break };
        let tick = before.0.tick;
        if comparison.told.is_none() {
            let left = told(&left_told, &right_told);
            let right = told(&right_told, &left_told);
            comparison.told = (!left.is_empty() || !right.is_empty()).then_some((tick, left, right));
        }
        if comparison.recorded.is_none() && left_told.1.hash.zip(right_told.1.hash).is_some_and(|(l, r)| l != r) {
            comparison.recorded = Some(tick);
        }
        a.step();
        b.step();
        if a.world() != b.world() {
            comparison.parting = first_system(tick, (before.0, &left_told, a.map()), (before.1, &right_told, b.map()));
        }
    }
    comparison
}

/// What the step of a tick goes by.
type Told<'j> = (Arc<Tuning>, &'j Step);

/// What one was told and the other was not.
fn told(one: &Told<'_>, other: &Told<'_>) -> Vec<String> {
    let entries = one.1.entries.iter().filter(|entry| !other.1.entries.contains(entry));
    let mut only: Vec<String> = entries.map(describe).collect();
    if one.0 != other.0 {
        only.push("another tuning".to_owned());
    }
    only
}

fn describe(entry: &Entry) -> String {
    match entry {
        Entry::Join(seat) => format!("seat {} is filled", seat.0),
        Entry::Leave(seat) => format!("seat {} is left", seat.0),
        Entry::Refill(seat) => format!("seat {} is refilled", seat.0),
        Entry::Kill(seat) => format!("seat {} is killed", seat.0),
        Entry::Input(seat, input) => format!("seat {} holds {input:?}", seat.0),
    }
}

/// Makes the step of a tick again in both worlds, system by system, to see after which they part.
fn first_system(tick: Tick, left: (World, &Told<'_>, &Map), right: (World, &Told<'_>, &Map)) -> Option<Parting> {
    let systems = |(mut world, (tuning, step), map): (World, &Told<'_>, &Map)| {
        let mut seen: Vec<(String, World)> = Vec::new();
        step_watched(&mut world, &step.entries, map, tuning, |name, world| seen.push((name.to_owned(), world.clone())));
        seen.push(("clock".to_owned(), world));
        seen
    };
    let (left, right) = (systems(left), systems(right));
    left.iter().zip(&right).find_map(|((name, left), (_, right))| parted(tick, name, left, right))
}

fn parted(tick: Tick, system: &str, left: &World, right: &World) -> Option<Parting> {
    let differences = fields::difference(left, right);
    let field = differences.first()?.clone();
    let entity = entity(&field, left);
    Some(Parting { tick, system: system.to_owned(), entity, field, fields: differences.len() })
}

/// Whom a field belongs to: `players.2.health` is one of the third player, whose seat is what people know.
fn entity(field: &str, world: &World) -> String {
    let mut path = field.split('.');
    let (list, index) = (path.next(), path.next().and_then(|index| index.parse::<usize>().ok()));
    match (list, index) {
        (Some("players"), Some(at)) => world.players.get(at).map(|player| format!("seat {}", player.seat.0)),
        (Some("shots"), Some(at)) => {
            world.shots.get(at).map(|shot| format!("shot {} of seat {}", shot.id.id, shot.seat.0))
        }
        _ => None,
    }
    .unwrap_or_default()
}

impl Comparison {
    /// True when nothing differs.
    pub fn is_same(&self) -> bool {
        *self == Comparison::default()
    }
}

impl fmt::Display for Parting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parting { tick: Tick(tick), system, entity, field, fields } = self;
        let of = if entity.is_empty() { String::new() } else { format!(" of {entity}") };
        write!(f, "tick {tick}, after `{system}`{of}: {field}")?;
        if *fields > 1 { write!(f, ", and {} more", fields - 1) } else { Ok(()) }
    }
}
