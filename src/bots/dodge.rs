//! Shots that would hit and lines that would: which one, how soon, and to which side to step out of its way.
//!
//! A bot decides once about each shot and about each line, and only after it has seen it for its reaction time.

use crate::protocol::Snapshot;
use crate::sim::tuning::WEAPONS_MAX;
use crate::sim::{Angle, Map, Vec2};

use super::senses::{Track, place};

/// Room that a bot likes between itself and a passing shot, beyond the radii, in units.
const SHY: f64 = 12.0;
/// The same for a line that is charged, whose owner still turns it.
const SHY_OF_LINE: f64 = 30.0;
/// Shots that arrive later than this many seconds are nothing yet.
const HORIZON: f64 = 0.6;
/// Shots that a bot keeps in mind.
const NOTICED_MAX: usize = 24;

/// A shot on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threat {
    /// The direction to step to, of length 1: across the shot's way, to the nearer side.
    pub side: Vec2,
    /// Seconds until it arrives.
    pub seconds: f64,
    /// Where it flies.
    pub way: Angle,
}

/// Shots that a bot has noticed, and what it decided about them.
#[derive(Clone, Debug, Default)]
pub struct Dodge {
    noticed: Vec<Noticed>,
}

#[derive(Clone, Copy, Debug)]
struct Noticed {
    id: (u16, u8),
    since: u32,
    last: u32,
    decided: bool,
}

/// What a bot must know of itself and of shots to judge them.
pub struct Body<'a> {
    /// Whose shots do nothing to it, a bit for each seat: its own, and those of mates where friendly fire is off.
    pub spared_by: u64,
    /// Its place, in units.
    pub place: Vec2,
    /// Its velocity, in u/s.
    pub velocity: Vec2,
    /// Its radius and a shot's, in units.
    pub radius: f64,
    /// Speeds of shots by the slot of their weapon, in u/s.
    pub shot_speeds: [f64; WEAPONS_MAX],
    /// The map.
    pub map: &'a Map,
}

impl Dodge {
    /// The soonest shot that would hit and that has not been decided about, once it has been in view for `reaction`
    /// ticks. It counts as decided from then on.
    pub fn threat(&mut self, body: &Body<'_>, snapshot: &Snapshot, now: u32, reaction: u32) -> Option<Threat> {
        let mut soonest: Option<(Threat, usize)> = None;
        for shot in snapshot.shots.iter().filter(|shot| body.spared_by >> shot.seat & 1 == 0) {
            let Some(threat) = judge(body, shot.weapon, place(shot.x8, shot.y8), Angle(shot.angle)) else { continue };
            let at = self.notice((shot.id, shot.generation), now);
            let noticed = &self.noticed[at];
            let sooner = soonest.is_none_or(|(best, _)| threat.seconds < best.seconds);
            if !noticed.decided && now - noticed.since >= reaction && sooner {
                soonest = Some((threat, at));
            }
        }
        let (threat, at) = soonest?;
        self.noticed[at].decided = true;
        Some(threat)
    }

    fn notice(&mut self, id: (u16, u8), now: u32) -> usize {
        if let Some(at) = self.noticed.iter().position(|noticed| noticed.id == id) {
            self.noticed[at].last = now;
            return at;
        }
        let fresh = Noticed { id, since: now, last: now, decided: false };
        if self.noticed.len() < NOTICED_MAX {
            self.noticed.push(fresh);
            return self.noticed.len() - 1;
        }
        let oldest = (0..NOTICED_MAX).min_by_key(|at| self.noticed[*at].last).unwrap_or(0);
        self.noticed[oldest] = fresh;
        oldest
    }
}

/// The direction to step to, out of the line that this enemy charges; none where it leads elsewhere or a wall covers it.
pub fn line(body: &Body<'_>, enemy: &Track, reach: f64) -> Option<Vec2> {
    let way = enemy.aim.direction();
    let between = body.place - enemy.place;
    let along = between.dot(way);
    let aside = between - way * along;
    let near = along > 0.0 && along < reach && aside.length() < body.radius + SHY_OF_LINE;
    if !near || !body.map.sees(enemy.place, body.place) {
        return None;
    }
    Some(if aside.length() > 1.0 { aside.normal() } else { Vec2::new(-way.y, way.x) })
}

