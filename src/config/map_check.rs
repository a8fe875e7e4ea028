//! What a designer would say of a map, tile by tile: the figures below, each with its bounds and with what breaks them.
//!
//! ```text
//! Map + Plan + weapons that are found ─▶ Ground (solid tiles, places that a body comes to) ─▶ figures
//! ```
//!
//! `map_file` refuses what cannot be played at all; here stands what can be played and is no good.

mod ground;

use self::ground::Ground;
use super::map_file::ROOM;
use super::maps::plan::{PLAYERS, Plan};
use crate::bots::navigation::Navigation;
use crate::sim::map::{CELL, Map, Pickup, Spawn};
use crate::sim::{Tuning, Vec2};

/// Area for each player, in 1,000 u²: with less nobody gets away, with more nobody meets anybody.
const AREA: (f64, f64) = (400.0, 550.0);
/// Spawns for each player, at least: so many are in use or in sight at once that half of them must be spare.
const SPAWNS: f64 = 2.0;
/// From one spawn to another, in units, at least: the width of a lane.
const SPAWNS_APART: f64 = 120.0;
/// The same for two with a line free of walls between them, in units: about a dash.
const SPAWNS_IN_SIGHT: f64 = 140.0;
/// Share of the map that is cover, in percent: with less there is nothing to hide behind, with more no room to fight.
const COVER: (f64, f64) = (8.0, 22.0);
/// Longest line free of walls, in units: about twice the reach of a needle, so that from its middle neither end is hit.
const SIGHT: f64 = 2500.0;
/// From one thing to pick up to another, in units, at least: nobody takes two in passing.
const PICKUPS_APART: f64 = 150.0;
/// Each weapon that has to be found lies about so often, at least: one alone would belong to whoever is there first.
const WEAPONS: f64 = 2.0;
/// What can be picked up and is no weapon.
const PLAIN: [&str; 3] = ["spool", "battery", "thimble"];

/// One figure of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is measured.
    pub name: &'static str,
    /// What it is.
    pub value: f64,
    /// The least that it may be.
    pub low: f64,
    /// The most.
    pub high: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What breaks the bounds, and the tile where; empty where no tile is to blame.
    pub faults: Vec<String>,
}

impl Figure {
    /// It lies within its bounds.
    pub fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.value)
    }

    fn of(name: &'static str, value: f64, (low, high): (f64, f64), unit: &'static str) -> Figure {
        Figure { name, value, low, high, unit, faults: Vec::new() }
    }

    /// A number of faults, of which there must be none.
    fn none_of(name: &'static str, faults: Vec<String>) -> Figure {
        Figure { name, value: faults.len() as f64, low: 0.0, high: 0.0, unit: "", faults }
    }

    /// A figure with what breaks its bounds, if they are broken.
    fn because(mut self, fault: Option<String>) -> Figure {
        if !self.holds() {
            self.faults.extend(fault);
        }
        self
    }
}

/// All figures of a map that was drawn for `players`; weapons that have to be found are those of the tuning.
pub fn judge(map: &Map, plan: &Plan, players: i32, tuning: &Tuning) -> Vec<Figure> {
    let file = &map.file;
    let ground = Ground::of(map, &plan.polygons);
    let area = f64::from(file.width) * f64::from(file.height) / f64::from(players) / 1000.0;
    let spawns: Vec<Vec2> = file.spawns.iter().map(|Spawn(x, y)| point(*x, *y)).collect();
    let limits = (f64::from(*PLAYERS.start()), f64::from(*PLAYERS.end()));
    let mut figures = vec![
        Figure::of("players", f64::from(players), limits, ""),
        Figure::of("area per player", area, AREA, "k u²"),
        Figure::of("cover", ground.cover_share() * 100.0, COVER, "%"),
        Figure::none_of("places that nobody comes to", ground.unreached()),
        Figure::none_of("passages narrower than three tiles", ground.narrow()),
        sight(map, &ground),
        Figure::of("spawns per player", spawns.len() as f64 / f64::from(players), (SPAWNS, f64::INFINITY), ""),
        nearest("nearest two spawns", &spawns, SPAWNS_APART, |_, _| true),
        nearest("nearest two spawns in sight", &spawns, SPAWNS_IN_SIGHT, |a, b| map.sees(a, b)),
    ];
    figures.extend(pickups(map, &ground, tuning));
    if plan.mirror.is_some() {
        figures.push(Figure::none_of("tiles, spawns, pickups without their image", ground.uneven(map, plan)));
    }
    figures
}

