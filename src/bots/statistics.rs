//! What bot matches were like: counted from events and the world, and held against the bands of good play.
//!
//! ```text
//! tick ─▶ Watch (per seat: life, last hit, trail) ─▶ Tally (one match) ─▶ Report (all matches, in their order) ─▶ bands
//! ```
//!
//! Definitions. *In a fight*: between two hits, given or taken, that lie at most [`FIGHT`] apart. *Hurt to dead*: from the
//! first hit since the body was whole to its end. *Stuck*: alive for [`STUCK_AFTER`], all that time within [`STUCK_WAY`] of where it is,
//! and no enemy in the view rectangle with a line free of walls to it; its share is of the time that could count, that is
//! without such an enemy.

mod deeds;

use std::collections::{BTreeMap, VecDeque};

use schemars::JsonSchema;
use serde::Serialize;

use crate::room::interest::view_half;
use crate::room::sight::BOT_ASPECT;
use crate::sim::map::fnv;
use crate::sim::side::{self, Mode};
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::{EndedBy, Event, Map, Player, Point, Time, Tuning, World};
pub use deeds::{Deeds, PersonaReport};
use deeds::{Doings, median};

/// Longest pause between two hits of one fight: the slowest weapon shoots every 1.6 s, and a miss does not end a fight.
pub const FIGHT: Time = Time(3 * TIME_PER_SECOND);
/// A match that time ended while no side had so much of the goal, in percent, came to nothing.
pub const STALE_SHARE: i32 = 10;
/// So did one with so long a pause without a hit.
pub const STALE_PAUSE: Time = Time(45 * TIME_PER_SECOND);
/// The time in which who is not stuck gets somewhere.
pub const STUCK_AFTER: Time = Time(2 * TIME_PER_SECOND);
/// How far that is at least, in units.
pub const STUCK_WAY: f64 = 40.0;
/// A death sooner after the spawn is too soon.
pub const EARLY: Time = Time(3 * TIME_PER_SECOND);
/// Time between two looks at who is stuck: a divisor of [`STUCK_AFTER`].
const LOOK: Time = Time(TIME_PER_SECOND / 5);

/// What one match was like.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Kills, deaths, shots, hits and dashes of all players.
    pub kills: u64,
    /// Deaths of all players.
    pub deaths: u64,
    /// Deaths within [`EARLY`] of the spawn.
    pub early_deaths: u64,
    /// Shots.
    pub shots: u64,
    /// Shots that hurt.
    pub hits: u64,
    /// Dashes.
    pub dashes: u64,
    /// Time of all players, dead or alive.
    pub time: u64,
    /// Time of all players alive.
    pub alive: u64,
    /// Time of all players in a fight.
    pub fighting: u64,
    /// Looks at players alive for [`STUCK_AFTER`].
    pub looks: u64,
    /// Of these, those without an enemy in the open in view.
    pub could_count: u64,
    /// Of these, those who were stuck.
    pub stuck: u64,
    /// Lives that ended, in world time.
    pub lives: Vec<u32>,
    /// From first hurt to dead, in world time.
    pub hurt_to_dead: Vec<u32>,
    /// The side with most thread: a seat, or a team.
    pub winner: Option<u8>,
    /// The last change of the lead came in the second half.
    pub late_lead_change: bool,
    /// How often each kind of event came, by the name of the kind.
    pub events: BTreeMap<&'static str, u64>,
    /// Somebody had as much thread as it takes.
    pub by_goal: bool,
    /// Nothing came of it: see [`STALE_SHARE`] and [`STALE_PAUSE`].
    pub stalemate: bool,
    /// Kills with each weapon, by slot.
    pub weapon_kills: Vec<u64>,
    /// Falls of a leader with a long tail.
    pub great_unravels: u64,
    /// What each player did, by seat.
    pub deeds: Vec<Deeds>,
    /// Hash of the world at the end.
    pub hash: u64,
    /// Teams played.
    pub tug: bool,
    /// How long the match was, in world time.
    pub length: u32,
}

impl Tally {
    /// Share of the time that could count in which a bot was stuck.
    pub fn stuck_share(&self) -> f64 {
        share(self.stuck, self.could_count)
    }
}

/// Watches one match.
pub struct Watch {
    tally: Tally,
    seats: Vec<SeatWatch>,
    doings: Doings,
    began: Time,
    looked: Time,
    /// The last hit, or the beginning of play.
    hit: Option<Time>,
    /// The side that leads alone or led last, and since when.
    lead: Option<(u8, Time)>,
}

