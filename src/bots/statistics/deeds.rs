//! What each player did in a match, and what the players of each persona did in all.
//!
//! Definitions. *Fight distance*: between the two bodies at a hit. *Needle share*: of the health that hits take, the part
//! that rays take. *Fight begun*: a hit given after [`FIGHT`] without a hit given or taken; *weak* when whoever gives it
//! has less than [`WEAK`] of full health.

use schemars::JsonSchema;
use serde::Serialize;

use super::{FIGHT, Tally, ratio, share};
use crate::sim::thread::BITS;
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::tuning::WeaponKind;
use crate::sim::{Event, Time, Tuning, World};

/// Who begins a fight with less than this share of full health, in percent, begins it weak.
pub const WEAK: i32 = 30;

/// What one player did in one match.
#[derive(Clone, Debug, Default)]
pub struct Deeds {
    /// Its persona; empty for whoever has none.
    pub persona: String,
    /// Others killed.
    pub kills: u64,
    /// Times died.
    pub deaths: u64,
    /// It won.
    pub won: bool,
    /// Health taken from others.
    pub damage: u64,
    /// Of this, by rays.
    pub ray_damage: u64,
    /// Fights begun.
    pub fights: u64,
    /// Of these, those begun weak.
    pub weak_fights: u64,
    /// Thread wound, in cm.
    pub thread: u64,
    /// Rays slipped by a dash.
    pub slips: u64,
    /// Projectiles refused by a dash.
    pub refusals: u64,
    /// Time in the match, in world time.
    pub time: u64,
    /// How far away those were whom it hit, in units.
    pub distances: Vec<u16>,
}

/// Counts what players do.
pub(super) struct Doings {
    seats: Vec<Deeds>,
    /// When each seat last gave or took a hit.
    fought: Vec<Option<Time>>,
    /// Name and amount of what fell, in cm.
    drops: Vec<(u16, i32)>,
}

impl Doings {
    pub fn new(seats: u8) -> Doings {
        let seats = usize::from(seats);
        Doings { seats: vec![Deeds::default(); seats], fought: vec![None; seats], drops: Vec::new() }
    }

    pub fn name(&mut self, name: impl Fn(u8) -> String) {
        self.seats.iter_mut().enumerate().for_each(|(seat, deeds)| deeds.persona = name(seat as u8));
    }

    /// An event of a tick that began at `now`, and the world after it.
    pub fn count(&mut self, event: &Event, now: Time, world: &World, tuning: &Tuning) {
        match *event {
            Event::Hurt { seat, by: Some(by), weapon, damage, .. } if seat != by => {
                let bodies = (world.player(seat), world.player(by));
                if let (Some(hit), Some(shooter), Some(deeds)) = (bodies.0, bodies.1, self.seat(by.0)) {
                    let away = (hit.body.place.units() - shooter.body.place.units()).length();
                    deeds.distances.push(away as u16);
                    deeds.damage += u64::from(damage);
                    let ray = tuning.weapon(weapon).is_some_and(|weapon| matches!(weapon.kind, WeaponKind::Ray(_)));
                    deeds.ray_damage += if ray { u64::from(damage) } else { 0 };
                    self.note_fight(by.0, shooter.health * 100 < tuning.body.health * WEAK, now);
                }
                [seat, by].into_iter().for_each(|side| self.fight(side.0, now));
            }
            Event::Killed { seat, by, .. } => {
                self.seat(seat.0).into_iter().for_each(|deeds| deeds.deaths += 1);
                by.and_then(|by| self.seat(by.0)).into_iter().for_each(|deeds| deeds.kills += 1);
            }
            Event::Dropped { id, amount, .. } => {
                self.drops.retain(|(known, _)| *known != id);
                self.drops.push((id, amount));
            }
            Event::Wound { id, bit, seat } => {
                let amount = self.drops.iter().find(|(known, _)| *known == id).map_or(0, |(_, amount)| *amount);
                let upto = |bits: i32| amount * bits / BITS as i32;
                let worth = upto(i32::from(bit) + 1) - upto(i32::from(bit));
                self.seat(seat.0).into_iter().for_each(|deeds| deeds.thread += u64::from(worth.unsigned_abs()));
            }
            Event::Slipped { seat, .. } => self.seat(seat.0).into_iter().for_each(|deeds| deeds.slips += 1),
            Event::Refused { seat, .. } => self.seat(seat.0).into_iter().for_each(|deeds| deeds.refusals += 1),
            _ => (),
        }
    }

