/**
 * How far in the past the others are drawn: so far that nearly every snapshot is there before it is needed.
 *
 * A line that delivers evenly is drawn close to the present, one that stalls further back. The delay follows the lateness
 * of the last four seconds, of which one in a hundred may be later still; it moves so softly that nobody sees time run faster.
 */

/** Never nearer to the present than this, and how far to begin with, in ms. */
export const LEAST_MS = 50;
const FIRST_MS = 67;
/** Snapshots whose lateness counts: four seconds at 30 a second. */
const KEPT = 128;
/** The share of them that may be later than what is aimed for. */
const LATER = 0.01;
/** And so much longer: the latest of the last four seconds are not the latest that come, in ms. */
const SPARE_MS = 6;
/** By this share of the time that passes the others' time runs slower, and faster. */
const SLOWER = 0.04;
const FASTER = 0.02;
/** Beyond the newest snapshot the others go on as they did for so long, in ms. */
export const BEYOND_MS = 50;

export interface Delay {
  ms: number;
  /** How late snapshots came, in ms; newest last. */
  readonly late: number[];
  /** All but a few of these are at most so late. */
  most: number;
  /** When the delay moved last. */
  atMs: number | null;
  /** Pictures that were drawn, and those for which the snapshot was not there. */
  draws: number;
  underruns: number;
}

export function newDelay(): Delay {
  return { ms: FIRST_MS, late: [], most: 0, atMs: null, draws: 0, underruns: 0 };
}

/** A snapshot came so much later than the line's earliest would have. */
export function came(delay: Delay, lateMs: number): void {
  delay.late.push(Math.max(lateMs, 0));
  delay.late.splice(0, delay.late.length - KEPT);
  const sorted = delay.late.toSorted((a, b) => a - b);
  delay.most = sorted[Math.floor(sorted.length * (1 - LATER))] ?? 0;
}

/** Moves the delay for a picture at `nowMs`. `betweenMs`: from one snapshot to the next, `mostMs`: as far as it may go. */
export function follow(delay: Delay, nowMs: number, betweenMs: number, mostMs: number): void {
  const passed = Math.max(nowMs - (delay.atMs ?? nowMs), 0);
  delay.atMs = nowMs;
  const wanted = Math.min(Math.max(betweenMs + delay.most + SPARE_MS, LEAST_MS), Math.max(mostMs, LEAST_MS));
  const off = wanted - delay.ms;
  delay.ms += off > 0 ? Math.min(off, passed * SLOWER) : -Math.min(-off, passed * FASTER);
}

/** Counts a picture; `isThere`: the snapshot after its instant had come. */
export function drew(delay: Delay, isThere: boolean): void {
  delay.draws += 1;
  delay.underruns += isThere ? 0 : 1;
}
