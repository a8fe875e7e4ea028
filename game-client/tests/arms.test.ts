import { expect, test } from 'vitest';
import { stepArms, type Acted, type Arms } from '../src/sim/arms.ts';
import { mix } from '../src/sim/chance.ts';
import { readyMap, type MapFile } from '../src/sim/map.ts';
import { fullShield, stepShield, type Shield } from '../src/sim/shield.ts';
import { scatter } from '../src/sim/thread.ts';
import { readTuning, type Tuning, type WeaponList } from '../src/sim/tuning.gen.ts';
import { stepOf } from '../src/predict/tuning.ts';
import { golden } from './golden.ts';

/** As `tests/sim/golden_arms.rs` writes it. */
type Row = [
  held: [ticks: number, buttons: number, weapon: number, free: boolean, found: boolean],
  after: [weapon: number, clips: number[], ready: number, reloadEnds: number, chargedSince: number],
  shield: [up: boolean, raised: number, energy: number, mends: number, ready: number],
  sum: number,
];

interface Vectors {
  tuning: [{ values: number[]; weapons: WeaponList[] }];
  armed: [{ values: number[]; weapons: WeaponList[] }];
  cases: { rate: number; rows: Row[] }[];
}

/** The slot of the weapon that has to be found. */
const FOUND = 2;
const vectors = golden<Vectors>('arms.json');
const met = { ticks: 0, shots: 0, charges: 0, switches: 0, raised: 0, broke: 0 };

function tuningAtRate(rate: number): Tuning {
  const [{ values, weapons }] = vectors.armed;
  const tuning = readTuning([rate, ...values.slice(1)], weapons);
  if (tuning === null) {
    throw new Error('the vectors hold no tuning of this build');
  }
  return tuning;
}

function add(
  sum: number,
  arms: Arms,
  acted: Acted,
  shield: Shield,
  held: ReturnType<typeof stepShield>,
): number {
  const guard = [shield.up, held.raised, held.broke];
  const did = [acted.switched, acted.reloading, acted.charging, acted.shot, ...guard];
  const all = did.reduce((bits, each) => bits * 2 + (each ? 1 : 0), 0);
  const timers = mix(arms.ready, arms.reloadEnds, arms.chargedSince);
  const clips = arms.clips.reduce((bits, clip, slot) => (bits | (clip << (8 * slot))) >>> 0, 0);
  const guarded = mix(sum, mix(shield.raised, shield.mends, shield.ready), shield.energy);
  return mix(mix(guarded, clips, arms.weapon), timers, all);
}

test.each(vectors.cases)('a_hand_does_what_the_server_says_at_$rate_hz', ({ rate, rows }) => {
  const tuning = tuningAtRate(rate);
  const clips = [0, 1, 2, 3].map((slot) => (slot === FOUND ? 0 : (tuning.weapons[slot]?.clip ?? 255)));
  const arms: Arms = { weapon: 0, clips, ready: 0, reloadEnds: 0, chargedSince: 0, shots: 0 };
  const shield = fullShield(tuning);
  let now = 0;
  rows.forEach(([[ticks, buttons, weapon, free, finds], after, guard, expected], index) => {
    let sum = 0;
    if (finds) {
      arms.clips[FOUND] = tuning.weapons[FOUND]?.clip ?? 0;
    }
    for (let tick = 0; tick < ticks; tick++) {
      const input = { buttons, weapon, walk: 0, aim: 0 };
      const held = stepShield(shield, input, free, now, stepOf(tuning), tuning);
      const acted = stepArms(arms, input, free && !shield.up, now, stepOf(tuning), tuning);
      now += stepOf(tuning);
      sum = add(sum, arms, acted, shield, held);
      met.raised += held.raised ? 1 : 0;
      met.broke += held.broke ? 1 : 0;
      met.ticks += 1;
      met.shots += acted.shot ? 1 : 0;
      met.charges += acted.charging ? 1 : 0;
      met.switches += acted.switched ? 1 : 0;
    }
    const found = [arms.weapon, arms.clips, arms.ready, arms.reloadEnds, arms.chargedSince];
    expect(found, `row ${index}`).toEqual(after);
    const { up, raised, energy, mends, ready } = shield;
    expect([up, raised, energy, mends, ready], `row ${index}: the shield`).toEqual(guard);
    expect(sum, `row ${index}: a tick within it`).toBe(expected);
  });
});

test('the_vectors_shoot_charge_and_switch', () => {
  expect(met.ticks).toBeGreaterThanOrEqual(10_000);
  expect(met.shots).toBeGreaterThanOrEqual(200);
  expect(met.charges).toBeGreaterThanOrEqual(50);
  expect(met.switches).toBeGreaterThanOrEqual(50);
  expect(met.raised).toBeGreaterThanOrEqual(50);
  expect(met.broke).toBeGreaterThanOrEqual(20);
});

test('loose_thread_lies_where_the_server_says', () => {
  type Drop = [[x: number, y: number, seed: number, great: boolean], [number, number][]];
  const { map, drops } = golden<{ map: [MapFile]; drops: Drop[] }>('thread.json');
  const { values, weapons } = vectors.tuning[0];
  const tuning = readTuning(values, weapons);
  const ready = readyMap(map[0]);
  expect(drops.length).toBeGreaterThanOrEqual(400);
  for (const [[x, y, seed, great], bits] of drops) {
    const laid = tuning === null ? [] : scatter({ x, y }, seed, great, ready, tuning);
    expect(laid.map((bit) => [bit.x, bit.y])).toEqual(bits);
  }
});
