//! Weapons: what leaves a hand, and what a hit does to a body.
//!
//! Knows kinds of weapons, never their names.

use serde::{Deserialize, Serialize};

use super::arms::step_arms;
use super::chance;
use super::event::Event;
use super::grid::{Angle, Point, Vec2, units};
use super::map::Map;
use super::ray;
use super::rewind::{self, Lag};
use super::side;
use super::time::Time;
use super::tuning::{Projectile, Tuning, WeaponKind};
use super::world::{Life, Player, SHOTS_MAX, SeatId, Shot, World};

/// Hands switch, reload, charge and shoot.
pub fn fire(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    if world.rests() {
        return;
    }
    let mut rays = Vec::new();
    for at in 0..world.players.len() {
        let room = world.shots.len() + pellets(&world.players[at], tuning) <= SHOTS_MAX;
        let (now, player) = (world.now, &mut world.players[at]);
        let free = room && player.is_alive() && now >= player.body.dash_ends && !player.shield.up;
        let acted = step_arms(&mut player.arms, player.input, free, now, tuning.step(), tuning);
        let (seat, place, weapon) = (player.seat, player.body.place, player.arms.weapon);
        if acted.switched {
            events.push(Event::Switched { seat, weapon });
        }
        if acted.reloading && player.is_alive() {
            events.push(Event::Reloading { seat });
        }
        if acted.charging {
            events.push(Event::Charging { seat, place });
        }
        if acted.charging || acted.shot {
            // Protection ends with the first shot, and with the charge that leads to one.
            player.life = Life::Alive { protected: Time(0) };
        }
        match tuning.weapon(weapon).map(|weapon| &weapon.kind) {
            Some(WeaponKind::Projectile(projectile)) if acted.shot => scatter(world, at, projectile, tuning, events),
            Some(WeaponKind::Ray(ray)) if acted.shot => rays.push((seat, weapon, ray)),
            _ => (),
        }
    }
    // All hands have moved before the first ray hits, so that no seat is before another.
    for (seat, weapon, ray) in rays {
        ray::lash(world, seat, weapon, ray, map, tuning, events);
    }
}

fn pellets(player: &Player, tuning: &Tuning) -> usize {
    match tuning.weapon(player.arms.weapon).map(|weapon| &weapon.kind) {
        Some(WeaponKind::Projectile(weapon)) => weapon.pellets.max(0) as usize,
        _ => 0,
    }
}

/// The projectiles of one shot leave, each somewhere in the cone.
fn scatter(world: &mut World, at: usize, weapon: &Projectile, tuning: &Tuning, events: &mut Vec<Event>) {
    let player = &world.players[at];
    let (seat, place, slot) = (player.seat, player.body.place, player.arms.weapon);
    let lag = Lag::of(player.input.seen, tuning.step());
    let (aim, count) = (player.input.aim, weapon.pellets.clamp(1, 255) as u8);
    for pellet in 0..count {
        let number = player.arms.shots.wrapping_sub(count).wrapping_add(pellet);
        let bits = chance::mix(world.public_seed, u32::from(seat.0), number.into());
        let angle = aim.turned(chance::centred(bits, weapon.spread));
        let id = world.ids.take(world.now);
        let Projectile { reach, bounces, .. } = *weapon;
        world.shots.push(Shot { id, seat, weapon: slot, place, angle, reach, bounces, lag, refused_by: None });
        events.push(Event::Shot { seat, id, weapon: slot, place, angle, forward: lag.forward });
    }
}

/// A hit as it is about to hurt.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Whom it hurts.
    pub seat: SeatId,
    /// Who shot; the shot of one who has left is nobody's.
    pub by: SeatId,
    /// Index of the weapon.
    pub weapon: u8,
    /// Health that it takes.
    pub damage: i32,
    /// Where it met the body.
    pub place: Point,
    /// Where it came from, for the push.
    pub angle: Angle,
    /// How fast it sends the body off, in 1/256 u/s.
    pub push: i32,
    /// What explains it to whom it hurts.
    pub view: View,
}

/// Why a hit is one, where the shooter saw the past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// How long ago the body was where the shooter saw it.
    pub ago: Time,
    /// For how long it has been behind cover since.
    pub covered: Time,
}

/// Hurts a body and sends it off.
pub fn hurt(world: &mut World, hit: Hit, tuning: &Tuning, events: &mut Vec<Event>) {
    if !world.counts() {
        return;
    }
    let Hit { seat, weapon, place, view, .. } = hit;
    let damage = side::damage(world, hit.by, seat, hit.damage, tuning);
    let by = world.player(hit.by).map(|shooter| shooter.seat);
    let Some(player) = world.player_mut(seat) else { return };
    player.health -= damage;
    player.hurt_by = by.map(|by| (by, weapon));
    if hit.push > 0 {
        player.body.velocity = (player.body.velocity.units() + hit.angle.direction() * units(hit.push)).snap();
    }
    let damage = damage.clamp(0, i32::from(u16::MAX)) as u16;
    events.push(Event::Hurt { seat, by, weapon, damage, place, view });
}

/// A shield stops a hit.
pub fn block(world: &mut World, hit: &Hit, tuning: &Tuning, events: &mut Vec<Event>) {
    if !world.counts() {
        return;
    }
    let Hit { seat, by, weapon, damage, place, .. } = *hit;
    let now = world.now;
    let Some(player) = world.player_mut(seat) else { return };
    let broke = player.shield.stop(damage, now, tuning);
    let body = player.body.place;
    let damage = damage.clamp(0, i32::from(u16::MAX)) as u16;
    events.push(Event::Blocked { seat, by, weapon, damage, place });
    if broke {
        events.push(Event::Broke { seat, place: body });
    }
}

/// The end of a shot hurts and pushes all around that neither a wall nor a shield covers. Whoever shot it is pushed, and not hurt; `spared`
/// was hit by the shot itself.
pub fn blast(
    world: &mut World,
    shot: &Shot,
    weapon: &Projectile,
    spared: Option<SeatId>,
    map: &Map,
    tuning: &Tuning,
    events: &mut Vec<Event>,
) {
    if weapon.blast_radius <= 0 {
        return;
    }
    let centre = shot.place.units();
    let most = units(weapon.blast_radius) + units(tuning.body.radius);
    let near = |player: &&Player| {
        let away = player.body.place.units() - centre;
        Some(player.seat) != spared
            && !side::spares(world, shot.seat, player.seat, tuning)
            && away.dot(away) < most * most
            && !player.refuses_hits(world.now, tuning)
            && map.sees(centre, player.body.place.units())
    };
    let hits: Vec<(SeatId, Vec2)> =
        world.players.iter().filter(near).map(|player| (player.seat, player.body.place.units() - centre)).collect();
    for (seat, away) in hits {
        let damage = if seat == shot.seat { 0 } else { weapon.blast_damage };
        let (by, angle, push, view) = (shot.seat, Angle::of(away), weapon.push, View::default());
        let hit = Hit { seat, by, weapon: shot.weapon, damage, place: shot.place, angle, push, view };
        let is_covered = |player: &Player| rewind::shields(player, angle, world.now, world.now, tuning);
        if seat != shot.seat && world.player(seat).is_some_and(is_covered) {
            block(world, &hit, tuning, events);
        } else {
            hurt(world, hit, tuning, events);
        }
    }
}
