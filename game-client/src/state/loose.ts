/**
 * Loose thread: all of it from a message, and from then on what events say.
 */
import type { Dropped, LooseDrop, Wound } from '../protocol/messages.gen.ts';
import type { LooseThread, State } from './state.ts';

/** Bits of a drop. */
const BITS = 8;
/** Milliseconds in 1/600 s. */
const SPAN_MS = 1000 / 600;
/** How long thread that is wound or gone is kept: what happens is drawn late. */
const KEPT_TICKS = 120;
const KEPT_MS = 1000;

/** Everything that lies about, in place of what was known. */
export function replaceThread(state: State, drops: readonly LooseDrop[], atMs: number): void {
  state.loose = new Map(drops.map((drop) => [drop.id, lying(drop, -Infinity, atMs, drop.left)]));
}

export function dropThread(state: State, drop: Dropped, tick: number, atMs: number): void {
  state.loose.set(drop.id, lying(drop, tick, atMs, 0xff));
}

function lying(drop: LooseDrop | Dropped, tick: number, atMs: number, left: number): LooseThread {
  const { id, seat, seed, amount } = drop;
  const place = { x: drop.x8 / 8, y: drop.y8 / 8 };
  const gone = { tick: -Infinity, seat: null };
  const wound = Array.from({ length: BITS }, (_, bit) => ((left & (1 << bit)) === 0 ? gone : null));
  const goneMs = atMs + drop.lies * SPAN_MS;
  return { id, seat, ...place, seed, amount, great: drop.great === 1, tick, goneMs, wound };
}

/** Answers how much was wound, in cm; nothing of thread that this client does not know. */
export function windThread(state: State, { id, bit, seat }: Wound, tick: number): number {
  const thread = state.loose.get(id);
  if (thread === undefined) {
    return 0;
  }
  thread.wound[bit] = { tick, seat };
  const upTo = (bits: number): number => Math.floor((thread.amount * bits) / BITS);
  return upTo(bit + 1) - upTo(bit);
}

/** Forgets what has been wound or has lain for too long. */
export function forgetThread(state: State, tick: number, atMs: number): void {
  for (const [id, { wound, goneMs }] of state.loose) {
    const last = Math.max(...wound.map((winding) => winding?.tick ?? Infinity));
    if (last + KEPT_TICKS < tick || goneMs + KEPT_MS < atMs) {
      state.loose.delete(id);
    }
  }
}
