/**
 * What the line to the server did lately: when each snapshot came, and what was counted in each quarter of a second of the
 * last ten seconds. It decides nothing; `health.ts` does, and the net graph shows it.
 */
import { SNAPSHOT_FLAGS } from '../protocol/messages.gen.ts';
import type { Cause, Correction } from './corrections.ts';

/** So much is remembered. */
export const KEPT_MS = 10_000;
const SLICE_MS = 250;
const SLICES = KEPT_MS / SLICE_MS;
/** Until clocks and stamps know a new line, what comes late on it says nothing. */
const SETTLE_MS = 3000;
/** From one picture to the next this is too long: fewer than fifteen a second. */
const SLOW_MS = 67;
/** Nobody could have foreseen these, and nothing is wrong with a line that tells of them. */
const NO_FAULT: readonly Cause[] = ['match', 'return'];
/** Corrections that come of an input that was not there in time. */
const LATE: readonly Cause[] = ['late', 'starved'];

/** What is counted. */
const COUNTS = ['pictures', 'missed', 'slowMs', 'snapshots', 'late', 'up', 'down'] as const;
/**
 * `missed`: pictures for which the snapshot was not there; `slowMs`: time in pictures that took too long; `late`: snapshots
 * that told of an input that was not there in time; `up` and `down`: bytes.
 */
export type Count = (typeof COUNTS)[number];

type Slice = Record<Count, number> & { number: number };

/** A snapshot that came. */
export interface Arrival {
  readonly atMs: number;
  /** Since the one before. */
  readonly gapMs: number;
  /** In this gap the others had to be drawn without a snapshot. */
  readonly isMissed: boolean;
  /** How many ticks before its use the latest input came, as the server says; null where it says nothing new. */
  readonly early: number | null;
  /** By how much the own body was put right, in units; 0 where it was as predicted. */
  readonly corrected: number;
}

export interface Line {
  /** Of the last ten seconds, oldest first. */
  readonly arrivals: Arrival[];
  /** By number modulo {@link SLICES}. */
  readonly slices: Slice[];
  /** When anything came last, and a picture was drawn last. */
  heardMs: number;
  pictureMs: number | null;
  /** When what is late begins to count. */
  settledMs: number;
  /** A picture was drawn without its snapshot since the last one came. */
  isMissed: boolean;
  keyframes: number;
}

export function newLine(nowMs: number): Line {
  return {
    arrivals: [],
    slices: [],
    heardMs: nowMs,
    pictureMs: null,
    settledMs: nowMs + SETTLE_MS,
    isMissed: false,
    keyframes: 0,
  };
}

/** A new connection, or a page that is shown again: it settles first. */
export function settleAnew(line: Line, nowMs: number): void {
  line.settledMs = nowMs + SETTLE_MS;
}

/** Bytes went up or came down. */
export function carried(line: Line, up: number, down: number, nowMs: number): void {
  const slice = sliceAt(line, nowMs);
  slice.up += up;
  slice.down += down;
  if (down > 0) {
    line.heardMs = nowMs;
  }
}

/** A snapshot came, and led to a correction or not. `early`: as in {@link Arrival}. */
export function arrived(
  line: Line,
  flags: number,
  early: number | null,
  correction: Correction | null,
  nowMs: number,
): void {
  const cause = correction?.cause ?? null;
  const slice = sliceAt(line, nowMs);
  const isLate = (flags & SNAPSHOT_FLAGS.late) !== 0 || (cause !== null && LATE.includes(cause));
  slice.snapshots += 1;
  slice.late += isLate && nowMs >= line.settledMs ? 1 : 0;
  line.keyframes += (flags & SNAPSHOT_FLAGS.keyframe) !== 0 ? 1 : 0;
  line.arrivals.push({
    atMs: nowMs,
    gapMs: nowMs - (line.arrivals.at(-1)?.atMs ?? nowMs),
    isMissed: line.isMissed,
    early,
    corrected: correction === null || NO_FAULT.includes(correction.cause) ? 0 : correction.distance,
  });
  line.isMissed = false;
  const old = line.arrivals.findIndex(({ atMs }) => nowMs - atMs < KEPT_MS);
  line.arrivals.splice(0, old);
}

/** A picture was drawn; `isThere`: the snapshot after its instant had come. */
export function pictured(line: Line, isThere: boolean, nowMs: number): void {
  const slice = sliceAt(line, nowMs);
  const tookMs = nowMs - (line.pictureMs ?? nowMs);
  line.pictureMs = nowMs;
  line.isMissed ||= !isThere;
  slice.pictures += 1;
  if (nowMs >= line.settledMs) {
    slice.missed += isThere ? 0 : 1;
    slice.slowMs += tookMs > SLOW_MS ? tookMs : 0;
  }
}

/** What was counted in the last `spanMs`, up to the last whole quarter of a second. */
export function countOver(line: Line, count: Count, spanMs: number, nowMs: number): number {
  const last = Math.floor(nowMs / SLICE_MS);
  return line.slices
    .filter(({ number }) => number < last && number >= last - spanMs / SLICE_MS)
    .reduce((sum, slice) => sum + slice[count], 0);
}

function sliceAt(line: Line, nowMs: number): Slice {
  const number = Math.floor(nowMs / SLICE_MS);
  const at = number % SLICES;
  let slice = line.slices[at];
  if (slice?.number !== number) {
    const nothing = Object.fromEntries(COUNTS.map((count) => [count, 0])) as Record<Count, number>;
    slice = { number, ...nothing };
    line.slices[at] = slice;
  }
  return slice;
}
