/**
 * What a kill is beside a kill: one of a streak, a revenge, and the help of others.
 *
 * A death is told to everybody, so the streaks and revenges of all are certain from the moment on that this client came.
 * Who hurt whom is told to those whom it concerns and to those who see it: the own assists are certain, and others have
 * at least those that were seen.
 */
import type { Hurt, Killed } from '../protocol/messages.gen.ts';
import { count, deedsOf } from './deeds.ts';
import type { State } from './state.ts';

/** Who hurt the victim at most so long before has helped, in ms. */
export const HELP_MS = 6000;
/** Kills without a death that are worth a word. */
export const STREAKS = [3, 5, 8] as const;

export interface Feats {
  /** Kills of the killer since their last death, this one among them. */
  readonly streak: number;
  /** The victim had killed the killer last. */
  readonly revenge: boolean;
  /** Who hurt the victim lately, beside the killer, as far as it is known; in the order of their first hit. */
  readonly helpers: readonly number[];
}

/** A kill of nobody's, or one by oneself. */
const NONE: Feats = { streak: 0, revenge: false, helpers: [] };

export function rememberHurt(state: State, { seat, by, damage }: Hurt, atMs: number): void {
  if (by === null || by === seat || damage === 0) {
    return;
  }
  const shooters = state.lately.get(seat) ?? new Map<number, number>();
  shooters.set(by, atMs);
  state.lately.set(seat, shooters);
}

/** Counts a kill, and answers what there is to say of it. */
export function countKill(state: State, { seat: victim, by: killer }: Killed, atMs: number): Feats {
  const helpers = [...(state.lately.get(victim) ?? [])]
    .filter(([seat, hurtMs]) => seat !== killer && atMs - hurtMs <= HELP_MS)
    .map(([seat]) => seat);
  state.lately.delete(victim);
  helpers.forEach((seat) => count(state, seat, (deeds) => (deeds.assists += 1)));
  count(state, victim, (deeds) => (deeds.streak = 0));
  if (killer === null || killer === victim) {
    return { ...NONE, helpers };
  }
  count(state, killer, (deeds) => {
    deeds.streak += 1;
    deeds.bestStreak = Math.max(deeds.bestStreak, deeds.streak);
  });
  const revenge = state.nemeses.get(killer) === victim;
  if (revenge) {
    state.nemeses.delete(killer);
  }
  state.nemeses.set(victim, killer);
  return { streak: deedsOf(state, killer).streak, revenge, helpers };
}

/** Another one sits there now: what was done in the seat is not theirs. */
export function forgetSeat(state: State, seat: number): void {
  state.deeds.delete(seat);
  state.lately.delete(seat);
  state.lately.forEach((shooters) => shooters.delete(seat));
  state.nemeses.delete(seat);
  state.nemeses.forEach((killer, victim) => killer === seat && state.nemeses.delete(victim));
}

/** Another match begins: nobody owes anybody anything. */
export function forgetFeats(state: State): void {
  state.lately.clear();
  state.nemeses.clear();
}