#[derive(Clone, Debug, Default)]
struct SeatWatch {
    spawned: Option<Time>,
    hurt: Option<Time>,
    fought: Option<Time>,
    /// Where it was at the looks of the last [`STUCK_AFTER`], oldest first.
    trail: VecDeque<Point>,
}

impl Watch {
    /// A watch over a match of so many seats that begins at `now`.
    pub fn new(seats: u8, now: Time) -> Watch {
        let doings = Doings::new(seats);
        let seats = vec![SeatWatch::default(); usize::from(seats)];
        Watch { tally: Tally::default(), seats, doings, began: now, looked: now, hit: None, lead: None }
    }

    /// The same, knowing which persona sits where.
    pub fn of_personas(mut self, name: impl Fn(u8) -> String) -> Watch {
        self.doings.name(name);
        self
    }

    /// Takes in a tick: what happened in it, and the world after it.
    pub fn tick(&mut self, events: &[Event], world: &World, map: &Map, tuning: &Tuning) {
        // Events happen at the start of the step that the world has just made.
        let step = tuning.step();
        let now = Time(world.now.0.saturating_sub(step.0));
        self.tally.weapon_kills.resize(tuning.weapons.len(), 0);
        for event in events {
            self.doings.count(event, now, world, tuning);
            self.count(event, now);
        }
        self.note_lead(world, now);
        for player in &world.players {
            if player.health >= tuning.body.health
                && let Some(seat) = self.seat(player.seat.0)
            {
                seat.hurt = None;
            }
            self.tally.time += u64::from(step.0);
            self.tally.alive += if player.is_alive() { u64::from(step.0) } else { 0 };
        }
        if self.looked.after(LOOK) <= world.now {
            self.looked = self.looked.after(LOOK);
            self.look(world, map, tuning);
        }
    }

    /// The match is over.
    pub fn finish(mut self, world: &World, tuning: &Tuning, winner: Option<u8>, hash: u64) -> Tally {
        self.pause(world.now);
        let goal = side::goal(world.mode, world.players.len(), tuning);
        let most = world.players.iter().map(|player| side::thread_of(world, player.side)).max().unwrap_or(0);
        self.tally.stalemate |= !self.tally.by_goal && i64::from(most) * 100 < i64::from(goal) * i64::from(STALE_SHARE);
        (self.tally.winner, self.tally.tug) = (winner, world.mode == Mode::Tug);
        self.tally.hash = hash;
        self.tally.length = world.now.left(self.began).0;
        self.tally.deeds = self.doings.finish(world, winner);
        let half = self.began.after(Time(self.tally.length / 2));
        self.tally.late_lead_change = self.lead.is_some_and(|(_, since)| since >= half);
        self.tally
    }

    fn seat(&mut self, seat: u8) -> Option<&mut SeatWatch> {
        self.seats.get_mut(usize::from(seat))
    }

    fn count(&mut self, event: &Event, now: Time) {
        *self.tally.events.entry(event.kind()).or_default() += 1;
        match *event {
            Event::Shot { .. } => self.tally.shots += 1,
            Event::Dashed { .. } => self.tally.dashes += 1,
            Event::Spawned { seat, .. } => {
                if let Some(seat) = self.seat(seat.0) {
                    *seat = SeatWatch { spawned: Some(now), ..SeatWatch::default() };
                }
            }
            Event::Hurt { seat, by, .. } => {
                self.tally.hits += 1;
                self.pause(now);
                if let Some(seat) = self.seat(seat.0) {
                    seat.hurt = seat.hurt.or(Some(now));
                }
                [Some(seat), by].into_iter().flatten().for_each(|side| self.fight_on(side.0, now));
            }
            Event::Killed { seat, by, weapon, .. } => {
                self.tally.deaths += 1;
                self.tally.kills += u64::from(by.is_some());
                if let Some(kills) = self.tally.weapon_kills.get_mut(usize::from(weapon)).filter(|_| by.is_some()) {
                    *kills += 1;
                }
                self.bury(seat.0, now);
            }
            Event::Dropped { great, .. } => self.tally.great_unravels += u64::from(great),
            Event::MatchBegan => self.hit = Some(now),
            Event::MatchEnded { by, .. } => self.tally.by_goal = by == EndedBy::Goal,
            _ => (),
        }
    }

