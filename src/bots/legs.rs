//! How a bot gets somewhere: it plans a way, cuts corners that it can see past, and frees itself when it is caught.
//!
//! Knows nothing of why it goes. Ways are planned rarely, because planning is the dearest thing that a bot does.

use rand_pcg::Pcg32;

use crate::sim::chance::below;
use crate::sim::{Angle, Map, Vec2};

use super::navigation::Navigation;

/// A goal that moved further than this is planned for anew, in units.
const GOAL_MOVED: f64 = 100.0;
/// Least time between two plans, in seconds.
const REPLAN: f64 = 0.5;
/// Time between two looks past the next corner, in seconds.
const LOOK: f64 = 0.1;
/// A corner is reached within this, in units.
const REACHED: f64 = 16.0;
/// Whoever wants to walk and gets less far than this within [`CAUGHT_AFTER`] seconds is caught, in units.
const CAUGHT: f64 = 40.0;
const CAUGHT_AFTER: f64 = 0.6;
/// How long a caught bot walks anywhere, in seconds.
const DETOUR: f64 = 0.3;

/// The way that a bot is on.
#[derive(Clone, Debug, Default)]
pub struct Legs {
    /// Corners, the nearest last.
    way: Vec<Vec2>,
    goal: Vec2,
    planned: Option<u32>,
    looked: u32,
    /// Where the bot was when, to tell if it is caught.
    mark: (Vec2, u32),
    detour: Option<(Angle, u32)>,
}

/// Where the walking happens.
pub struct Ground<'a> {
    /// The map.
    pub map: &'a Map,
    /// The ways on it.
    pub chart: &'a Navigation,
    /// The bot's tick.
    pub now: u32,
    /// Length of a tick, in seconds.
    pub step: f64,
}

impl Ground<'_> {
    fn ticks(&self, seconds: f64) -> u32 {
        (seconds / self.step) as u32 + 1
    }
}

impl Legs {
    /// Forgets the way: the body is elsewhere now.
    pub fn rest(&mut self) {
        *self = Legs::default();
    }

    /// The direction to walk in to get from `place` to `goal`; none when it is reached, or cannot be.
    pub fn toward(&mut self, goal: Vec2, place: Vec2, ground: &Ground<'_>, chance: &mut Pcg32) -> Option<Angle> {
        if let Some(angle) = self.detour(place, ground, chance) {
            return Some(angle);
        }
        self.plan(goal, place, ground);
        self.cut_corners(place, ground);
        while self.way.last().is_some_and(|corner| (*corner - place).length() < REACHED) {
            self.way.pop();
        }
        let corner = self.way.last()?;
        Some(Angle::of(*corner - place))
    }

    /// A place on the way about `distance` ahead, to look at while walking.
    pub fn ahead(&self, place: Vec2, distance: f64) -> Option<Vec2> {
        let far = self.way.iter().rev().find(|corner| (**corner - place).length() > distance);
        far.or(self.way.first()).copied()
    }

    /// The bot stands still or fights on the spot, on purpose.
    pub fn stand(&mut self, place: Vec2, now: u32) {
        self.mark = (place, now);
        self.detour = None;
    }

    /// Tells a bot that stopped moving although it wants to where to walk instead for a moment.
    fn detour(&mut self, place: Vec2, ground: &Ground<'_>, chance: &mut Pcg32) -> Option<Angle> {
        if let Some((angle, until)) = self.detour {
            if ground.now < until {
                return Some(angle);
            }
            self.stand(place, ground.now);
        }
        let (marked, since) = self.mark;
        if (place - marked).length() > CAUGHT || ground.now < since {
            self.mark = (place, ground.now);
        } else if ground.now - since > ground.ticks(CAUGHT_AFTER) {
            let angle = Angle(below(chance, 65536) as u16);
            self.way.clear();
            self.planned = None;
            self.detour = Some((angle, ground.now + ground.ticks(DETOUR)));
            return Some(angle);
        }
        None
    }

    fn plan(&mut self, goal: Vec2, place: Vec2, ground: &Ground<'_>) {
        let moved = (goal - self.goal).length();
        let due = self.planned.is_none_or(|at| ground.now - at >= ground.ticks(REPLAN));
        let wanted = self.way.is_empty() || moved > GOAL_MOVED;
        if self.planned.is_none() || (due && wanted && (moved > 0.0 || self.way.is_empty())) {
            self.way = ground.chart.plan(ground.map, place, goal).unwrap_or_default();
            self.goal = goal;
            self.planned = Some(ground.now);
            self.looked = ground.now;
        }
    }

    /// Leaves out the next corner when the body can walk straight to the one behind it.
    fn cut_corners(&mut self, place: Vec2, ground: &Ground<'_>) {
        if self.way.len() < 2 || ground.now - self.looked < ground.ticks(LOOK) {
            return;
        }
        self.looked = ground.now;
        for skip in [2, 1] {
            let Some(at) = self.way.len().checked_sub(1 + skip) else { continue };
            if ground.chart.is_clear(ground.map, place, self.way[at]) {
                self.way.truncate(at + 1);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::navigation::tests::room;
    use super::*;

    /// Walks a point at 320 u/s and says how many ticks it took to arrive.
    fn walk(map: &Map, from: Vec2, goal: Vec2, held: bool) -> Option<u32> {
        let chart = Navigation::new(map, 20 * 256);
        let (mut legs, mut chance, mut place) = (Legs::default(), Pcg32::new(1, 1), from);
        for now in 0..600 {
            let ground = Ground { map, chart: &chart, now, step: 1.0 / 60.0 };
            match legs.toward(goal, place, &ground, &mut chance) {
                Some(_) if held => (),
                Some(angle) => place = place + angle.direction() * (320.0 / 60.0),
                None if (place - goal).length() < 2.0 * REACHED => return Some(now),
                None => (),
            }
            assert!(map.near(place).all(|w| crate::sim::movement::from_wall(place, w).length() > 15.0));
        }
        assert!(!held || legs.detour.is_some() || legs.mark.1 > 0, "a held body looks for another way");
        None
    }

    #[test]
    fn a_bot_arrives_behind_a_wall() {
        let map = room(&[(400, 0, 400, 300)]);
        let ticks = walk(&map, Vec2::new(300.0, 100.0), Vec2::new(500.0, 100.0), false).unwrap();
        assert!((75..140).contains(&ticks), "{ticks}");
    }

    #[test]
    fn a_body_that_does_not_move_tries_another_way() {
        let map = room(&[]);
        assert_eq!(walk(&map, Vec2::new(300.0, 100.0), Vec2::new(500.0, 100.0), true), None);
    }
}
