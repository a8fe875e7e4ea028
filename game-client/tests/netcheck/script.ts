/**
 * What a bot of the network check does: pure, from what it sees, the time and a seeded chance.
 *
 *     sight ──▶ decide(will) ──▶ wish: keys, aim, weapon
 *
 * It always walks, turns at least once a second, runs into walls and along them, dashes, fires at whom it sees in bursts,
 * and now and then stands still for a moment, so that a press after it can be timed. It is no good player: it is there to
 * make every kind of play happen, all the time.
 */
import type { Action } from '../../src/input/sampler.ts';
import { mix } from '../../src/sim/chance.ts';
import { angleOf, units, type Angle, type Vec2 } from '../../src/sim/grid.ts';
import { cast, type GameMap } from '../../src/sim/map.ts';
import type { Weapon } from '../../src/sim/tuning.gen.ts';

/** From one turn to the next, in ms: always less than a second. */
const TURN_MS = [300, 900] as const;
/** From one rest to the next, and how long one lasts: so long that all screens show the body at rest. */
const WALK_MS = [7_000, 11_000] as const;
const REST_MS = 900;
/** How long fire is held, and let go of. */
const BURST_MS = [500, 1_200] as const;
const PAUSE_MS = [100, 250] as const;
/** So long each weapon is in hand. */
const WEAPON_MS = 10_000;
/** A bot comes nearer than the first and leaves more than the second between it and an enemy, in units. */
const NEAR = 380;
const TOO_NEAR = 170;
/** Shares of the turns: at a wall on purpose, and with a dash. */
const AT_WALL = 0.15;
const WITH_DASH = 0.3;
/** Free way that a press after a rest needs, and how far a wall is sought, in units. */
const FREE = 90;
const WALL_SOUGHT = 400;
const WAYS = 8;

export interface Enemy {
  /** As drawn, in units and units a second. */
  readonly place: Vec2;
  readonly velocity: Vec2;
}

/** Whom it is about; open while no wall is between. */
interface Target extends Enemy {
  readonly isOpen: boolean;
}

export interface Sight {
  readonly nowMs: number;
  /** The own body as drawn, in units. */
  readonly place: Vec2;
  readonly enemies: readonly Enemy[];
  readonly weapons: readonly Weapon[];
  /** The slot of the weapon in hand. */
  readonly inHand: number;
  /** A ray is being charged. */
  readonly isCharging: boolean;
  readonly map: GameMap;
}

export interface Wish {
  readonly held: readonly Action[];
  readonly aim: Angle | null;
  readonly weapon: number;
}

/** What a bot is about. */
export interface Will {
  readonly seed: number;
  readonly who: number;
  /** How many chances it took. */
  taken: number;
  /** Which of eight ways it walks, clockwise from the right. */
  way: number;
  turnMs: number;
  /** When the next rest begins, and when the present one ends; null while none is. */
  restMs: number | null;
  restEndsMs: number | null;
  isFiring: boolean;
  fireMs: number;
}

export function newWill(seed: number, who: number): Will {
  return {
    seed,
    who,
    taken: 0,
    way: who % WAYS,
    turnMs: 0,
    restMs: null,
    restEndsMs: null,
    isFiring: false,
    fireMs: 0,
  };
}

export function decide(will: Will, sight: Sight): Wish {
  const target = nearest(sight);
  const walk = walkOf(will, sight, target);
  const fire = fires(will, sight, target);
  const aim = target === null ? null : aimAt(sight, target);
  const weapon = Math.floor(sight.nowMs / WEAPON_MS + will.who) % Math.max(sight.weapons.length, 1);
  const held: Action[] = [...walk, ...(fire ? (['fire'] as const) : [])];
  return { held, aim, weapon };
}

/** A share of one, the next one of this will. */
function chance(will: Will): number {
  will.taken += 1;
  return mix(will.seed, will.who, will.taken) / 0x1_0000_0000;
}

function between(will: Will, [least, most]: readonly [number, number]): number {
  return least + chance(will) * (most - least);
}

/** The nearest enemy in the line of sight, else the nearest of all. */
function nearest({ place, enemies, map }: Sight): Target | null {
  const all = enemies.map((enemy) => ({ ...enemy, isOpen: cast(map, place, enemy.place) === null }));
  const far = (enemy: Enemy): number => Math.hypot(enemy.place.x - place.x, enemy.place.y - place.y);
  return all.sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || far(a) - far(b))[0] ?? null;
}

