/**
 * How long the way to the server and back takes, without a message of its own.
 *
 *     head of an input, sent ─▶ comes `lead` ticks before its use ─▶ a snapshot of that tick or later comes back
 *
 * What the server waited in between is known in ticks; the rest was the way. A tick exact, which is what a person reads.
 */

/** Of so many answers the one in the middle counts: a stall is no ping. */
const KEPT = 15;
/** Heads that nothing has answered yet. */
const WAITING_MAX = 60;

export interface Ping {
  /** In ms; null before the first answer. */
  ms: number | null;
  readonly samples: number[];
  /** Heads of inputs that were sent, oldest first. */
  waiting: { readonly tick: number; readonly atMs: number }[];
}

export function newPing(): Ping {
  return { ms: null, samples: [], waiting: [] };
}

/** An input with this head was sent. */
export function stamped(ping: Ping, tick: number, nowMs: number): void {
  ping.waiting.push({ tick, atMs: nowMs });
  ping.waiting.splice(0, ping.waiting.length - WAITING_MAX);
}

/** A snapshot came. `lead`: how many ticks before its use the newest head had come. */
export function answered(ping: Ping, tick: number, lead: number, nowMs: number, tickMs: number): void {
  const answer = ping.waiting.findLast((head) => head.tick <= tick);
  if (answer === undefined) {
    return;
  }
  ping.waiting = ping.waiting.filter((head) => head.tick > tick);
  const waitedMs = (lead + tick - answer.tick) * tickMs;
  ping.samples.push(Math.max(nowMs - answer.atMs - waitedMs, 0));
  ping.samples.splice(0, ping.samples.length - KEPT);
  ping.ms = ping.samples.toSorted((a, b) => a - b)[Math.floor(ping.samples.length / 2)] ?? null;
}
