//! Whom to fight and what to be about: which enemy promises most, when to break off, where to roam.

use super::{BotBrain, Scene, Task};
use crate::bots::senses::{Mate, Track};
use crate::protocol::{Hurt, Killed, WireEvent};
use crate::sim::chance::below;
use crate::sim::grid::units;
use crate::sim::{Time, Vec2};

/// A remembered enemy that is not seen although it was last this near is not there any more, in units.
const GONE: f64 = 300.0;
/// How long it stays away, and how long it fights on before it does so again, in seconds.
const RETREAT: f64 = 0.8;
const RETREAT_AGAIN: f64 = 6.0;
/// Places that are looked at to find cover, and how far it may be for who is hurt, in units.
const COVER_TRIES: u32 = 24;
const COVER_DISTANCE: f64 = 480.0;
/// Places among which the farthest is roamed to.
const ROAM_TRIES: u32 = 8;
/// Farther than this is no better, in units.
const ROAM_FAR: f64 = 600.0;
/// A place that an enemy in view sees counts as so much nearer, in units: roaming keeps to cover.
const EXPOSED: f64 = 900.0;
/// After a kill a bot takes a breath for so long, in seconds, unless somebody hits it or comes as near as this, in units.
const BREATH: f64 = 0.4;
const BREATH_ROOM: f64 = 200.0;
/// It takes on whoever is within that distance and so much more, in units, and from further off only who hit it in the
/// last [`ANGER`] seconds: crossing the map is for those who choose their fights.
const TAKE_ON: f64 = 450.0;
const ANGER: f64 = 7.0;
/// Who is hurt takes on nobody further away than this share of it, less by caution.
const HURT_TAKE_ON: f64 = 0.56;
/// A metre of an enemy's thread brings it so much nearer, in units, and more for those who go far for thread.
const BOUNTY: f64 = 3.4;
const BOUNTY_GREED: f64 = 250.0;
/// But no tail brings anybody nearer than so much.
const BOUNTY_MOST: f64 = 320.0;
/// A newcomer counts as so much further away, in units, and is taken on from so small a share of the usual distance only.
const SPARED: f64 = 500.0;
const SPARED_TAKE_ON: f64 = 0.3;
/// Cover for a reload is no further away than this, in units.
const RELOAD_COVER: f64 = 220.0;

/// Who has hit or killed a mate in the last so many seconds counts as so much nearer while no wall is between, in units.
const TRADE: f64 = 3.0;
const TRADED: f64 = 120.0;
/// A tail of so many metres is guarded: an enemy within so many units of it counts as nearer by this share of what is left of them.
const GUARDED: f64 = 10.0;
const GUARD_REACH: f64 = 400.0;
const GUARD: f64 = 0.25;
/// Enemies and mates within so many units of one another are at it together. An enemy counts as so much nearer, in units, for
/// each mate who is at it, of two at most.
const TOGETHER: f64 = 450.0;
const FOCUS: f64 = 80.0;
/// Roaming, a place counts as so much further, in units, less its distance to the nearest mate.
const COMPANY: f64 = 500.0;

impl BotBrain {
    /// Who has hit this bot, and whom it has killed.
    pub(super) fn feel(&mut self, scene: &Scene<'_>) {
        let me = scene.view.seat.0;
        for event in &scene.view.snapshot.events {
            match event {
                WireEvent::Hurt(Hurt { seat, by: Some(by), .. }) if *seat == me => {
                    self.provoked = Some((*by, self.now + scene.ticks(ANGER)));
                }
                WireEvent::Hurt(Hurt { seat, by: Some(by), .. })
                | WireEvent::Killed(Killed { seat, by: Some(by), .. })
                    if self.plays_for(scene) >> *seat & 1 == 1 && *by != me =>
                {
                    self.avenged = Some((*by, self.now + scene.ticks(TRADE)));
                }
                WireEvent::Killed(Killed { by: Some(by), .. }) if *by == me => {
                    self.breath = self.now + scene.ticks(BREATH);
                }
                _ => (),
            }
        }
    }

