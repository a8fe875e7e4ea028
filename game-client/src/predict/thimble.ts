/**
 * The thimble, which makes thread count twice: when the next one comes, and for how long one still has it.
 */
import type { GameMap } from '../sim/map.ts';
import { offerOf } from '../sim/pickup.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import type { PickupPlace } from '../state/pickups.ts';
import type { State } from '../state/state.ts';

/** Milliseconds in 1/600 s. */
const SPAN_MS = 1000 / 600;

/** How long until a thimble lies at its place, in ms, from when that is announced on; null where none is. */
export function thimbleComesMs(state: State, map: GameMap, tuning: Tuning, nowMs: number): number | null {
  const waits = thimbles(state, map, tuning).map(({ backMs }) => backMs - nowMs);
  const coming = waits.filter((wait) => wait > 0 && wait <= tuning.pickups.announced * SPAN_MS);
  return coming.length === 0 ? null : Math.min(...coming);
}

/** For how long thread still counts twice for a seat, in ms; 0 where it does not. */
export function thimbleLeftMs(
  state: State,
  seat: number | null,
  map: GameMap,
  tuning: Tuning,
  nowMs: number,
): number {
  const own = thimbles(state, map, tuning).filter((place) => place.seat !== null && place.seat === seat);
  return Math.max(0, ...own.map(({ takenMs }) => takenMs + tuning.pickups.thimble * SPAN_MS - nowMs));
}

function thimbles(state: State, map: GameMap, tuning: Tuning): PickupPlace[] {
  return state.pickups.filter(
    (_, at) => offerOf(map.file.pickups[at]?.[0] ?? '', tuning)?.kind === 'thimble',
  );
}
