/**
 * What each player did in this match, as far as this client was told: kills with each weapon, thread wound and things
 * picked up are told to all, slips and hits to those who see them.
 */
import { MATCH_WARMUP, type State } from './state.ts';

export interface Deeds {
  /** Kills by the slot of the weapon. */
  readonly killsWith: number[];
  /** Thread wound, in cm. */
  wound: number;
  /** Needles slipped. */
  slips: number;
  /** Projectiles sent back. */
  snapbacks: number;
  /** Things picked up. */
  picked: number;
  /** Helped to kill, as far as it was told. */
  assists: number;
  /** Kills since the last death, and the most of them in a life of this match. */
  streak: number;
  bestStreak: number;
}

function noDeeds(): Deeds {
  return {
    killsWith: [0, 0, 0, 0],
    wound: 0,
    slips: 0,
    snapbacks: 0,
    picked: 0,
    assists: 0,
    streak: 0,
    bestStreak: 0,
  };
}

/** What a seat has done; nothing yet where nothing was told. Only {@link count} keeps it. */
export function deedsOf(state: State, seat: number): Deeds {
  return state.deeds.get(seat) ?? noDeeds();
}

export function count(state: State, seat: number | null, change: (deeds: Deeds) => void): void {
  if (seat !== null) {
    const deeds = deedsOf(state, seat);
    change(deeds);
    state.deeds.set(seat, deeds);
  }
}

/** Another match begins. One that is under way when it is first heard of is not known from its start. */
export function countAnew(state: State, isFirst: boolean, phase: number): void {
  state.deeds.clear();
  state.deedsWhole = !isFirst || phase === MATCH_WARMUP;
}
