/**
 * Where the prediction of the own body was wrong, by how far, and why.
 *
 * A server computes what a client predicts, from the same inputs, so every difference has a cause that both can name:
 * something that nobody predicts, or an input that was not there at its tick. What has none is a defect of either.
 */
import {
  SNAPSHOT_FLAGS,
  type Snapshot,
  type TuningMessage,
  type WireEvent,
} from '../protocol/messages.gen.ts';
import { units, type Vec2 } from '../sim/grid.ts';
import { isNeutral, type Input } from '../sim/input.ts';
import { ownSeat, type State } from '../state/state.ts';
import { tuningAt } from './tuning.ts';

export const CAUSES = [
  /** Another match began. */
  'match',
  /** The body returned elsewhere. */
  'return',
  /** A value was turned, and the client heard of it too late. */
  'tuning',
  /** A hit sent the body off, or broke the shield behind which it walked slower. */
  'hit',
  /** Two bodies parted. */
  'push',
  /** Something was picked up: a weapon that was wanted, or energy for the shield. */
  'pickup',
  /** This client sampled no input for a tick: it was held up. */
  'skipped',
  /** An input came after its tick, or too long before. */
  'late',
  /** No input was there for a tick. */
  'starved',
  'unexplained',
] as const;
export type Cause = (typeof CAUSES)[number];

export interface Correction {
  readonly tick: number;
  readonly cause: Cause;
  /** In units. */
  readonly distance: number;
}

export interface Corrections {
  /** Snapshots that agreed with the prediction of their tick exactly. */
  exact: number;
  /** The others, by cause. */
  readonly causes: Record<Cause, number>;
  /** The last of them, newest last. */
  readonly last: Correction[];
  /** What was known when the prediction was made. */
  tuning: TuningMessage | null;
  match: number;
}

const KEPT = 64;
/** For so many ticks a server repeats what it heard last. */
const REPEAT_MAX = 6;

export function newCorrections(): Corrections {
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>;
  return { exact: 0, causes, last: [], tuning: null, match: 0 };
}

/** How many there were, whatever the cause. */
export function corrected({ causes }: Corrections): number {
  return CAUSES.reduce((sum, cause) => sum + causes[cause], 0);
}

/** The newest snapshot has the own body at `told`, and it was predicted at `place`; `sampledAt` says what was held when. */
export function compare(
  corrections: Corrections,
  state: State,
  told: Vec2,
  place: Vec2,
  sampledAt: (tick: number) => Input | null,
): void {
  const snapshot = state.snapshots.at(-1);
  if (snapshot === undefined) {
    return;
  }
  if (told.x === place.x && told.y === place.y) {
    corrections.exact += 1;
    return;
  }
  const cause = causeOf(corrections, state, snapshot, sampledAt);
  const distance = Math.hypot(units(told.x - place.x), units(told.y - place.y));
  corrections.causes[cause] += 1;
  corrections.last.push({ tick: snapshot.tick, cause, distance });
  corrections.last.splice(0, corrections.last.length - KEPT);
}

/** What is predicted from now on rests on what is known now. */
export function remember(corrections: Corrections, state: State): void {
  corrections.tuning = state.tunings.at(-1) ?? null;
  corrections.match = state.match?.number ?? 0;
}

function causeOf(
  known: Corrections,
  state: State,
  snapshot: Snapshot,
  sampledAt: (tick: number) => Input | null,
): Cause {
  const before = state.snapshots.at(-2)?.tick ?? snapshot.tick - 1;
  const told = state.tunings.at(-1) ?? null;
  if ((state.match?.number ?? 0) !== known.match) {
    return 'match';
  }
  const befell = whatBefell(state, before);
  if (befell === 'return') {
    return befell;
  }
  if (told !== known.tuning && told !== null && told.tick <= snapshot.tick) {
    return 'tuning';
  }
  if (befell !== null) {
    return befell;
  }
  const held = range(before + 1, snapshot.tick).map(sampledAt);
  if (held.some((input) => input === null)) {
    return 'skipped';
  }
  if ((snapshot.flags & SNAPSHOT_FLAGS.late) !== 0) {
    return 'late';
  }
  // Silence is said once, and heard for as long as it lasts; until it is heard, what was held goes on.
  const repeated = range(before + 1 - REPEAT_MAX, before).map(sampledAt);
  const spoke = [...repeated, ...held].some((input) => input !== null && !isNeutral(input));
  return (snapshot.flags & SNAPSHOT_FLAGS.unheard) !== 0 && spoke ? 'starved' : 'unexplained';
}

/** What nobody predicts and befell the own body after this tick. */
function whatBefell(state: State, after: number): Cause | null {
  const own = ownSeat(state);
  let cause: Cause | null = null;
  for (let at = state.events.length - 1; at >= 0; at--) {
    const happened = state.events[at];
    if (happened === undefined || happened.tick <= after) {
      break;
    }
    const { event, tick } = happened;
    if (event.kind === 'spawned' && event.seat === own) {
      return 'return';
    }
    if (sendsOff(event, own, state, tick)) {
      cause = 'hit';
    } else if (event.kind === 'pushed') {
      cause ??= 'push';
    } else if (event.kind === 'picked' && event.seat === own) {
      cause ??= 'pickup';
    }
  }
  return cause;
}

function sendsOff(event: WireEvent, own: number | null, state: State, tick: number): boolean {
  if (event.kind === 'broke') {
    return event.seat === own;
  }
  if (event.kind !== 'hurt' || event.seat !== own) {
    return false;
  }
  return (tuningAt(state, tick)?.weapons[event.weapon]?.push ?? 0) > 0;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, at) => first + at);
}
