/**
 * Where the bits of loose thread lie. A mirror of `scatter` in `src/sim/thread.rs`, held equal by
 * `tests/golden/thread.json`.
 */
import { mix } from './chance.ts';
import { add, direction, length, scale, snapPoint, units, unitsOf, type Vec2 } from './grid.ts';
import { cast, type GameMap } from './map.ts';
import type { Tuning } from './tuning.gen.ts';

/** Bits of a drop. */
export const BITS = 8;
/** A bit lies so far from the wall that stopped it, in units. */
const OFF_WALL = 12;
/** Bits lie at least so far out, as a share of the spread. */
const NEAREST = 0.35;
/** How far the thread of a great unravel turns from bit to bit, in 1/65536 turn. */
const CURL = 2600;
/** One part of a turn for each bit. */
const SECTOR = 65536 / BITS;

/** The places of a drop's bits, on the grid: around its place, or along a curl of thread that runs out. */
export function scatter(place: Vec2, seed: number, great: boolean, map: GameMap, tuning: Tuning): Vec2[] {
  const from = unitsOf(place);
  const most = units(great ? tuning.thread.greatSpread : tuning.thread.spread);
  return Array.from({ length: BITS }, (_, bit) => {
    const angle = great ? mix(seed, 0, 0) + bit * CURL : bit * SECTOR + (mix(seed, bit, 1) % SECTOR);
    const share = great ? (bit + 1) / BITS : NEAREST + (1 - NEAREST) * ((mix(seed, bit, 2) >>> 16) / 65536);
    return snapPoint(lay(from, scale(direction(angle & 0xffff), most * share), map));
  });
}

/** The end of a way, or a little before the wall that stops it. */
function lay(from: Vec2, way: Vec2, map: GameMap): Vec2 {
  const share = cast(map, from, add(from, way));
  if (share === null) {
    return add(from, way);
  }
  const whole = length(way);
  const free = Math.max(whole * share - OFF_WALL, 0);
  return add(from, scale(way, free / whole));
}

/** What a bit of so much thread is worth, in cm. */
export function worthOf(amount: number, bit: number): number {
  const upTo = (bits: number): number => Math.floor((amount * bits) / BITS);
  return upTo(bit + 1) - upTo(bit);
}

/** How much thread wins a match of so many players, in cm: that of one, or of a team. A mirror of `goal` in `src/sim/side.rs`. */
export function goalOf(isTug: boolean, players: number, tuning: Tuning): number {
  return isTug
    ? Math.floor((tuning.match.teamGoal * Math.max(players, TEAMS)) / TEAMS)
    : tuning.match.goal + tuning.match.goalPerPlayer * Math.max(0, players - PLAYERS_PLAIN);
}

const TEAMS = 2;

/** Where everybody plays for themselves the goal grows with each player above this many. */
const PLAYERS_PLAIN = 8;