    /// The enemy that promises most: near, in the open, weak, and preferably the present one.
    pub(super) fn choose_target(&mut self, scene: &Scene<'_>) {
        let caution = f64::from(scene.temper.caution) / 1000.0;
        let bold = if scene.is_hurt() { HURT_TAKE_ON - caution / 2.0 } else { 1.0 };
        let near = match self.now < self.breath {
            true => BREATH_ROOM,
            false => (units(scene.temper.distance) + TAKE_ON) * bold,
        };
        let metre = BOUNTY + units(scene.temper.greed) / BOUNTY_GREED;
        let rate = |track: &Track| {
            let way = (track.place - scene.place).length();
            let away = (way - (track.thread * metre).min(BOUNTY_MOST)).max(0.0);
            let unseen = track.seen != self.now;
            let spared = self.newcomers & (1 << track.seat) != 0;
            let near = if spared { near * SPARED_TAKE_ON } else { near };
            let provoked = self.provoked.is_some_and(|(seat, until)| seat == track.seat && self.now < until);
            if (unseen && way < GONE) || (away > near && !provoked) {
                return None;
            }
            let traded = self.avenged.is_some_and(|(seat, until)| seat == track.seat && self.now < until);
            let worse = |worse: bool, by: f64| if worse { by } else { 0.0 };
            let health = f64::from(track.health * 250 / scene.view.tuning.body.health.max(1));
            let rated = away
                + health
                + worse(track.open_since.is_none(), 250.0)
                + worse(unseen, 250.0)
                + worse(track.refuses, 200.0)
                + worse(spared, SPARED)
                - self.guard(track)
                - self.focus(track)
                - worse(traded && track.open_since.is_some(), TRADED)
                + worse(self.target != Some(track.seat), 120.0);
            Some((rated as i32, track.seat))
        };
        let target = self.senses.tracks().iter().filter_map(rate).min().map(|(_, seat)| seat);
        if target != self.target {
            self.target = target;
            let base = scene.skill.reaction;
            let fifth = base / 5;
            let time = base - fifth + below(&mut self.chance, 2 * fifth + 1);
            self.reaction = Time(time).ticks(scene.view.tuning.step());
        }
        if self.senses.tracks().iter().any(|track| track.open_since.is_some()) {
            self.alarmed = self.now;
        }
    }

    /// For whom it plays beside itself, a bit for each seat.
    fn plays_for(&self, scene: &Scene<'_>) -> u64 {
        if self.part.alone { 0 } else { scene.view.mates }
    }

    /// The mates in view for whom it plays.
    fn company_in_view(&self) -> &[Mate] {
        if self.part.alone { &[] } else { self.senses.mates() }
    }

    /// How much nearer an enemy counts who is near the mate whose tail is longest: that is worth guarding.
    fn guard(&self, track: &Track) -> f64 {
        let longest = self.company_in_view().iter().filter(|mate| mate.thread >= GUARDED);
        let longest = longest.max_by(|a, b| a.thread.total_cmp(&b.thread));
        longest.map_or(0.0, |mate| (GUARD_REACH - (mate.place - track.place).length()).max(0.0) * GUARD)
    }

    /// How much nearer an enemy counts whom mates have before them.
    fn focus(&self, track: &Track) -> f64 {
        let near = self.company_in_view().iter().filter(|mate| (mate.place - track.place).length() < TOGETHER);
        near.count().min(2) as f64 * FOCUS
    }

    /// The nearest mate, where more enemies are about than the bot and its mates can take on.
    fn outnumbered(&self, scene: &Scene<'_>) -> Option<Vec2> {
        let about = |place: Vec2| (place - scene.place).length() < TOGETHER;
        let enemies =
            self.senses.tracks().iter().filter(|track| track.open_since.is_some() && about(track.place)).count();
        let mates = self.company_in_view().iter().filter(|mate| about(mate.place)).count();
        let nearest = self.company_in_view().iter().map(|mate| mate.place);
        let nearest = nearest.min_by_key(|place| (*place - scene.place).length() as u32);
        nearest.filter(|_| enemies > mates + 1)
    }

    /// How much nearer a place to roam to counts that is near a mate: two are stronger than one and one.
    fn company(&self, place: Vec2) -> f64 {
        let near = |mate: &Mate| COMPANY - (mate.place - place).length();
        self.company_in_view().iter().map(near).fold(0.0, f64::max)
    }

    pub(super) fn choose_task(&mut self, scene: &Scene<'_>) {
        let reloads = std::mem::replace(&mut self.reloading, scene.own.busy > 0);
        let begins = self.reloading && !reloads;
        let target = self.target.and_then(|seat| self.senses.track(seat));
        let target = target.map(|track| (track.place, track.health, track.open_since.is_some()));
        let open = target.is_some_and(|(.., open)| open);
        if let Some(place) = self.errand(scene, open) {
            self.task = Task::Wind(place);
            return;
        }
        if let Some(place) = self.outnumbered(scene) {
            self.task = Task::Wind(place);
            return;
        }
        if let Task::Retreat { until, .. } = self.task {
            if self.now < until {
                return;
            }
            self.retreat_again = self.now + scene.ticks(RETREAT_AGAIN);
        }
        self.task = match (target, self.task) {
            (Some((place, health, true)), _) => {
                let away = self.retreat(scene, place, health);
                let away = if begins { away.or_else(|| self.duck(scene, place)) } else { away };
                away.unwrap_or(Task::Fight)
            }
            (Some((place, ..)), _) => Task::Hunt(place),
            (None, Task::Roam(goal)) if self.still_roams(scene, goal) => Task::Roam(goal),
            (None, _) => Task::Roam(self.far_place(scene)),
        };
    }