/** Where a shot meets what moves on as it is drawn. */
function aimAt({ place, weapons, inHand }: Sight, { place: at, velocity }: Enemy): Angle {
  const weapon = weapons[inHand];
  const speed = weapon?.kind === 'projectile' ? units(weapon.speed) : Infinity;
  let meets = at;
  for (let round = 0; round < 3; round++) {
    const seconds = Math.hypot(meets.x - place.x, meets.y - place.y) / speed;
    meets = { x: at.x + velocity.x * seconds, y: at.y + velocity.y * seconds };
  }
  return angleOf({ x: meets.x - place.x, y: meets.y - place.y });
}

/** A charge that began is held until it shoots; a projectile leaves in bursts. */
function fires(will: Will, sight: Sight, target: Target | null): boolean {
  const { nowMs, weapons, inHand, isCharging } = sight;
  if (weapons[inHand]?.kind === 'ray') {
    return isCharging || target?.isOpen === true;
  }
  if (nowMs >= will.fireMs) {
    will.isFiring = !will.isFiring;
    will.fireMs = nowMs + between(will, will.isFiring ? BURST_MS : PAUSE_MS);
  }
  return will.isFiring && target?.isOpen === true;
}

function walkOf(will: Will, sight: Sight, target: Target | null): readonly Action[] {
  const { nowMs } = sight;
  will.restMs ??= nowMs + between(will, WALK_MS);
  if (will.restEndsMs === null && nowMs >= will.restMs) {
    will.restEndsMs = nowMs + REST_MS;
  }
  if (will.restEndsMs !== null && nowMs < will.restEndsMs) {
    return [];
  }
  const dashes = nowMs >= will.turnMs && chance(will) < WITH_DASH && will.restEndsMs === null;
  if (will.restEndsMs !== null) {
    will.restEndsMs = null;
    will.restMs = nowMs + between(will, WALK_MS);
    will.way = freest(will, sight);
    will.turnMs = nowMs + between(will, TURN_MS);
  } else if (nowMs >= will.turnMs) {
    turn(will, sight, target);
  }
  return [...keysOf(will.way), ...(dashes ? (['dash'] as const) : [])];
}

/** Another way than before: towards an enemy who is far or hidden, away from one who is near, at a wall, or aside. */
function turn(will: Will, sight: Sight, target: Target | null): void {
  const { nowMs, place, map } = sight;
  const before = will.way;
  const middle = { x: map.file.width / 2, y: map.file.height / 2 };
  const to = target?.place ?? middle;
  const far = Math.hypot(to.x - place.x, to.y - place.y);
  const towards = wayOf({ x: to.x - place.x, y: to.y - place.y });
  const aside = Math.floor(chance(will) * 3) - 1;
  const kind = chance(will);
  if (kind < AT_WALL) {
    will.way = walled(sight);
  } else if (target?.isOpen !== true || far > NEAR) {
    will.way = towards + aside;
  } else if (far < TOO_NEAR) {
    will.way = towards + WAYS / 2 + aside;
  } else {
    will.way = towards + (kind < 0.5 ? 2 : -2) + aside;
  }
  will.way = ((will.way % WAYS) + WAYS) % WAYS;
  if (will.way === before) {
    will.way = (will.way + (kind < 0.5 ? 1 : WAYS - 1)) % WAYS;
  }
  will.turnMs = nowMs + between(will, TURN_MS);
}

function wayOf(v: Vec2): number {
  return Math.round((angleOf(v) * WAYS) / 65536) % WAYS;
}

/** The way to the nearest wall. */
function walled(sight: Sight): number {
  const ways = Array.from({ length: WAYS }, (_, way) => way);
  return ways.reduce((best, way) =>
    freeIn(sight, way, WALL_SOUGHT) < freeIn(sight, best, WALL_SOUGHT) ? way : best,
  );
}

/** A way with nothing in it: what is timed is the line, not a wall. */
function freest(will: Will, sight: Sight): number {
  const ways = Array.from({ length: WAYS }, (_, way) => way);
  const free = ways.filter((way) => freeIn(sight, way, FREE) === 1);
  return free[Math.floor(chance(will) * free.length)] ?? 0;
}

/** The share of so many units that is free in a way. */
function freeIn({ place, map }: Sight, way: number, reach: number): number {
  const angle = (way / WAYS) * 2 * Math.PI;
  return (
    cast(map, place, { x: place.x + Math.cos(angle) * reach, y: place.y + Math.sin(angle) * reach }) ?? 1
  );
}

function keysOf(way: number): readonly Action[] {
  const keys: Action[] = [];
  if (way === 7 || way <= 1) {
    keys.push('right');
  }
  if (way >= 1 && way <= 3) {
    keys.push('down');
  }
  if (way >= 3 && way <= 5) {
    keys.push('left');
  }
  if (way >= 5 && way <= 7) {
    keys.push('up');
  }
  return keys;
}
