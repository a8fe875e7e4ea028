//! Players that use every ability all the time, and what they came to: budgets must hold for such players.
//!
//! A bot decides where to go and at whom to aim; its finger never rests. In each [`TURN`] it takes the needle for one
//! charge, and fires the first weapon for the rest; it dashes whenever [`DASH_EVERY`] has passed.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use fray::protocol::WireEvent;
use fray::room::{Brain, Recruit, Recruiter, View};
use fray::sim::Input;
use fray::sim::input::{DASH, FIRE, RELOAD};
use fray::sim::tuning::WeaponKind;

use super::claim::{Failure, Stage, ensure};

/// The defect that leaves players as they are.
pub const IDLE_HANDS: &str = "idle_hands";
/// What each player must reach while it is alive.
const DASHES_A_MINUTE: f64 = 10.0;
const SHOTS_A_SECOND: f64 = 2.0;

/// Ticks at 60 Hz, of which these figures are told.
const TICK_HZ: f64 = 60.0;
const TURN: u32 = 600;
/// To take the needle, to thread it and to charge it takes so long.
const NEEDLE: u32 = 135;
const DASH_EVERY: u32 = 150;
/// Players of different numbers take their needles at different times.
const STAGGER: u32 = 97;

/// What all players of a claim do.
#[derive(Clone, Default)]
pub struct Activity(Arc<Mutex<Vec<Arc<Counts>>>>);

/// What one player did, as its own views tell it.
#[derive(Default)]
struct Counts {
    ticks_alive: AtomicU32,
    dashes: AtomicU32,
    shots: AtomicU32,
    rays: AtomicU32,
}

impl Activity {
    /// A brain that is busy, or with the planted defect only watched.
    pub fn watch(&self, brain: Box<dyn Brain + Send>, number: u32, stage: &Stage) -> Box<dyn Brain + Send> {
        let counts = Arc::new(Counts::default());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(counts.clone());
        let idle = stage.fault == Some(IDLE_HANDS);
        Box::new(Busy { brain, counts, idle, now: number.wrapping_mul(STAGGER), dash_at: 0, seen: None })
    }

    /// The same for all bots of a room.
    pub fn recruiter(&self, recruiter: Recruiter, stage: &Stage) -> Recruiter {
        let (activity, stage) = (self.clone(), Stage { ..*stage });
        Arc::new(move |seed, number| {
            let Recruit { name, brain } = recruiter(seed, number);
            Recruit { name, brain: activity.watch(brain, number, &stage) }
        })
    }

    /// What was reached by all on the mean and by whoever did least, in words; an error if that is too little. In short
    /// forms only the mean says something.
    pub fn reached(&self, stage: &Stage) -> Result<String, Failure> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sum =
            |of: fn(&Counts) -> &AtomicU32| counts.iter().map(|one| f64::from(of(one).load(Relaxed))).sum::<f64>();
        let seconds = sum(|one| &one.ticks_alive) / TICK_HZ;
        let (dashes, rays) = (sum(|one| &one.dashes) * 60.0 / seconds, sum(|one| &one.rays) * 60.0 / seconds);
        let shots = sum(|one| &one.shots) / seconds;
        let least = |of: fn(&Counts) -> &AtomicU32| {
            let rates = counts.iter().map(|one| f64::from(of(one).load(Relaxed)) * TICK_HZ / one.alive());
            rates.fold(f64::INFINITY, f64::min)
        };
        let (least_dashes, least_shots) = (least(|one| &one.dashes) * 60.0, least(|one| &one.shots));
        let told = format!(
            "alive each dashes {dashes:.1} times a minute (least {least_dashes:.1}), shoots {shots:.2} a second (least \
             {least_shots:.2}), {rays:.1} rays a minute among them"
        );
        let (dashes, shots) = stage.pick((dashes, shots), (least_dashes, least_shots));
        ensure(dashes >= DASHES_A_MINUTE && shots >= SHOTS_A_SECOND && rays >= 1.0, || format!("too lazy: {told}"))?;
        Ok(told)
    }
}

impl Counts {
    /// In ticks, and never zero.
    fn alive(&self) -> f64 {
        f64::from(self.ticks_alive.load(Relaxed)).max(1.0)
    }

    fn count(&self, view: &View) {
        let seat = view.seat.0;
        for event in &view.snapshot.events {
            match event {
                WireEvent::Dashed(dashed) if dashed.seat == seat => self.dashes.fetch_add(1, Relaxed),
                WireEvent::Fired(fired) if fired.seat == seat => self.shots.fetch_add(1, Relaxed),
                WireEvent::Lashed(lashed) if lashed.seat == seat => {
                    self.rays.fetch_add(1, Relaxed);
                    self.shots.fetch_add(1, Relaxed)
                }
                _ => 0,
            };
        }
    }
}

/// A bot whose finger never rests.
struct Busy {
    brain: Box<dyn Brain + Send>,
    counts: Arc<Counts>,
    idle: bool,
    /// Ticks alive, from another beginning for each.
    now: u32,
    dash_at: u32,
    /// The tick of the newest view.
    seen: Option<u32>,
}

impl Brain for Busy {
    fn act(&mut self, view: &View) -> Input {
        let input = self.brain.act(view);
        if self.seen.replace(view.snapshot.tick) != Some(view.snapshot.tick) {
            self.counts.count(view);
        }
        let Some(own) = view.snapshot.own.as_ref().filter(|own| own.is_alive()) else { return input };
        self.now = self.now.wrapping_add(1);
        self.counts.ticks_alive.fetch_add(1, Relaxed);
        if self.idle {
            return input;
        }
        let is_ray = |slot: &usize| matches!(view.tuning.weapons[*slot].kind, WeaponKind::Ray(_));
        let needle = (0..view.tuning.weapons.len()).find(is_ray).filter(|_| self.now % TURN < NEEDLE);
        let dashes = needle.is_none() && own.dash_wait == 0 && self.now.wrapping_sub(self.dash_at) >= DASH_EVERY;
        if dashes {
            self.dash_at = self.now;
        }
        // A reload comes by itself when the clip is empty.
        let buttons = input.buttons & !RELOAD | FIRE | if dashes { DASH } else { 0 };
        Input { buttons, weapon: needle.map_or(0, |slot| slot as u8), ..input }
    }

    fn play_as(&mut self, persona: &str) {
        self.brain.play_as(persona);
    }
}
