/**
 * What a hand does with its weapons: taking one, reloading, charging, and when a shot leaves. A mirror of
 * `src/sim/arms.rs`, held equal by `tests/golden/arms.json`.
 *
 *     each tick:  take the wanted weapon ─▶ reload, if empty or asked ─▶ fire held?  projectile: a shot each period
 *                                                                                    ray: charge, then a shot
 */
import { FIRE, RELOAD, type Input } from './input.ts';
import { PACE } from './movement.ts';
import { after, left, type Time } from './time.ts';
import type { Projectile, Ray, Tuning, Weapon } from './tuning.gen.ts';

/** The weapons of a player: each in the slot of its index in the tuning. */
export interface Arms {
  /** The slot of the weapon in hand. */
  weapon: number;
  /** Shots left before a reload, by slot; of a weapon that has to be found before it is gone. */
  clips: number[];
  /** When the next shot may leave, or the next charge begin. */
  ready: Time;
  /** When the reload under way ends; zero when none is. */
  reloadEnds: Time;
  /** When the charge under way began; zero when none is. */
  chargedSince: Time;
  /** Projectiles and rays of this player in this match, modulo 256: with the public seed their number decides their spread. */
  shots: number;
}

/** What a hand did in a tick. */
export interface Acted {
  readonly switched: boolean;
  readonly reloading: boolean;
  readonly charging: boolean;
  readonly shot: boolean;
}

/** The weapon in a slot; a slot beyond the list, left by a tuning with more weapons, means the first. */
export function weaponOf(tuning: Tuning, slot: number): Weapon | undefined {
  return tuning.weapons[slot] ?? tuning.weapons[0];
}

/** The share of its top speed that a body with these arms may walk at, in 1/1000. */
export function paceOf(arms: Arms, tuning: Tuning): number {
  const weapon = weaponOf(tuning, arms.weapon);
  return weapon?.kind === 'ray' && arms.chargedSince > 0 ? weapon.pace : PACE;
}

/** One tick of a hand. `free` is false while the body can't shoot: out of play, or in a dash. */
export function stepArms(
  arms: Arms,
  input: Input,
  free: boolean,
  now: Time,
  step: Time,
  tuning: Tuning,
): Acted {
  const acted = { switched: take(arms, input, now, tuning), reloading: false, charging: false, shot: false };
  const weapon = weaponOf(tuning, arms.weapon);
  if (weapon === undefined) {
    return acted;
  }
  if (arms.reloadEnds > 0) {
    if (now >= arms.reloadEnds) {
      arms.reloadEnds = 0;
      arms.clips[arms.weapon] = weapon.clip;
    }
    return acted;
  }
  const clip = Math.min(arms.clips[arms.weapon] ?? 0, weapon.clip);
  arms.clips[arms.weapon] = clip;
  const asked = (input.buttons & RELOAD) !== 0 && clip < weapon.clip && weapon.found === 0;
  if (clip <= 0 || asked) {
    arms.reloadEnds = after(now, Math.max(weapon.reload, 1));
    arms.chargedSince = 0;
    return { ...acted, reloading: true };
  }
  const fires = free && (input.buttons & FIRE) !== 0 && now >= arms.ready;
  return weapon.kind === 'ray'
    ? { ...acted, ...charge(arms, weapon, fires, now) }
    : { ...acted, shot: fire(arms, weapon, fires, now, step) };
}

/** True for a weapon that can be taken in hand: one that all have, or a found one that is not empty. */
function has(arms: Arms, slot: number, tuning: Tuning): boolean {
  const weapon = tuning.weapons[slot];
  return weapon !== undefined && (weapon.found === 0 || (arms.clips[slot] ?? 0) > 0);
}

/** The slots of all weapons that can be taken in hand. */
export function slotsAtHand(arms: Arms, tuning: Tuning): number[] {
  return [...tuning.weapons.keys()].filter((slot) => has(arms, slot, tuning));
}

/** Takes the wanted weapon in hand, or the first one when what is in hand is gone; what was begun with the other one is lost. */
function take(arms: Arms, input: Input, now: Time, tuning: Tuning): boolean {
  const slot = [input.weapon, arms.weapon].find((wanted) => has(arms, wanted, tuning)) ?? 0;
  const wanted = tuning.weapons[slot];
  if (wanted === undefined || slot === arms.weapon) {
    return false;
  }
  arms.weapon = slot;
  arms.reloadEnds = 0;
  arms.chargedSince = 0;
  arms.ready = Math.max(arms.ready, after(now, wanted.draw));
  return true;
}

function fire(arms: Arms, weapon: Projectile, fires: boolean, now: Time, step: Time): boolean {
  arms.chargedSince = 0;
  if (!fires) {
    return false;
  }
  // While fire is held the rate holds even where the period is no multiple of a step.
  const onTime = left(now, arms.ready) < step;
  arms.ready = after(onTime ? arms.ready : now, weapon.rate);
  shoot(arms, pelletsOf(weapon));
  return true;
}

/** A charge that is let go of is lost; a full one shoots by itself. */
function charge(arms: Arms, weapon: Ray, fires: boolean, now: Time): { charging: boolean; shot: boolean } {
  if (!fires) {
    arms.chargedSince = 0;
    return { charging: false, shot: false };
  }
  const charging = arms.chargedSince === 0;
  if (charging) {
    arms.chargedSince = Math.max(now, 1);
  }
  const shot = left(now, arms.chargedSince) >= weapon.charge;
  if (shot) {
    arms.chargedSince = 0;
    shoot(arms, 1);
  }
  return { charging, shot };
}

/** Projectiles of one shot. */
export function pelletsOf({ pellets }: Projectile): number {
  return Math.min(Math.max(pellets, 1), 255);
}

function shoot(arms: Arms, count: number): void {
  arms.clips[arms.weapon] = (arms.clips[arms.weapon] ?? 0) - 1;
  arms.shots = (arms.shots + count) & 0xff;
}
