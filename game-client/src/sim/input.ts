/**
 * What one player did in one tick, in a form that is exact on the wire. A mirror of `src/sim/input.rs`.
 */
import { direction, scale, ZERO, type Angle, type Vec2 } from './grid.ts';

/** What one player did in one tick. */
export interface Input {
  /** What is held: a sum of {@link FIRE}, {@link DASH} … */
  readonly buttons: number;
  /** 0 stands still; `1 + d + 64·s` walks in direction d/64 of a turn with strength 1, 2/3 or 1/3 (s = 0, 1, 2). */
  readonly walk: number;
  readonly aim: Angle;
  /** The slot of the weapon that is wanted in hand. */
  readonly weapon: number;
}

/** Held: shoot. */
export const FIRE = 1;
/** Pressed: dash. */
export const DASH = 2;
/** Pressed: reload. */
export const RELOAD = 4;
/** Held: the shield is up. */
export const SHIELD = 8;

const WALK_MAX = 192;
const DIRECTIONS = 64;

/** In direction d/64 of a turn, at full strength, or at two thirds (`weaker` = 1), or at one. */
export function walkToward(angle: Angle, weaker: 0 | 1 | 2 = 0): number {
  return 1 + (((angle + 512) & 0xffff) >> 10) + DIRECTIONS * weaker;
}

/** How far two walks lead apart, in 64ths of a turn; as far as can be where one of them stands still. */
export function walksApart(a: number, b: number): number {
  if (a === 0 || b === 0) {
    return a === b ? 0 : DIRECTIONS / 2;
  }
  const turn = Math.abs(a - b) % DIRECTIONS;
  return Math.min(turn, DIRECTIONS - turn);
}

/** Where a walk leads; null when standing still. */
export function walkAngle(walk: number): Angle | null {
  if (walk === 0 || walk > WALK_MAX) {
    return null;
  }
  return ((walk - 1) % DIRECTIONS) * 1024;
}

/** The wish as a vector of length 0 to 1. */
export function walkWish(walk: number): Vec2 {
  const angle = walkAngle(walk);
  if (angle === null) {
    return ZERO;
  }
  return scale(direction(angle), (3 - Math.floor((walk - 1) / DIRECTIONS)) / 3);
}

/** True when nothing is held: such an input holds until another one comes. */
export function isNeutral(input: Input): boolean {
  return input.buttons === 0 && input.walk === 0;
}

export function sameInput(a: Input, b: Input): boolean {
  return a.buttons === b.buttons && a.walk === b.walk && a.aim === b.aim && a.weapon === b.weapon;
}
