/**
 * Things to pick up: when each lies at its place again, all of it from a message, and from then on by what events say.
 */
import type { Picked } from '../protocol/messages.gen.ts';
import type { State } from './state.ts';

/** Milliseconds in 1/600 s. */
const SPAN_MS = 1000 / 600;

/** A place of the map, by the order in which the map has them. */
export interface PickupPlace {
  /** The tick in whose step it was taken last; minus infinity where that was not seen. */
  readonly tick: number;
  /** Who took it, as long as they live; null where that was not seen. */
  readonly seat: number | null;
  /** When it was taken, and when it lies there again, by the local clock. */
  readonly takenMs: number;
  readonly backMs: number;
}

/** All of them, in place of what was known. */
export function replacePickups(state: State, waits: readonly number[], atMs: number): void {
  state.pickups = waits.map((wait) => ({
    tick: -Infinity,
    seat: null,
    takenMs: -Infinity,
    backMs: wait === 0 ? -Infinity : atMs + wait * SPAN_MS,
  }));
}

export function takePickup(state: State, { pickup, seat, wait }: Picked, tick: number, atMs: number): void {
  state.pickups[pickup] = { tick, seat, takenMs: atMs, backMs: atMs + wait * SPAN_MS };
}

/** One who died has nothing any more. */
export function dropPickups(state: State, victim: number): void {
  state.pickups = state.pickups.map((place) => (place.seat === victim ? { ...place, seat: null } : place));
}
