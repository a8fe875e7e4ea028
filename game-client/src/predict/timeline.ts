/**
 * Which tick the server's newest snapshot would show now, by the local clock.
 *
 * Each snapshot says that tick T was seen at time t. A late one is late by the network, never early, so the earliest
 * of the last few gives the line. The line moves softly, unless the server says that its schedule moved.
 */
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { Match } from '../protocol/messages.gen.ts';
import { newest, type State } from '../state/state.ts';
import { stepMs, tuningAt } from './tuning.ts';

/** Snapshots over which the earliest is sought. */
const SAMPLES = 48;
/** Beyond this the line jumps instead of moving softly, in ms. */
const JUMP_MS = 100;
/** The share of the error that each snapshot takes back. */
const SOFTNESS = 0.1;

export interface Timeline {
  /** When tick 0 would have been seen, in ms of the local clock; null before the first snapshot. */
  zeroMs: number | null;
  /** The length of a tick for which `zeroMs` is true. */
  tickMs: number;
  /** When tick 0 would have been seen, by each of the last snapshots. */
  samples: number[];
}

export function newTimeline(): Timeline {
  return { zeroMs: null, tickMs: 1000 / 60, samples: [] };
}

/**
 * A snapshot of this tick came at this time; answers by how many ms later than the line. `anew`: the schedule moved, forget
 * what was known.
 */
export function observe(line: Timeline, tick: number, atMs: number, tickMs: number, anew: boolean): number {
  if (anew || tickMs !== line.tickMs) {
    line.samples = [];
    line.zeroMs = null;
    line.tickMs = tickMs;
  }
  line.samples.push(atMs - tick * tickMs);
  line.samples.splice(0, line.samples.length - SAMPLES);
  const earliest = Math.min(...line.samples);
  if (line.zeroMs === null || Math.abs(earliest - line.zeroMs) > JUMP_MS) {
    line.zeroMs = earliest;
  } else {
    line.zeroMs += (earliest - line.zeroMs) * SOFTNESS;
  }
  return atMs - tick * tickMs - line.zeroMs;
}

/** The tick that would be seen at this time, with its fraction; null before the first snapshot. */
export function tickAt(line: Timeline, atMs: number): number | null {
  return line.zeroMs === null ? null : (atMs - line.zeroMs) / line.tickMs;
}

/** What is left of the match or of its result, in seconds. */
export function secondsLeft(state: State, nowMs: number): number {
  const { match } = state;
  return match === null ? 0 : Math.max(0, match.left / TIME_PER_SECOND - secondsSince(state, match, nowMs));
}

/** World time since the match was told: a sandbox may stand still, so that there ticks are counted. */
function secondsSince(state: State, match: Match, nowMs: number): number {
  const tick = newest(state)?.tick ?? match.tick;
  const tuning = tuningAt(state, tick);
  return state.pace === null || tuning === null
    ? (nowMs - state.matchAtMs) / 1000
    : (Math.max(tick - match.tick, 0) * stepMs(tuning)) / 1000;
}
