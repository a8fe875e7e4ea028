//! Projectiles: how they fly, come back from walls, and end at the first body that does not refuse them, or at its shield.
//!
//! A projectile meets bodies where its shooter's screen shows them: see [`super::rewind`]. It flies through a part of that
//! at once, and catches up with the present soon; from then on it flies like any other.

use super::combat::{self, Hit, View};
use super::event::{Event, ShotEnd};
use super::grid::{Angle, GRID, Vec2, units};
use super::map::Map;
use super::rewind::{self, Lag};
use super::side;
use super::time::{TIME_PER_SECOND, Time};
use super::tuning::{Projectile, Tuning, WeaponKind};
use super::world::{Player, SeatId, Shot, World};

/// A shot that comes back from a wall goes on from so far before it, in units: never from within it.
const OFF_WALL: f64 = 1.0 / 16.0;

/// Projectiles fly.
pub fn fly(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let (now, mut returned) = (world.now, Vec::new());
    let mut shots = std::mem::take(&mut world.shots);
    shots.retain_mut(|shot| {
        let Some(WeaponKind::Projectile(weapon)) = tuning.weapon(shot.weapon).map(|w| &w.kind) else {
            return end(shot, ShotEnd::Reach, world, events);
        };
        let forward = std::mem::take(&mut shot.lag.forward);
        let mut flown = (0..=forward).rev().map(|back| (back, advance(shot, weapon, back, world, map, tuning, events)));
        let Some((forward, ended)) = flown.find_map(|(back, ended)| Some((back, ended?))) else { return true };
        world.ids.give(shot.id, now);
        events.push(Event::ShotEnded { id: shot.id, place: shot.place, end: ended, forward });
        let (ShotEnd::Player(seat) | ShotEnd::Shield(seat)) = ended else {
            combat::blast(world, shot, weapon, None, map, tuning, events);
            return false;
        };
        let Shot { seat: by, weapon: slot, place, angle, .. } = *shot;
        let Projectile { damage, push, .. } = *weapon;
        let view = view(world, seat, shot, forward, map, tuning);
        let hit = Hit { seat, by, weapon: slot, damage, place, angle, push, view };
        match ended {
            ShotEnd::Shield(_) => match send_back(&hit, weapon, world, tuning, events) {
                Some(shot) => {
                    returned.push(shot);
                    return false;
                }
                None => combat::block(world, &hit, tuning, events),
            },
            _ => combat::hurt(world, hit, tuning, events),
        }
        combat::blast(world, shot, weapon, Some(seat), map, tuning, events);
        false
    });
    shots.append(&mut returned);
    world.shots = shots;
}

/// A shield that has just been raised sends a shot back as its owner aims: another one, that begins anew.
fn send_back(
    hit: &Hit,
    weapon: &Projectile,
    world: &mut World,
    tuning: &Tuning,
    events: &mut Vec<Event>,
) -> Option<Shot> {
    let Hit { seat, by, weapon: slot, place, .. } = *hit;
    let player = world.player(seat).filter(|player| player.shield.sends_back(world.now, tuning))?;
    let angle = player.input.aim;
    let id = world.ids.take(world.now);
    events.push(Event::Snapback { seat, by, id, weapon: slot, place, angle });
    let (Projectile { reach, bounces, .. }, lag) = (weapon, Lag::default());
    let (reach, bounces) = (*reach, *bounces);
    Some(Shot { id, seat, weapon: slot, place, angle, reach, bounces, lag, refused_by: None })
}

/// What explains the hit of a shot that had so many steps left to fly at once.
fn view(world: &World, seat: SeatId, shot: &Shot, back: u8, map: &Map, tuning: &Tuning) -> View {
    let seen = seen(world, shot.lag, back, tuning);
    let from = world.player(shot.seat).map_or(shot.place, |shooter| shooter.body.place).units();
    world.player(seat).map_or(View::default(), |player| rewind::view(world, player, from, seen, map, tuning))
}

/// The instant whose bodies a shot meets that has so many steps left to fly at once.
fn seen(world: &World, lag: Lag, back: u8, tuning: &Tuning) -> Time {
    let step = tuning.step();
    world.now.after(step).left(Time(step.0 * u32::from(back)).after(lag.depth()))
}

/// A live change of the tuning may have made another kind of a weapon: its shots end.
fn end(shot: &Shot, end: ShotEnd, world: &mut World, events: &mut Vec<Event>) -> bool {
    world.ids.give(shot.id, world.now);
    events.push(Event::ShotEnded { id: shot.id, place: shot.place, end, forward: 0 });
    false
}

