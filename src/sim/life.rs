//! Death and return: who dies, when a body comes back, and where.

use super::arms::Arms;
use super::chance;
use super::event::Event;
use super::grid::{Point, Vec2, units};
use super::map::{Map, Spawn};
use super::movement::Body;
use super::shield::Shield;
use super::thread::{self, Fall};
use super::time::Time;
use super::tuning::Tuning;
use super::world::{Life, Player, SeatId, World};

/// Bodies without health die and drop thread; whoever hit last gets the kill.
pub fn die(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let returns = world.now.after(Time(tuning.life.respawn as u32));
    let (mut kills, mut falls) = (Vec::new(), Vec::new());
    let leader = thread::leader(world);
    for player in world.players.iter_mut().filter(|p| p.is_alive() && p.health <= 0) {
        player.life = Life::Dead { returns };
        player.health = 0;
        player.deaths = player.deaths.saturating_add(1);
        player.impulse = Point::default();
        player.body.velocity = Point::default();
        falls.push(lose(player, leader, tuning));
        let (by, weapon) = player.hurt_by.map_or((None, 0), |(by, weapon)| (Some(by), weapon));
        events.push(Event::Killed { seat: player.seat, by, weapon, place: player.body.place });
        kills.extend(by);
    }
    for fall in falls {
        thread::fall(world, fall, map, tuning, events);
    }
    for seat in kills {
        if let Some(killer) = world.player_mut(seat) {
            killer.kills = killer.kills.saturating_add(1);
        }
    }
}

/// Takes from one who died what falls: a part of their own thread, and a little that was nobody's.
fn lose(player: &mut Player, leader: Option<SeatId>, tuning: &Tuning) -> Fall {
    let leads = leader == Some(player.seat);
    let share = if leads { tuning.thread.leader_share } else { tuning.thread.share };
    let great = leads && player.thread >= tuning.thread.great;
    let lost = player.thread * share / 1000;
    player.thread -= lost;
    Fall { seat: player.seat, place: player.body.place, amount: lost + tuning.thread.drop, great }
}

/// Bodies whose time has come return.
pub fn come_back(world: &mut World, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let now = world.now;
    let due = |p: &&Player| matches!(p.life, Life::Dead { returns } if now >= returns);
    let seats: Vec<SeatId> = world.players.iter().filter(due).map(|p| p.seat).collect();
    for seat in seats {
        spawn(world, seat, map, tuning, events);
    }
}

/// Puts a fresh body into a seat, protected, away from enemies.
pub fn spawn(world: &mut World, seat: SeatId, map: &Map, tuning: &Tuning, events: &mut Vec<Event>) {
    let place = choose_spawn(world, seat, map, tuning).snap();
    let now = world.now;
    let Some(player) = world.player_mut(seat) else { return };
    player.body = Body { place, held: player.input.buttons, dash_ready: now, ..Body::default() };
    player.life = Life::Alive { protected: now.after(Time(tuning.life.protection as u32)) };
    player.health = tuning.body.health;
    player.arms = Arms::fresh(tuning, player.arms.shots, now);
    player.shield = Shield::full(tuning);
    player.thimble = Time(0);
    player.hurt_by = None;
    events.push(Event::Spawned { seat, place });
}

/// A spawn far from living enemies and out of their sight, by chance among the good ones; where none is good, the best.
fn choose_spawn(world: &mut World, seat: SeatId, map: &Map, tuning: &Tuning) -> Vec2 {
    let wished = units(tuning.life.spawn_distance);
    let enemies: Vec<Vec2> =
        world.players.iter().filter(|p| p.seat != seat && p.is_alive()).map(|p| p.body.place.units()).collect();
    let rated = map.file.spawns.iter().map(|spawn| rate(*spawn, &enemies, wished, map));
    let rated: Vec<(f64, Vec2)> = rated.collect();
    let best = rated.iter().fold(f64::NEG_INFINITY, |best, (rating, _)| best.max(*rating));
    let good: Vec<Vec2> = rated.iter().filter(|(rating, _)| *rating >= best).map(|(_, place)| *place).collect();
    let pick = chance::below(&mut world.chance, good.len() as u32) as usize;
    good.get(pick).copied().unwrap_or_default()
}

/// Distance to the nearest enemy, as far as it is wished for, halved when an enemy sees the place.
fn rate(Spawn(x, y): Spawn, enemies: &[Vec2], wished: f64, map: &Map) -> (f64, Vec2) {
    let place = Vec2::new(f64::from(x), f64::from(y));
    let mut rating = wished;
    let mut seen = false;
    for enemy in enemies {
        let distance = (*enemy - place).length();
        rating = rating.min(distance);
        seen = seen || (distance < 2.0 * wished && map.sees(*enemy, place));
    }
    (if seen { rating / 2.0 } else { rating }, place)
}