fn pickups(map: &Map, ground: &Ground, tuning: &Tuning) -> Vec<Figure> {
    let pickups = &map.file.pickups;
    let places: Vec<Vec2> = pickups.iter().map(|Pickup(_, x, y)| point(*x, *y)).collect();
    let found: Vec<&str> =
        tuning.weapons.iter().filter(|weapon| weapon.is_found()).map(|weapon| &*weapon.name).collect();
    let told = |Pickup(what, x, y): &Pickup, problem: &str| format!("{}: a {what} {problem}", tile(point(*x, *y)));
    let faults = |problem: &str, is_wrong: &dyn Fn(&Pickup) -> bool| -> Vec<String> {
        pickups.iter().filter(|pickup| is_wrong(pickup)).map(|pickup| told(pickup, problem)).collect()
    };
    let (width, height) = (f64::from(map.file.width), f64::from(map.file.height));
    let is_middle = |x: f64, side: f64| (side..=side * 2.0).contains(&(x * 3.0));
    let is_aside = |Pickup(what, x, y): &Pickup| {
        what == "thimble" && !(is_middle(f64::from(*x), width) && is_middle(f64::from(*y), height))
    };
    let is_unknown = |Pickup(what, ..): &Pickup| !PLAIN.contains(&&**what) && !found.contains(&&**what);
    let is_away = |Pickup(_, x, y): &Pickup| !ground.is_reached(point(*x, *y));
    let mut figures = vec![
        nearest("nearest two pickups", &places, PICKUPS_APART, |_, _| true),
        Figure::none_of("pickups that nobody comes to", faults("that nobody comes to", &is_away)),
        Figure::none_of("spawns, pickups to which bots know no way", without_way(map, tuning)),
        Figure::none_of("pickups that the tuning does not know", faults("that the tuning does not know", &is_unknown)),
        Figure::none_of("thimbles aside", faults("outside of the middle third of the map", &is_aside)),
    ];
    let counts = found.iter().map(|name| (pickups.iter().filter(|Pickup(what, ..)| what == name).count(), *name));
    if let Some((count, name)) = counts.min() {
        let rarest = Figure::of("of the rarest weapon", count as f64, (WEAPONS, f64::INFINITY), "");
        figures.push(rarest.because(Some(format!("{name} lies about {count} times"))));
    }
    figures
}

/// Where bots, who plan their ways, would never go.
fn without_way(map: &Map, tuning: &Tuning) -> Vec<String> {
    let chart = Navigation::new(map, tuning.body.radius);
    let spawns = map.file.spawns.iter().map(|Spawn(x, y)| ("spawn", point(*x, *y)));
    let places = spawns.chain(map.file.pickups.iter().map(|Pickup(what, x, y)| (&**what, point(*x, *y))));
    let Some(from) = map.file.spawns.first().map(|Spawn(x, y)| point(*x, *y)) else { return Vec::new() };
    let lost = places.filter(|(_, place)| chart.plan(map, from, *place).is_none());
    lost.map(|(what, place)| format!("{}: a {what} without a way from the first spawn", tile(place))).collect()
}

/// The longest line, by its two ends.
fn sight(map: &Map, ground: &Ground) -> Figure {
    let (from, to) = ground.longest_line(map);
    let fault = format!("{} sees {}", tile(from), tile(to));
    Figure::of("longest line free of walls", (to - from).length(), (0.0, SIGHT), "u").because(Some(fault))
}

/// The two that are nearest to each other, of those pairs that count.
fn nearest(name: &'static str, places: &[Vec2], least: f64, counts: impl Fn(Vec2, Vec2) -> bool) -> Figure {
    let mut figure = Figure::of(name, f64::INFINITY, (least, f64::INFINITY), "u");
    for (i, a) in places.iter().enumerate() {
        for b in &places[..i] {
            let apart = (*a - *b).length();
            if (apart >= figure.value && apart >= least) || !counts(*a, *b) {
                continue;
            }
            figure.value = figure.value.min(apart);
            if apart < least {
                figure.faults.push(format!("{} and {}, {apart:.0} u apart", tile(*b), tile(*a)));
            }
        }
    }
    figure
}

fn point(x: i32, y: i32) -> Vec2 {
    Vec2::new(f64::from(x), f64::from(y))
}

/// How a place is named: by its tile, as Tiled counts them.
fn tile(place: Vec2) -> String {
    let count = |units: f64| (units / f64::from(CELL)).floor();
    format!("tile ({}, {})", count(place.x), count(place.y))
}
