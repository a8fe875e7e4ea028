//! Weapons: what leaves a muzzle, how it flies and whom it hits.
//!
//! Knows kinds of weapons, never their names.

use super::chance;
use super::event::{Event, ShotEnd};
use super::grid::{GRID, Vec2, units};
use super::input::{FIRE, RELOAD};
use super::map::Map;
use super::time::{TIME_PER_SECOND, Time};
use super::tuning::{Projectile, Tuning, WeaponKind};
use super::world::{Life, Phase, Player, SHOTS_MAX, SeatId, Shot, World};

/// Players shoot and reload.
pub fn fire(world: &mut World, _: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let (now, seed) = (world.now, world.public_seed);
    if !matches!(world.phase, Phase::Running { .. }) {
        return;
    }
    for player in world.players.iter_mut().filter(|p| p.is_alive()) {
        let Some(WeaponKind::Projectile(weapon)) = tuning.weapon(player.weapon).map(|w| &w.kind) else { continue };
        reload(player, weapon, now, events);
        if !may_fire(player, now) || world.shots.len() >= SHOTS_MAX {
            continue;
        }
        let bits = chance::mix(seed, u32::from(player.seat.0), player.shots);
        let angle = player.input.aim.turned(chance::centred(bits, weapon.spread));
        let shot = Shot {
            id: world.ids.take(now),
            seat: player.seat,
            weapon: player.weapon,
            place: player.body.place,
            angle,
            reach: weapon.reach,
        };
        after_shot(player, weapon, now, tuning.step());
        let Shot { id, seat, weapon, place, angle, .. } = shot;
        events.push(Event::Shot { seat, id, weapon, place, angle });
        world.shots.push(shot);
    }
}

fn reload(player: &mut Player, weapon: &Projectile, now: Time, events: &mut Vec<Event>) {
    if player.reload_ends > Time(0) {
        if now >= player.reload_ends {
            player.reload_ends = Time(0);
            player.clip = weapon.clip;
        }
        return;
    }
    // A live change of the tuning may have made the clip smaller.
    player.clip = player.clip.min(weapon.clip);
    let asked = player.input.buttons & RELOAD != 0 && player.clip < weapon.clip;
    if player.clip <= 0 || asked {
        player.reload_ends = now.after(Time(weapon.reload.max(1) as u32));
        events.push(Event::Reloading { seat: player.seat });
    }
}

fn may_fire(player: &Player, now: Time) -> bool {
    player.input.buttons & FIRE != 0
        && now >= player.fire_ready
        && now >= player.body.dash_ends
        && player.reload_ends == Time(0)
        && player.clip > 0
}

/// What a shot costs its shooter. Protection ends with the first one.
fn after_shot(player: &mut Player, weapon: &Projectile, now: Time, step: Time) {
    // While fire is held the rate holds even where the period is no multiple of a step.
    let on_time = now.left(player.fire_ready) < step;
    let from = if on_time { player.fire_ready } else { now };
    player.fire_ready = from.after(Time(weapon.rate as u32));
    player.clip -= 1;
    player.shots += 1;
    player.life = Life::Alive { protected: Time(0) };
}

/// Projectiles fly, and end at the first wall or body in their way.
pub fn fly(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let now = world.now;
    // Once the result stands, shots that are still in flight change nothing any more.
    let counts = matches!(world.phase, Phase::Running { .. });
    let mut shots = std::mem::take(&mut world.shots);
    shots.retain_mut(|shot| {
        let Some(end) = advance(shot, world, map, tuning) else { return true };
        let id = shot.id;
        world.ids.give(id, now);
        events.push(Event::ShotEnded { id, place: shot.place, end });
        if let ShotEnd::Player(seat) = end
            && counts
        {
            hurt(world, seat, shot, tuning, events);
        }
        false
    });
    world.shots = shots;
}

/// Moves a shot by one step, and says if that was its last.
fn advance(shot: &mut Shot, world: &World, map: &Map, tuning: &Tuning) -> Option<ShotEnd> {
    let Some(WeaponKind::Projectile(weapon)) = tuning.weapon(shot.weapon).map(|w| &w.kind) else {
        return Some(ShotEnd::Reach);
    };
    let seconds = f64::from(tuning.step().0) / f64::from(TIME_PER_SECOND);
    let length = (units(weapon.speed) * seconds).min(units(shot.reach));
    let from = shot.place.units();
    let to = from + shot.angle.direction() * length;
    shot.reach -= (length * GRID + 0.5).floor() as i32;

    let wall = map.cast(from, to);
    let body = first_body(shot, weapon, from, to, world, tuning);
    let (share, end) = match (wall, body) {
        (Some(wall), Some((body, _))) if wall <= body => (wall, Some(ShotEnd::Wall)),
        (_, Some((body, seat))) => (body, Some(ShotEnd::Player(seat))),
        (Some(wall), None) => (wall, Some(ShotEnd::Wall)),
        (None, None) => (1.0, (shot.reach <= 0).then_some(ShotEnd::Reach)),
    };
    shot.place = (from + (to - from) * share).snap();
    end
}

/// The first body in the way that does not refuse the hit, and how far along the way it is met.
fn first_body(
    shot: &Shot,
    weapon: &Projectile,
    from: Vec2,
    to: Vec2,
    world: &World,
    tuning: &Tuning,
) -> Option<(f64, SeatId)> {
    let radius = units(tuning.body.radius) + units(weapon.radius);
    let mut first: Option<(f64, SeatId)> = None;
    for player in world.players.iter().filter(|p| p.seat != shot.seat && p.health > 0) {
        let Some(at) = meets(from, to, player.body.place.units(), radius) else { continue };
        let nearer = first.is_none_or(|(best, _)| at < best);
        if nearer && !player.refuses_hits(world.now, tuning) {
            first = Some((at, player.seat));
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

fn hurt(world: &mut World, seat: SeatId, shot: &Shot, tuning: &Tuning, events: &mut Vec<Event>) {
    let Some(WeaponKind::Projectile(weapon)) = tuning.weapon(shot.weapon).map(|w| &w.kind) else { return };
    let by = world.player(shot.seat).map(|p| p.seat);
    let Some(player) = world.player_mut(seat) else { return };
    player.health -= weapon.damage;
    player.hurt_by = by.map(|by| (by, shot.weapon));
    let damage = weapon.damage.clamp(0, i32::from(u16::MAX)) as u16;
    events.push(Event::Hurt { seat, by, weapon: shot.weapon, damage, place: shot.place });
}
