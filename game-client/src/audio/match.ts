/**
 * The sounds of a match itself: its start, its end, the beat of its last seconds, a thimble that is announced, and that
 * somebody says something.
 */
import { secondsLeft } from '../predict/timeline.ts';
import type { GameMap } from '../sim/map.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { thimbleComesMs } from '../predict/thimble.ts';
import { MATCH_RESULTS, MATCH_RUNNING, MATCH_SUDDEN_DEATH, ownSeat, type State } from '../state/state.ts';
import { isWanted, type Wanted } from '../state/talk.ts';
import { hasWon } from '../state/teams.ts';
import { cue, NEAR, type Cue } from './sounds.ts';

/** The beat begins so long before the end, at {@link FIRST_BPM}, and gets faster by one beat a minute each second. */
export const PULSE_SECONDS = 30;
const FIRST_BPM = 120;
/** Beats are asked for so long ahead, so that they fall between two pictures. */
const AHEAD_MS = 100;

/** What was heard of the match. */
export interface Course {
  /** The match and phase of the last time; null before the first. */
  match: { readonly number: number; readonly phase: number } | null;
  /** The next beat of the last seconds. */
  beat: number;
  /** A thimble is announced. */
  thimble: boolean;
  /** The newest line of talk, by its number. */
  said: number;
}

export function newCourse(): Course {
  return { match: null, beat: 0, thimble: false, said: 0 };
}

export function matchCues(
  course: Course,
  state: State,
  map: GameMap | null,
  tuning: Tuning | null,
  nowMs: number,
): (Cue | null)[] {
  const thimble =
    map !== null && tuning !== null && runs(state) && thimbleComesMs(state, map, tuning, nowMs) !== null;
  const announced = thimble && !course.thimble;
  course.thimble = thimble;
  return [turn(course, state), pulse(course, state, nowMs), announced ? cue('thimble', NEAR) : null];
}

/** Somebody else has said something that one wants to hear: however many lines at once, one sound. */
export function saidCue(course: Course, state: State, wanted: Wanted): Cue | null {
  const fresh = state.said.filter(({ id }) => id > course.said);
  course.said = fresh.at(-1)?.id ?? course.said;
  const own = ownSeat(state);
  return fresh.some((line) => line.seat !== own && isWanted(line, wanted)) ? cue('said', NEAR) : null;
}

function runs({ match }: State): boolean {
  return match?.phase === MATCH_RUNNING || match?.phase === MATCH_SUDDEN_DEATH;
}

/** The match went on to another phase. What it was when one came is no news. */
function turn(course: Course, state: State): Cue | null {
  const { match } = state;
  const before = course.match;
  course.match = match;
  if (match === null || before === null || (before.number === match.number && before.phase === match.phase)) {
    return null;
  }
  if (match.phase === MATCH_RESULTS) {
    return cue(hasWon(state) ? 'won' : 'end', NEAR);
  }
  if (match.phase === MATCH_SUDDEN_DEATH) {
    return cue('sudden', NEAR);
  }
  return match.phase === MATCH_RUNNING ? cue('start', NEAR) : null;
}

function pulse(course: Course, state: State, nowMs: number): Cue | null {
  const since = PULSE_SECONDS - secondsLeft(state, nowMs);
  if (!runs(state) || since < -AHEAD_MS / 1000 || since >= PULSE_SECONDS) {
    course.beat = 0;
    return null;
  }
  const beat = Math.max(course.beat, Math.ceil(beatsAt(Math.max(since, 0))));
  const inMs = (beatSeconds(beat) - since) * 1000;
  if (inMs > AHEAD_MS) {
    return null;
  }
  course.beat = beat + 1;
  return cue('pulse', NEAR, { inMs: Math.max(inMs, 0) });
}

/** Beats until `seconds` after the first one: the tempo of that time, (FIRST_BPM + seconds) a minute, summed up. */
function beatsAt(seconds: number): number {
  return (FIRST_BPM * seconds + (seconds * seconds) / 2) / 60;
}

/** When a beat falls, in seconds after the first one: the inverse of {@link beatsAt}. */
export function beatSeconds(beat: number): number {
  return Math.sqrt(FIRST_BPM * FIRST_BPM + 120 * beat) - FIRST_BPM;
}