/// If and when a shot would hit this body, were both to go on as they do.
fn judge(body: &Body<'_>, weapon: u8, shot: Vec2, angle: Angle) -> Option<Threat> {
    let way = angle.direction();
    let between = body.place - shot;
    let along = between.dot(way);
    let seconds = along / body.shot_speeds[usize::from(weapon) % WEAPONS_MAX].max(1.0);
    if along <= 0.0 || seconds > HORIZON {
        return None;
    }
    let off = between + body.velocity * seconds - way * along;
    let aside = off - way * off.dot(way);
    if aside.length() > body.radius + SHY || !body.map.sees(shot, body.place) {
        return None;
    }
    let side = if aside.length() > 1.0 { aside.normal() } else { Vec2::new(-way.y, way.x) };
    Some(Threat { side, seconds, way: angle })
}

#[cfg(test)]
mod tests {
    use super::super::navigation::tests::room;
    use super::*;
    use crate::protocol::ShotPiece;

    fn check(y: u16, angle: u16, wall: bool) -> Option<Threat> {
        check_of(1, y, angle, wall)
    }

    fn check_of(seat: u8, y: u16, angle: u16, wall: bool) -> Option<Threat> {
        let map = room(if wall { &[(300, 0, 300, 400)] } else { &[] });
        let shot = ShotPiece { id: 7, generation: 0, seat, weapon: 0, x8: 200 * 8, y8: y * 8, angle, ago: 0 };
        let shots = vec![shot];
        let snapshot = Snapshot { tick: 0, flags: 1, lead: 0, own: None, players: vec![], shots, events: vec![] };
        let (place, velocity) = (Vec2::new(500.0, 200.0), Vec2::default());
        let body =
            Body { spared_by: 0b1001, place, velocity, radius: 25.0, shot_speeds: [900.0; WEAPONS_MAX], map: &map };
        let mut dodge = Dodge::default();
        assert_eq!(dodge.threat(&body, &snapshot, 0, 2), None, "nobody reacts at once");
        let threat = dodge.threat(&body, &snapshot, 2, 2);
        assert_eq!(dodge.threat(&body, &snapshot, 3, 2), None, "a shot is decided about once");
        threat
    }

    #[test]
    fn a_shot_that_comes_is_stepped_away_from_to_the_nearer_side() {
        let threat = check(190, 0, false);
        assert!(threat.is_some_and(|t| t.side.y > 0.9 && (t.seconds - 1.0 / 3.0).abs() < 0.01), "{threat:?}");
        assert!(check(210, 0, false).is_some_and(|t| t.side.y < -0.9));
    }

    #[test]
    fn a_shot_that_would_do_nothing_is_nothing() {
        assert!(check_of(2, 190, 0, false).is_some());
        assert_eq!((check_of(0, 190, 0, false), check_of(3, 190, 0, false)), (None, None), "its own, and a mate's");
    }

    #[test]
    fn a_shot_that_passes_flies_away_or_meets_a_wall_is_nothing() {
        assert_eq!(check(260, 0, false), None);
        assert_eq!(check(190, 0x8000, false), None);
        assert_eq!(check(190, 0, true), None);
    }

    #[test]
    fn a_line_is_stepped_out_of_where_it_leads_to_the_body_and_no_wall_covers_it() {
        let aims = |aim: u16, wall: bool| {
            let map = room(if wall { &[(300, 0, 300, 400)] } else { &[] });
            let (place, velocity) = (Vec2::new(500.0, 200.0), Vec2::default());
            let body =
                Body { spared_by: 1, place, velocity, radius: 22.0, shot_speeds: [900.0; WEAPONS_MAX], map: &map };
            line(&body, &Track::at(1, Vec2::new(200.0, 190.0), Angle(aim)), 1200.0)
        };
        assert!(aims(0, false).is_some_and(|side| side.y > 0.9));
        assert_eq!((aims(0, true), aims(0x8000, false), aims(0x1000, false)), (None, None, None));
    }
}
