/**
 * The shield: up while it is held, worn out by time and by what it stops. A mirror of `src/sim/shield.rs`, held equal by
 * `tests/golden/arms.json`.
 *
 *     down ─ held ─▶ up ─ let go, or a dash ─▶ down; it fills again after a while
 *                    └─ no energy left ─▶ broken: out for longer
 */
import type { Angle } from './grid.ts';
import { SHIELD, type Input } from './input.ts';
import { after, TIME_PER_SECOND, type Time } from './time.ts';
import type { Tuning } from './tuning.gen.ts';

/** Parts of a point of energy. */
export const PARTS = TIME_PER_SECOND;
const HALF_TURN = 0x8000;

export interface Shield {
  up: boolean;
  /** When it was raised last; zero before the first time. */
  raised: Time;
  /** What it can still take, in 1/600 of a point. */
  energy: number;
  /** When it begins to fill again. */
  mends: Time;
  /** When it can be raised again after it broke. */
  ready: Time;
}

/** One that is down, with all its energy. */
export function fullShield(tuning: Tuning): Shield {
  return { up: false, raised: 0, energy: tuning.shield.energy * PARTS, mends: 0, ready: 0 };
}

/** One tick of a shield. `free` is false while the body can't hold it: out of play, or in a dash. Says whether it broke. */
export function stepShield(
  shield: Shield,
  input: Input,
  free: boolean,
  now: Time,
  step: Time,
  tuning: Tuning,
): { raised: boolean; broke: boolean } {
  const most = tuning.shield.energy * PARTS;
  shield.energy = Math.min(shield.energy, most);
  const wanted = free && (input.buttons & SHIELD) !== 0 && now >= shield.ready && shield.energy > 0;
  const raised = wanted && !shield.up;
  if (raised) {
    shield.up = true;
    shield.raised = Math.max(now, 1);
  }
  if (wanted) {
    shield.energy -= tuning.shield.drain * step;
    const broke = shield.energy <= 0;
    if (broke) {
      lower(shield, now, tuning);
      shield.energy = 0;
      shield.ready = after(now, tuning.shield.broken);
    }
    return { raised, broke };
  }
  if (shield.up) {
    lower(shield, now, tuning);
  } else if (now >= shield.mends) {
    shield.energy = Math.min(shield.energy + tuning.shield.recharge * step, most);
  }
  return { raised: false, broke: false };
}

function lower(shield: Shield, now: Time, tuning: Tuning): void {
  shield.up = false;
  shield.mends = after(now, tuning.shield.delay);
}

/** True when a shield so wide, held where one aims, is held against what flies along `way`. */
export function faces(aim: Angle, way: Angle, arc: number): boolean {
  const off = (((aim - way - HALF_TURN) & 0xffff) << 16) >> 16;
  return Math.abs(off) * 2 <= arc;
}
