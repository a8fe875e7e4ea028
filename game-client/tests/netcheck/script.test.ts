import { expect, test } from 'vitest';
import type { Action } from '../../src/input/sampler.ts';
import { angleOf, units } from '../../src/sim/grid.ts';
import { readyMap } from '../../src/sim/map.ts';
import { tuningFrom, tuningMessage } from '../tunings.ts';
import { decide, newWill, type Sight, type Wish } from './script.ts';

const { weapons } = tuningFrom(tuningMessage(0).values);
const SLOTS = weapons.map(({ kind }) => kind);
const MAP = readyMap({
  name: 'yard',
  width: 2000,
  height: 2000,
  walls: [[1200, 0, 1200, 2000]],
  covers: [],
  spawns: [],
  pickups: [],
});

function sight(changes: Partial<Sight> = {}): Sight {
  return {
    nowMs: 0,
    place: { x: 1000, y: 1000 },
    enemies: [],
    weapons,
    inHand: SLOTS.indexOf('projectile'),
    isCharging: false,
    map: MAP,
    ...changes,
  };
}

const STEERS: readonly Action[] = ['up', 'down', 'left', 'right'];
const walkOf = ({ held }: Wish): string => held.filter((action) => STEERS.includes(action)).join(' ');

/** A minute of one bot, by its frames. */
function minute(seed: number, changes: Partial<Sight> = {}): { nowMs: number; wish: Wish }[] {
  const will = newWill(seed, 3);
  return Array.from({ length: 3600 }, (_, frame) => {
    const nowMs = frame * (1000 / 60);
    return { nowMs, wish: decide(will, sight({ nowMs, ...changes })) };
  });
}

test('one seed gives one course of things, and another one another', () => {
  expect(minute(7)).toEqual(minute(7));
  expect(minute(7)).not.toEqual(minute(8));
});

test.each([1, 2, 3])(
  'with seed %i it turns at least once a second while it walks, and rests now and then',
  (seed) => {
    let [turnedMs, walked, rests] = [0, '', 0];
    for (const { nowMs, wish } of minute(seed)) {
      const walk = walkOf(wish);
      rests += walk === '' && walked !== '' ? 1 : 0;
      turnedMs = walk !== walked ? nowMs : turnedMs;
      walked = walk;
      expect(nowMs - turnedMs).toBeLessThan(1000);
    }
    expect(rests).toBeGreaterThanOrEqual(4);
  },
);

test('it dashes, and changes its weapon every ten seconds', () => {
  const wishes = minute(1).map(({ wish }) => wish);
  expect(wishes.filter(({ held }) => held.includes('dash')).length).toBeGreaterThan(5);
  const changes = wishes.filter(({ weapon }, at) => at > 0 && weapon !== wishes[at - 1]?.weapon);
  expect(changes).toHaveLength(5);
});

test('it fires in bursts at whom it sees, and not at a wall', () => {
  const still = { x: 0, y: 0 };
  const fires = (x: number): number =>
    minute(1, { enemies: [{ place: { x, y: 1000 }, velocity: still }] }).filter(({ wish }) =>
      wish.held.includes('fire'),
    ).length;
  expect(fires(700)).toBeGreaterThan(1800);
  expect(fires(700)).toBeLessThan(3600);
  expect(fires(1400)).toBe(0);
});

test('a charge that began is held until it shoots', () => {
  const ray = { inHand: SLOTS.indexOf('ray'), isCharging: true };
  expect(minute(1, ray).every(({ wish }) => wish.held.includes('fire'))).toBe(true);
});

test('it prefers whom it sees, aims a ray at the body and a projectile where the body will be', () => {
  const hidden = { place: { x: 1250, y: 1000 }, velocity: { x: 0, y: 0 } };
  const open = { place: { x: 1000, y: 500 }, velocity: { x: 300, y: 0 } };
  const enemies = [hidden, open];
  const ray = decide(newWill(1, 0), sight({ enemies, inHand: SLOTS.indexOf('ray') }));
  expect(ray.aim).toBe(angleOf({ x: 0, y: -500 }));
  const shot = decide(newWill(1, 0), sight({ enemies }));
  const weapon = weapons[SLOTS.indexOf('projectile')];
  const speed = weapon?.kind === 'projectile' ? units(weapon.speed) : 0;
  const lead = 500 / Math.sqrt(speed * speed - 300 * 300);
  expect(Math.abs((shot.aim ?? 0) - angleOf({ x: 300 * lead, y: -500 }))).toBeLessThan(200);
});