    /// The match is over: it lasted from the beginning of the world's time to now.
    pub fn finish(&mut self, world: &World, winner: Option<u8>) -> Vec<Deeds> {
        let mut seats = std::mem::take(&mut self.seats);
        for (seat, deeds) in seats.iter_mut().enumerate() {
            let side =
                world.players.iter().find(|player| usize::from(player.seat.0) == seat).map(|player| player.side.0);
            deeds.won = side.is_some() && winner == side;
            deeds.time = u64::from(world.now.0);
        }
        seats
    }

    fn seat(&mut self, seat: u8) -> Option<&mut Deeds> {
        self.seats.get_mut(usize::from(seat))
    }

    /// A hit is given: by one who has not fought for a while, it begins a fight.
    fn note_fight(&mut self, by: u8, weak: bool, now: Time) {
        let since = self.fought.get(usize::from(by)).copied().flatten();
        if since.is_none_or(|since| now.left(since) > FIGHT)
            && let Some(deeds) = self.seat(by)
        {
            deeds.fights += 1;
            deeds.weak_fights += u64::from(weak);
        }
    }

    fn fight(&mut self, seat: u8, now: Time) {
        if let Some(fought) = self.fought.get_mut(usize::from(seat)) {
            *fought = Some(now);
        }
    }
}

/// What all players of a persona did in all matches.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonaReport {
    /// Its name.
    pub name: String,
    /// How often it played: players times matches.
    pub players: u64,
    /// Share of these that won.
    pub win_share: f64,
    /// Others killed.
    pub kills: u64,
    /// Times died.
    pub deaths: u64,
    /// Median distance of its hits, in units.
    pub fight_distance_median_u: f64,
    /// Share of the health it took that its rays took.
    pub needle_share: f64,
    /// Share of the fights it began that it began below 30 % of health.
    pub weak_fight_share: f64,
    /// Thread wound per player and minute, in metres.
    pub thread_m_per_player_min: f64,
    /// Shots refused by a dash, per player and minute.
    pub refused_per_player_min: f64,
}

impl PersonaReport {
    /// Sums up, in the order in which personas first come.
    pub(super) fn of(tallies: &[Tally]) -> Vec<PersonaReport> {
        let mut names: Vec<&str> = Vec::new();
        let all = || tallies.iter().flat_map(|tally| &tally.deeds);
        for deeds in all().filter(|deeds| !deeds.persona.is_empty()) {
            if !names.contains(&deeds.persona.as_str()) {
                names.push(&deeds.persona);
            }
        }
        names.into_iter().map(|name| PersonaReport::one(name, all().filter(|d| d.persona == name).collect())).collect()
    }

    fn one(name: &str, deeds: Vec<&Deeds>) -> PersonaReport {
        let sum = |of: fn(&Deeds) -> u64| deeds.iter().map(|deeds| of(deeds)).sum::<u64>();
        let minutes = sum(|d| d.time) as f64 / f64::from(60 * TIME_PER_SECOND);
        PersonaReport {
            name: name.to_owned(),
            players: deeds.len() as u64,
            win_share: share(sum(|d| u64::from(d.won)), deeds.len() as u64),
            kills: sum(|d| d.kills),
            deaths: sum(|d| d.deaths),
            fight_distance_median_u: median(deeds.iter().flat_map(|deeds| deeds.distances.iter().copied()).collect()),
            needle_share: share(sum(|d| d.ray_damage), sum(|d| d.damage)),
            weak_fight_share: share(sum(|d| d.weak_fights), sum(|d| d.fights)),
            thread_m_per_player_min: ratio(sum(|d| d.thread) as f64 / 100.0, minutes),
            refused_per_player_min: ratio(sum(|d| d.slips + d.refusals) as f64, minutes),
        }
    }

    /// In one line, for people.
    pub fn line(&self) -> String {
        format!(
            "{:<12} won {:>4.1} %, {} kills, {} deaths, hits at {:.0} u, rays {:.1} %, weak fights {:.1} %, wound {:.1} m/min",
            self.name,
            self.win_share * 100.0,
            self.kills,
            self.deaths,
            self.fight_distance_median_u,
            self.needle_share * 100.0,
            self.weak_fight_share * 100.0,
            self.thread_m_per_player_min,
        )
    }
}

/// The middle one of distances in units.
pub(super) fn median(mut distances: Vec<u16>) -> f64 {
    distances.sort_unstable();
    distances.get(distances.len() / 2).map_or(0.0, |middle| f64::from(*middle))
}