    fn still_roams(&self, scene: &Scene<'_>, goal: Vec2) -> bool {
        (goal - scene.place).length() > 60.0
    }

    /// A place far away that few enemies see.
    pub(super) fn far_place(&mut self, scene: &Scene<'_>) -> Vec2 {
        let places = scene.chart.places() as u32;
        let shy = EXPOSED * f64::from(scene.temper.caution) / 500.0;
        let mut best = (f64::NEG_INFINITY, scene.place);
        for _ in 0..ROAM_TRIES {
            let place = scene.chart.place(below(&mut self.chance, places) as usize);
            let seen = self.senses.tracks().iter().filter(|track| track.seen == self.now);
            let exposed = seen.filter(|track| scene.view.map.sees(track.place, place)).count();
            let away = (place - scene.place).length().min(ROAM_FAR);
            let rated = away - shy * exposed as f64 + self.company(place);
            if rated > best.0 {
                best = (rated, place);
            }
        }
        best.1
    }

    /// Whoever is badly hurt, and worse than the enemy in the open, looks for cover.
    fn retreat(&mut self, scene: &Scene<'_>, enemy: Vec2, enemy_health: i32) -> Option<Task> {
        let hurt = scene.is_hurt() && i32::from(scene.own.health) < enemy_health;
        if !hurt || self.now < self.retreat_again {
            return None;
        }
        let goal = self.cover(scene, enemy, COVER_DISTANCE);
        if goal.is_none() {
            self.retreat_again = self.now + scene.ticks(1.0);
        }
        goal.map(|goal| Task::Retreat { goal, until: self.now + scene.ticks(RETREAT) })
    }

    /// Whoever begins to reload in the open looks for cover near by, the more cautious the more often.
    fn duck(&mut self, scene: &Scene<'_>, enemy: Vec2) -> Option<Task> {
        if below(&mut self.chance, 1000) >= scene.temper.caution.max(0) as u32 {
            return None;
        }
        let goal = self.cover(scene, enemy, RELOAD_COVER)?;
        let ticks = Time(u32::from(scene.own.busy.max(0).unsigned_abs())).ticks(scene.view.tuning.step());
        Some(Task::Retreat { goal, until: self.now + ticks })
    }