    /// A hit, or the end: how long was it since the last one?
    fn pause(&mut self, now: Time) {
        self.tally.stalemate |= self.hit.is_some_and(|before| now.left(before) >= STALE_PAUSE);
        self.hit = self.hit.map(|_| now);
    }

    fn fight_on(&mut self, seat: u8, now: Time) {
        let Some(seat) = self.seat(seat) else { return };
        let pause = seat.fought.map_or(Time(0), |before| now.left(before));
        seat.fought = Some(now);
        self.tally.fighting += if pause <= FIGHT { u64::from(pause.0) } else { 0 };
    }

    fn bury(&mut self, seat: u8, now: Time) {
        let Some(seat) = self.seat(seat) else { return };
        let life = std::mem::take(seat);
        if let Some(spawned) = life.spawned {
            let lived = now.left(spawned);
            self.tally.lives.push(lived.0);
            self.tally.early_deaths += u64::from(lived < EARLY);
        }
        if let Some(hurt) = life.hurt {
            self.tally.hurt_to_dead.push(now.left(hurt).0);
        }
    }

    fn note_lead(&mut self, world: &World, now: Time) {
        let Some(leader) = side::leading(world) else { return };
        if self.lead.is_none_or(|(side, _)| side != leader.0) {
            self.lead = Some((leader.0, now));
        }
    }

    fn look(&mut self, world: &World, map: &Map, tuning: &Tuning) {
        let open = in_the_open(world, map, tuning);
        for (player, open) in world.players.iter().zip(open) {
            let alive = player.is_alive();
            let Some(seat) = self.seats.get_mut(usize::from(player.seat.0)) else { continue };
            if !alive {
                seat.trail.clear();
                continue;
            }
            seat.trail.push_back(player.body.place);
            if seat.trail.len() <= (STUCK_AFTER.0 / LOOK.0) as usize {
                continue;
            }
            self.tally.looks += 1;
            if !open {
                let here = player.body.place.units();
                let stays = seat.trail.iter().all(|place| (place.units() - here).length() < STUCK_WAY);
                self.tally.could_count += 1;
                self.tally.stuck += u64::from(stays);
            }
            seat.trail.pop_front();
        }
    }
}

/// For each player, if an enemy stands in its view rectangle with a line free of walls to it.
fn in_the_open(world: &World, map: &Map, tuning: &Tuning) -> Vec<bool> {
    let half = view_half(BOT_ASPECT, tuning);
    let players = &world.players;
    let mut open = vec![false; players.len()];
    for second in 1..players.len() {
        for first in 0..second {
            let (a, b) = (&players[first], &players[second]);
            if (open[first] && open[second]) || !a.is_alive() || !b.is_alive() || a.is_mate(b) {
                continue;
            }
            let way = b.body.place.units() - a.body.place.units();
            let in_view = way.x.abs() <= half.x && way.y.abs() <= half.y;
            if in_view && sees(map, a, b) {
                (open[first], open[second]) = (true, true);
            }
        }
    }
    open
}

fn sees(map: &Map, a: &Player, b: &Player) -> bool {
    map.sees(a.body.place.units(), b.body.place.units())
}

/// What all matches of a run were like. Numbers are rounded to four places, so that the text of a report is as
/// repeatable as the run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Simulated time of all matches, in seconds.
    pub simulated_seconds: f64,
    /// Kills.
    pub kills: u64,
    /// Deaths.
    pub deaths: u64,
    /// Shots.
    pub shots: u64,
    /// Dashes.
    pub dashes: u64,
    /// Kills per player and minute.
    pub kills_per_player_min: f64,
    /// Dashes per player and minute.
    pub dashes_per_player_min: f64,
    /// Projectiles and rays shot per player and second alive.
    pub shots_per_player_s: f64,
    /// Share of shots that hurt.
    pub accuracy: f64,
    /// Median life, in seconds.
    pub life_median_s: f64,
    /// Median time from the first hit in a life to its end, in seconds.
    pub hurt_to_dead_median_s: f64,
    /// Nine in ten are shorter, in seconds.
    pub hurt_to_dead_p90_s: f64,
    /// Share of deaths within three seconds of the spawn.
    pub early_death_share: f64,
    /// Share of the time alive that is spent in a fight.
    pub fight_share: f64,
    /// Share of the time that could count in which a bot was stuck.
    pub stuck_share: f64,
    /// Share of the time alive that could count.
    pub stuck_could_count_share: f64,
    /// Share of matches whose last change of the lead came in the second half.
    pub late_lead_change_share: f64,
    /// Share of matches that came to nothing.
    pub stalemate_share: f64,
    /// Share of matches that somebody ended by having thread enough.
    pub by_goal_share: f64,
    /// Projectiles and rays that a dash refused, per player and minute.
    pub refused_per_player_min: f64,
    /// Projectiles that a shield sent back, per player and minute.
    pub snapbacks_per_player_min: f64,
    /// Kills with each weapon, by slot.
    pub weapon_kills: Vec<u64>,
    /// Median distance of hits, in units.
    pub fight_distance_median_u: f64,
    /// Share of the health taken that rays took.
    pub needle_share: f64,
    /// Share of fights that were begun below 30 % of health.
    pub weak_fight_share: f64,
    /// Thread wound per player and minute, in metres.
    pub thread_m_per_player_min: f64,
    /// Falls of a leader with a long tail, per match.
    pub great_unravels_per_match: f64,
    /// Rays that a dash slipped, per match.
    pub slips_per_match: f64,
    /// What each persona did, in file order.
    pub personas: Vec<PersonaReport>,
    /// Teams played.
    pub tug: bool,
    /// Matches won, by seat; of teams by team.
    pub wins_per_side: Vec<u64>,
    /// Matches without a winner.
    pub draws: u64,
    /// How often each kind of event came; zero where it never did.
    pub events: BTreeMap<&'static str, u64>,
    /// Hash of the world at the end of each match.
    pub hashes: Vec<String>,
    /// One hash over all of these.
    pub hash: String,
}

