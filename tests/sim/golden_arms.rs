//! `tests/golden/arms.json`: 16,000 ticks of hands that switch, reload, charge, shoot and hold a shield, which the client's
//! port must repeat; and `tests/golden/thread.json`: where the bits of loose thread lie.
//!
//! A row of arms is one input held for some ticks, as `ticks, buttons, weapon, free, found`, where `found` says that a clip of
//! the third weapon was found before; then the arms after it as `weapon,
//! clips, ready, reload ends, charged since` and the shield as `up, raised, energy, mends, ready`, then a sum over both and
//! what they did in each tick of the row.

use fray::sim::arms::{Acted, Arms, step_arms};
use fray::sim::chance::mix;
use fray::sim::grid::Point;
use fray::sim::input::{BUTTONS, FIRE, SHIELD};
use fray::sim::shield::{Held, Shield, step_shield};
use fray::sim::thread::scatter;
use fray::sim::tuning::WeaponKind;
use fray::sim::{Input, Time, Tuning};
use serde_json::{Value, json};

use crate::golden;
use crate::support::{tuning, yard};

const TICKS: u32 = 16_000;
const RATES: [i32; 4] = [60, 30, 20, 120];
const DROPS: u32 = 400;
/// The slot of a weapon that has to be found, and the shots of its clip.
const FOUND: u8 = 2;
const CLIP: i32 = 5;

#[derive(Default)]
struct Seen {
    ticks: u32,
    switched: u32,
    emptied: u32,
    reloads: u32,
    charges: u32,
    shots: u32,
    raised: u32,
    broke: u32,
}

/// What is held for one row: mostly fire, as in a fight.
fn input(case: u32, row: u32) -> (Input, bool, u32, bool) {
    let bits = |salt: u32| mix(0xa945 + case, salt, row);
    let fire = if bits(0) % 5 == 0 { 0 } else { FIRE };
    let shield = if bits(8) % 6 == 0 { SHIELD } else { 0 };
    let buttons = fire | shield | if bits(1) % 12 == 0 { bits(2) as u8 & BUTTONS } else { 0 };
    // A slot that holds no weapon is asked for at times as well.
    let weapon = match bits(3) % 6 {
        0 => bits(4) % 4,
        1 => u32::from(FOUND),
        _ => u32::from(bits(5) % 2 == 0),
    } as u8;
    (Input { buttons, weapon, ..Input::default() }, bits(6) % 9 != 0, 1 + bits(7) % 40, bits(9) % 4 == 0)
}

fn sum(sum: u32, arms: &Arms, acted: Acted, shield: &Shield, held: Held) -> u32 {
    let did = [acted.switched, acted.reloading, acted.charging, acted.shot, shield.up, held.raised, held.broke];
    let did = did.iter().fold(0, |sum, did| sum * 2 + u32::from(*did));
    let timers = mix(arms.ready.0, arms.reload_ends.0, arms.charged_since.0);
    let sum = mix(sum, mix(shield.raised.0, shield.mends.0, shield.ready.0), shield.energy as u32);
    mix(mix(sum, u32::from_le_bytes(arms.clips), u32::from(arms.weapon)), timers, did)
}

fn rows(case: u32, tuning: &Tuning, ticks: u32, seen: &mut Seen) -> Vec<Value> {
    let (mut arms, mut shield, mut now) = (Arms::fresh(tuning, 0, Time(0)), Shield::full(tuning), Time(0));
    let mut rows = Vec::new();
    let end = seen.ticks + ticks;
    while seen.ticks < end {
        let (input, free, ticks, found) = input(case, rows.len() as u32);
        let mut hash = 0;
        if found {
            arms.find(FOUND, tuning);
        }
        let had = arms.clips[usize::from(FOUND)];
        for _ in 0..ticks {
            let held = step_shield(&mut shield, input, free, now, tuning.step(), tuning);
            let acted = step_arms(&mut arms, input, free && !shield.up, now, tuning.step(), tuning);
            now = now.after(tuning.step());
            hash = sum(hash, &arms, acted, &shield, held);
            seen.raised += u32::from(held.raised);
            seen.broke += u32::from(held.broke);
            seen.ticks += 1;
            seen.switched += u32::from(acted.switched);
            seen.reloads += u32::from(acted.reloading);
            seen.charges += u32::from(acted.charging);
            seen.shots += u32::from(acted.shot);
        }
        seen.emptied += u32::from(had > 0 && arms.clips[usize::from(FOUND)] == 0);
        let Arms { weapon, clips, ready, reload_ends, charged_since, .. } = arms;
        let held = json!([ticks, input.buttons, input.weapon, free, found]);
        let after = json!([weapon, clips, ready.0, reload_ends.0, charged_since.0]);
        let guard = json!([shield.up, shield.raised.0, shield.energy, shield.mends.0, shield.ready.0]);
        rows.push(json!([held, after, guard, hash]));
    }
    rows
}