/// Moves a shot by one step, so many of them before the present one, and says if that was its last.
fn advance(
    shot: &mut Shot,
    weapon: &Projectile,
    back: u8,
    world: &World,
    map: &Map,
    tuning: &Tuning,
    events: &mut Vec<Event>,
) -> Option<ShotEnd> {
    let seconds = f64::from(tuning.step().0) / f64::from(TIME_PER_SECOND);
    let length = (units(weapon.speed) * seconds).min(units(shot.reach));
    let from = shot.place.units();
    let to = from + shot.angle.direction() * length;
    shot.reach -= (length * GRID + 0.5).floor() as i32;

    let wall = map.hit(from, to);
    let body = first_body(shot, weapon, back, from, to, world, tuning, events);
    shot.lag.flown = shot.lag.flown.after(tuning.step());
    let (share, end) = match (wall, body) {
        (Some((wall, normal)), body) if body.is_none_or(|(body, _)| wall <= body) => {
            if shot.bounces > 0 {
                bounce(shot, back, from, to, wall, normal, events);
                return (shot.reach <= 0).then_some(ShotEnd::Reach);
            }
            (wall, Some(ShotEnd::Wall))
        }
        (_, Some((body, met))) => (body, Some(met)),
        (_, None) => (1.0, (shot.reach <= 0).then_some(ShotEnd::Reach)),
    };
    shot.place = (from + (to - from) * share).snap();
    end
}

/// Turns a shot back at a wall. What is left of the step's way is not flown.
fn bounce(shot: &mut Shot, forward: u8, from: Vec2, to: Vec2, share: f64, normal: Vec2, events: &mut Vec<Event>) {
    shot.bounces -= 1;
    shot.place = (from + (to - from) * share + normal * OFF_WALL).snap();
    shot.angle = Angle::of(mirrored(to - from, normal));
    events.push(Event::Bounced { id: shot.id, place: shot.place, angle: shot.angle, forward });
}

/// A way thrown back by a wall with this normal.
pub fn mirrored(way: Vec2, normal: Vec2) -> Vec2 {
    way - normal * (2.0 * way.dot(normal))
}

/// The first body in the way that does not refuse the hit, or its shield, and how far along the way it is met. A dash through
/// the shot is told, once.
fn first_body(
    shot: &mut Shot,
    weapon: &Projectile,
    back: u8,
    from: Vec2,
    to: Vec2,
    world: &World,
    tuning: &Tuning,
    events: &mut Vec<Event>,
) -> Option<(f64, ShotEnd)> {
    let radius = units(tuning.body.radius) + units(weapon.radius);
    let end = world.now.after(tuning.step());
    let seen = seen(world, shot.lag, back, tuning);
    let mut first: Option<(f64, ShotEnd)> = None;
    // Nobody was further from where they are now than that: most need not be looked for in the past.
    let near = radius + (to - from).length() + rewind::furthest(seen, end, tuning);
    let is_near = |player: &&Player| {
        let away = player.body.place.units() - from;
        player.seat != shot.seat && player.health > 0 && away.dot(away) <= near * near
    };
    for player in world.players.iter().filter(is_near).filter(|p| !side::spares(world, shot.seat, p.seat, tuning)) {
        let place = rewind::on_the_way(world, player, seen, end);
        let Some(at) = place.and_then(|place| meets(from, to, place, radius)) else { continue };
        if rewind::slips(player, world.now, seen, tuning) {
            if shot.refused_by != Some(player.seat) && world.counts() {
                shot.refused_by = Some(player.seat);
                events.push(Event::Refused { seat: player.seat, by: shot.seat, place: player.body.place });
            }
        } else if first.is_none_or(|(best, _)| at < best) && !player.refuses_hits(world.now, tuning) {
            let shielded = rewind::shields(player, shot.angle, world.now, seen, tuning);
            first = Some((at, if shielded { ShotEnd::Shield(player.seat) } else { ShotEnd::Player(player.seat) }));
        }
    }
    first
}

/// Where a point on its way from `from` to `to` first comes within `radius` of `centre`, as a share of the way.
pub fn meets(from: Vec2, to: Vec2, centre: Vec2, radius: f64) -> Option<f64> {
    let way = to - from;
    let off = from - centre;
    let c = off.dot(off) - radius * radius;
    if c <= 0.0 {
        return Some(0.0);
    }
    let a = way.dot(way);
    let b = off.dot(way);
    let inner = b * b - a * c;
    if a == 0.0 || b >= 0.0 || inner < 0.0 {
        return None;
    }
    let at = (-b - inner.sqrt()) / a;
    (at <= 1.0).then_some(at)
}