impl Report {
    /// Sums up matches of so many sides, in their order.
    pub fn of(tallies: &[Tally], sides: u8) -> Report {
        let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
        let all = |of: fn(&Tally) -> &Vec<u32>| {
            let mut all: Vec<u32> = tallies.iter().flat_map(|tally| of(tally).iter().copied()).collect();
            all.sort_unstable();
            all
        };
        let sum_of = |kind: &str| -> u64 { tallies.iter().filter_map(|tally| tally.events.get(kind)).sum() };
        let minutes = sum(|t| t.time) as f64 / f64::from(60 * TIME_PER_SECOND);
        let seconds_alive = sum(|t| t.alive) as f64 / f64::from(TIME_PER_SECOND);
        let (lives, hurt) = (all(|t| &t.lives), all(|t| &t.hurt_to_dead));
        let wins = |side: u8| tallies.iter().filter(|tally| tally.winner == Some(side)).count() as u64;
        let done = |of: fn(&Deeds) -> u64| tallies.iter().flat_map(|tally| &tally.deeds).map(of).sum::<u64>();
        let distances = tallies.iter().flat_map(|tally| &tally.deeds).flat_map(|deeds| deeds.distances.iter().copied());
        let weapons = tallies.iter().map(|tally| tally.weapon_kills.len()).max().unwrap_or(0);
        let weapon_kills = |slot: usize| tallies.iter().filter_map(|tally| tally.weapon_kills.get(slot)).sum();
        let matches = tallies.len() as f64;
        let bytes: Vec<u8> = tallies.iter().flat_map(|tally| tally.hash.to_le_bytes()).collect();
        Report {
            simulated_seconds: share(sum(|t| u64::from(t.length)), u64::from(TIME_PER_SECOND)),
            kills: sum(|t| t.kills),
            deaths: sum(|t| t.deaths),
            shots: sum(|t| t.shots),
            dashes: sum(|t| t.dashes),
            kills_per_player_min: ratio(sum(|t| t.kills) as f64, minutes),
            dashes_per_player_min: ratio(sum(|t| t.dashes) as f64, minutes),
            shots_per_player_s: ratio((sum(|t| t.shots) + sum_of("Lashed")) as f64, seconds_alive),
            accuracy: share(sum(|t| t.hits), sum(|t| t.shots)),
            life_median_s: quantile(&lives, 50),
            hurt_to_dead_median_s: quantile(&hurt, 50),
            hurt_to_dead_p90_s: quantile(&hurt, 90),
            early_death_share: share(sum(|t| t.early_deaths), sum(|t| t.deaths)),
            fight_share: share(sum(|t| t.fighting), sum(|t| t.alive)),
            stuck_share: share(sum(|t| t.stuck), sum(|t| t.could_count)),
            stuck_could_count_share: share(sum(|t| t.could_count), sum(|t| t.looks)),
            late_lead_change_share: share(sum(|t| u64::from(t.late_lead_change)), tallies.len() as u64),
            stalemate_share: share(sum(|t| u64::from(t.stalemate)), tallies.len() as u64),
            by_goal_share: share(sum(|t| u64::from(t.by_goal)), tallies.len() as u64),
            refused_per_player_min: ratio(done(|d| d.slips + d.refusals) as f64, minutes),
            snapbacks_per_player_min: ratio(sum_of("Snapback") as f64, minutes),
            weapon_kills: (0..weapons).map(weapon_kills).collect(),
            fight_distance_median_u: median(distances.collect()),
            needle_share: share(done(|d| d.ray_damage), done(|d| d.damage)),
            weak_fight_share: share(done(|d| d.weak_fights), done(|d| d.fights)),
            thread_m_per_player_min: ratio(done(|d| d.thread) as f64 / 100.0, minutes),
            great_unravels_per_match: ratio(sum(|t| t.great_unravels) as f64, matches),
            slips_per_match: ratio(done(|d| d.slips) as f64, matches),
            personas: PersonaReport::of(tallies),
            tug: tallies.iter().any(|tally| tally.tug),
            wins_per_side: (0..sides).map(wins).collect(),
            draws: tallies.iter().filter(|tally| tally.winner.is_none()).count() as u64,
            events: Event::KINDS.iter().map(|kind| (*kind, sum_of(kind))).collect(),
            hashes: tallies.iter().map(|tally| format!("{:016x}", tally.hash)).collect(),
            hash: format!("{:016x}", fnv(&bytes)),
        }
    }