    /// The nearest of some places that the enemy does not see and that is not behind it.
    fn cover(&mut self, scene: &Scene<'_>, enemy: Vec2, within: f64) -> Option<Vec2> {
        let places = scene.chart.places() as u32;
        let mut nearest: Option<(f64, Vec2)> = None;
        for _ in 0..COVER_TRIES {
            let place = scene.chart.place(below(&mut self.chance, places) as usize);
            let way = place - scene.place;
            let distance = way.length();
            let nearer = distance < nearest.map_or(within, |(best, _)| best);
            if nearer && way.dot(enemy - scene.place) <= 0.0 && !scene.view.map.sees(enemy, place) {
                nearest = Some((distance, place));
            }
        }
        nearest.map(|(_, place)| place)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::bots::navigation::tests::room;
    use crate::bots::skill::Part;
    use crate::config::assets::embedded_default;
    use crate::protocol::frame::seen;
    use crate::protocol::{Loose, Own, PlayerPiece, Snapshot};
    use crate::room::{Brain, View};
    use crate::sim::input::Input;
    use crate::sim::step::step;
    use crate::sim::{Angle, Entry, Point, SeatId, Tick, Time, Tuning, World};

    /// The bot, the seat of its mate, and those of two enemies, one to each side: the left one is 10 u nearer.
    const ME: SeatId = SeatId(0);
    const MATE: u8 = 1;
    const LEFT: u8 = 2;
    const RIGHT: u8 = 3;
    const PLACE: Point = Point { x: 400 * 256, y: 200 * 256 };

    fn piece(seat: u8, x: u16, y: u16, thread: u16) -> PlayerPiece {
        PlayerPiece { seat, x8: x * 8, y8: y * 8, aim: 0, fine: 0, health: 100, flags: seen::ALIVE, thread }
    }

    /// Plays a second among these others; `events` are told once.
    fn play(part: Part, seed: u64, players: &[PlayerPiece], events: &[WireEvent]) -> Input {
        let (tuning, map): (Arc<Tuning>, _) = (Arc::new(embedded_default()), Arc::new(room(&[])));
        let mut world = World::new(1, Tick(0), Time(0), &map, &tuning);
        step(&mut world, &[Entry::Join(ME)], &map, &tuning);
        let player = world.player_mut(ME).unwrap();
        player.body.place = PLACE;
        let own = Some(Own::of(player, Time(0)));
        let mut bot = BotBrain::playing(part, seed, 0, Arc::default());
        let mut input = Input::default();
        for tick in 1..60 {
            let events = if tick == 1 { events.to_vec() } else { Vec::new() };
            let (own, players) = (own.clone(), players.to_vec());
            let snapshot = Snapshot { tick, flags: 1, lead: 0, own, players, shots: vec![], events };
            let (mates, loose) = (1 << MATE, Arc::new(Loose { drops: vec![], waits: vec![] }));
            let view = View { seat: ME, snapshot, mates, loose, map: map.clone(), tuning: tuning.clone() };
            input = bot.act(&view);
        }
        input
    }

    fn faces(input: Input) -> u8 {
        if input.aim.direction().x > 0.0 { RIGHT } else { LEFT }
    }

    const ALONE: Part = Part { rating: None, better: 0, persona: Some(0), alone: true };
    const TOGETHER: Part = Part { alone: false, ..ALONE };

    #[test]
    fn who_has_hit_a_mate_is_fought_first() {
        let enemies = [piece(MATE, 400, 60, 0), piece(LEFT, 210, 200, 0), piece(RIGHT, 600, 200, 0)];
        let hit = |by: u8| {
            let hurt =
                Hurt { ago: 0, seat: MATE, by: Some(by), weapon: 0, damage: 14, x8: 0, y8: 0, seen: 0, covered: 0 };
            WireEvent::from(hurt)
        };
        assert_eq!(faces(play(TOGETHER, 1, &enemies, &[])), LEFT, "the nearer one, else");
        assert_eq!(faces(play(TOGETHER, 1, &enemies, &[hit(RIGHT)])), RIGHT);
        assert_eq!(faces(play(ALONE, 1, &enemies, &[hit(RIGHT)])), LEFT, "who plays for itself does not mind");
    }

    #[test]
    fn whoever_is_near_the_long_tail_of_a_mate_is_fought_first() {
        let enemies =
            |thread: u16| [piece(MATE, 600, 350, thread), piece(LEFT, 210, 200, 0), piece(RIGHT, 600, 200, 0)];
        assert_eq!(faces(play(TOGETHER, 1, &enemies(20), &[])), LEFT, "two metres are no long tail");
        assert_eq!(faces(play(TOGETHER, 1, &enemies(300), &[])), RIGHT);
        assert_eq!(faces(play(ALONE, 1, &enemies(300), &[])), LEFT);
    }

    #[test]
    fn whom_a_mate_is_at_is_fought_first() {
        let enemies = |mate: u16| [piece(MATE, mate, 60, 0), piece(LEFT, 210, 200, 0), piece(RIGHT, 600, 200, 0)];
        assert_eq!(faces(play(TOGETHER, 1, &enemies(120), &[])), LEFT);
        assert_eq!(faces(play(TOGETHER, 1, &enemies(690), &[])), RIGHT);
        assert_eq!(faces(play(ALONE, 1, &enemies(690), &[])), LEFT);
    }

    #[test]
    fn whoever_has_too_many_before_it_goes_to_a_mate() {
        // The mate stands behind the enemies: whoever plays for itself keeps away from there.
        let mut enemies = vec![piece(MATE, 760, 200, 0)];
        enemies.extend([(2, 120), (3, 280), (4, 200)].map(|(seat, y)| piece(seat, 600, y, 0)));
        let toward_mate = |part: Part| {
            let goes = |seed: &u64| {
                let way = play(part, *seed, &enemies, &[]).walk.angle();
                way.is_some_and(|way: Angle| way.direction().x > 0.9)
            };
            (1..=60).filter(goes).count()
        };
        let (together, alone) = (toward_mate(TOGETHER), toward_mate(ALONE));
        assert!(together >= 50 && alone <= 20, "{together} and {alone} of 60");
    }

    #[test]
    fn who_meets_nobody_goes_where_a_mate_is() {
        let toward_mate = |part: Part| {
            let goes = |seed: &u64| {
                let way = play(part, *seed, &[piece(MATE, 720, 200, 0)], &[]).walk.angle();
                way.is_some_and(|way: Angle| way.direction().x > 0.0)
            };
            (1..=60).filter(goes).count()
        };
        let (together, alone) = (toward_mate(TOGETHER), toward_mate(ALONE));
        assert!(together >= 55 && alone <= 45, "{together} and {alone} of 60");
    }
}