#[test]
fn arms_vectors_are_fresh_and_switch_reload_charge_and_shoot() {
    let (mut seen, mut cases) = (Seen::default(), Vec::new());
    for (case, rate) in RATES.iter().enumerate() {
        let mut tuning = armed();
        tuning.rates.tick = *rate;
        let rows = rows(case as u32, &tuning, TICKS / RATES.len() as u32, &mut seen);
        cases.push(json!({ "rate": rate, "rows": rows }));
    }
    assert!(seen.ticks >= TICKS && seen.shots >= 200, "{} ticks, {} shots", seen.ticks, seen.shots);
    assert!(seen.switched >= 50 && seen.reloads >= 50, "{} switches, {} reloads", seen.switched, seen.reloads);
    assert!(seen.charges >= 50 && seen.emptied >= 10, "{} charges, {} found clips emptied", seen.charges, seen.emptied);
    assert!(seen.raised >= 50 && seen.broke >= 20, "{} shields raised, {} broken", seen.raised, seen.broke);
    let tunings = (written(&hard()), written(&armed()));
    golden::check("arms.json", &[("tuning", vec![tunings.0]), ("armed", vec![tunings.1]), ("cases", cases)]);
}

/// The default, with a shield that half a second wears out.
fn hard() -> Tuning {
    let mut tuning = tuning();
    tuning.shield.drain = 200;
    tuning
}

/// The same, with a third weapon that has to be found.
fn armed() -> Tuning {
    let mut tuning = hard();
    let mut find = tuning.weapons[0].clone();
    find.name = "find".into();
    let WeaponKind::Projectile(projectile) = &mut find.kind else { panic!("the first weapon shoots projectiles") };
    (projectile.found, projectile.clip) = (1, CLIP);
    tuning.weapons.push(find);
    tuning
}

/// A tuning as its message; that of the cases has another tick rate in each.
fn written(tuning: &Tuning) -> Value {
    let message = fray::protocol::TuningMessage::of(tuning, fray::sim::Tick(0));
    let weapons = message.weapons.iter().map(|w| json!({ "name": w.name, "kind": w.kind, "values": w.values }));
    let personas = message.personas.iter().map(|p| json!({ "name": p.name, "values": p.values }));
    let (weapons, personas): (Vec<_>, Vec<_>) = (weapons.collect(), personas.collect());
    json!({ "values": message.values, "weapons": weapons, "personas": personas })
}

#[test]
fn thread_vectors_are_fresh_and_meet_walls() {
    let (map, tuning) = (yard(), tuning());
    let (mut lines, mut stopped) = (Vec::new(), 0);
    for drop in 0..DROPS {
        let bits = |salt: u32| mix(0x7423, salt, drop);
        let on = |bits: u32, side: i32| ((20 + bits % (side as u32 - 40)) * 256) as i32 & !31;
        let place = Point { x: on(bits(0), map.file.width), y: on(bits(1), map.file.height) };
        let (seed, great) = (bits(2), bits(3) % 4 == 0);
        let laid = scatter(place, seed, great, &map, &tuning);
        let free = scatter(place, seed, great, &crate::support::field(8000, 8000, &[(1, 1)]), &tuning);
        stopped += laid.iter().zip(free).filter(|(laid, free)| *laid != free).count();
        let laid: Vec<[i32; 2]> = laid.iter().map(|bit| [bit.x, bit.y]).collect();
        lines.push(json!([[place.x, place.y, seed, great], laid]));
    }
    assert!(stopped >= 100, "{stopped} bits were stopped by walls");
    golden::check("thread.json", &[("map", vec![serde_json::to_value(&map.file).unwrap()]), ("drops", lines)]);
}