    /// The bands of good play for what the game has by now. Of a weapon's share of kills, 12 to 45 %, the upper bound is
    /// for three weapons and more: of two, one has at least half, and the lower bound of the other is what can be asked. Of teams
    /// less of the time is asked to be a fight: half of those around are mates, and two on one make it short.
    pub fn bands(&self) -> Vec<Band> {
        let band = |name, value, low, high, unit| Band { name, value, low, high, unit };
        let percent = |name, value: f64, low, high| band(name, value * 100.0, low, high, "%");
        let by_weapon = |kills: Option<&u64>| share(kills.copied().unwrap_or(0), self.weapon_kills.iter().sum());
        let fighting = if self.tug { 30.0 } else { 40.0 };
        let commonest = if self.weapon_kills.len() > 2 { 45.0 } else { 88.0 };
        vec![
            band("kills per player and minute", self.kills_per_player_min, 3.0, 8.0, ""),
            band("hurt to dead, median", self.hurt_to_dead_median_s, 2.0, 5.0, "s"),
            band("hurt to dead, p90", self.hurt_to_dead_p90_s, 0.0, 11.0, "s"),
            band("life, median", self.life_median_s, 9.0, 18.0, "s"),
            percent("time in a fight", self.fight_share, fighting, 60.0),
            percent("deaths within 3 s of the spawn", self.early_death_share, 0.0, 2.0),
            percent("matches ended by the goal", self.by_goal_share, 60.0, 85.0),
            percent("matches that came to nothing", self.stalemate_share, 0.0, 2.0),
            percent("last lead change after half-time", self.late_lead_change_share, 50.0, 100.0),
            band("shots refused per player and minute", self.refused_per_player_min, 0.5, 2.0, ""),
            band("snapbacks per player and minute", self.snapbacks_per_player_min, 0.2, 1.0, ""),
            percent("kills by the rarest weapon", by_weapon(self.weapon_kills.iter().min()), 12.0, 88.0),
            percent("kills by the commonest weapon", by_weapon(self.weapon_kills.iter().max()), 12.0, commonest),
            percent("bots stuck", self.stuck_share, 0.0, 1.0),
            percent("time in which stuck could count", self.stuck_could_count_share, 20.0, 100.0),
        ]
    }
}

/// A figure and where it should lie.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Band {
    /// What it is.
    pub name: &'static str,
    /// What it came to.
    pub value: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
    /// Its unit.
    pub unit: &'static str,
}

impl Band {
    /// True when the figure lies in its band.
    pub fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.value)
    }
}

fn ratio(of: f64, whole: f64) -> f64 {
    if whole > 0.0 { (of / whole * 10_000.0 + 0.5).floor() / 10_000.0 } else { 0.0 }
}

fn share(of: u64, whole: u64) -> f64 {
    ratio(of as f64, whole as f64)
}

/// The value, in seconds, that so many percent of sorted spans do not exceed.
fn quantile(sorted: &[u32], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).map_or(0.0, |span| ratio(f64::from(*span), f64::from(TIME_PER_SECOND)))
}
