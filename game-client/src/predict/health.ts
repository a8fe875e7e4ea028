/**
 * How the line to the server is, in a word, and why: from figures of the last seconds to one reason that a player can read.
 *
 *     Line ──figuresOf──▶ Figures ──judge──▶ Health ──attend──▶ what is shown: late to come, and late to go
 */
import { isPaused, rateStep, type State } from '../state/state.ts';
import { countOver, type Line } from './line.ts';

export type Level = 'good' | 'uneven' | 'bad';

/** Why it is not good, the more telling one first: the first explains what comes after it. */
export const REASONS = [
  /** Nothing comes at all. */
  'silent',
  /** This computer is late itself, and then what comes on time is late as well. */
  'busy',
  /** The server sends fewer snapshots, because acknowledgements were overdue. */
  'behind',
  /** Snapshots were not there when they were to be drawn. */
  'bursts',
  /** Inputs are not at the server when their tick is computed. */
  'late',
  /** The way there and back is long. */
  'far',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Health {
  readonly level: Level;
  /** Null where it is good. */
  readonly reason: Reason | null;
  /** Seconds of silence, or ms there and back, for those reasons. */
  readonly amount: number;
}

/** What the word rests on. */
export interface Figures {
  /** How long nothing has come, in ms. */
  readonly silentMs: number;
  /** The share of the time in which pictures took too long. */
  readonly slow: number;
  /** Fewer snapshots by so many steps. */
  readonly step: number;
  /** The share of pictures for which the snapshot was not there. */
  readonly missed: number;
  /** The share of snapshots that told of an input that was not there in time. */
  readonly late: number;
  /** There and back, in ms; null while it is not known. */
  readonly roundTripMs: number | null;
}

/** What is shown, since when, and since when it should be something else. */
export interface Attention {
  shown: Health | null;
  shownMs: number;
  /** Since when there is trouble without a break, or since when there is none. */
  isTrouble: boolean;
  sinceMs: number;
}

/** The shares are of the last three seconds, and of at least so many: of two pictures one is no half. */
const SPAN_MS = 3000;
const PICTURES_LEAST = 60;
const SNAPSHOTS_LEAST = 20;
/** From what on it is uneven, and bad. */
const SILENT_MS = [1000, 1000] as const;
const SLOW = [0.2, 0.6] as const;
const STEP = [1, 3] as const;
const MISSED = [0.05, 0.25] as const;
const LATE = [0.05, 0.25] as const;
const FAR_MS = [300, 500] as const;
/** Trouble is told when it has lasted so long, and for so long after it ended. */
const PATIENCE_MS = 1000;
const CALM_MS = 3000;
/** A reason stands for so long before another one takes its place: so that it can be read. */
const READ_MS = 1000;

const GOOD: Health = { level: 'good', reason: null, amount: 0 };
const LEVELS: readonly Level[] = ['good', 'uneven', 'bad'];

export function figuresOf(line: Line, state: State, roundTripMs: number | null, nowMs: number): Figures {
  const over = (count: Parameters<typeof countOver>[1]): number => countOver(line, count, SPAN_MS, nowMs);
  return {
    // A room that stands still says nothing.
    silentMs: isPaused(state) ? 0 : nowMs - line.heardMs,
    slow: over('slowMs') / SPAN_MS,
    step: rateStep(state),
    missed: over('missed') / Math.max(over('pictures'), PICTURES_LEAST),
    late: over('late') / Math.max(over('snapshots'), SNAPSHOTS_LEAST),
    roundTripMs,
  };
}

/** The worst that is wrong, by the most telling of its reasons. */
export function judge(figures: Figures): Health {
  const levels: Record<Reason, number> = {
    silent: levelOf(figures.silentMs, SILENT_MS),
    busy: levelOf(figures.slow, SLOW),
    behind: levelOf(figures.step, STEP),
    bursts: levelOf(figures.missed, MISSED),
    late: levelOf(figures.late, LATE),
    far: levelOf(figures.roundTripMs ?? 0, FAR_MS),
  };
  const worst = Math.max(...Object.values(levels));
  // A computer that is late itself is the reason for all that it finds late.
  const reason =
    levels.silent === 0 && levels.busy > 0 ? 'busy' : REASONS.find((one) => levels[one] === worst);
  if (worst === 0 || reason === undefined) {
    return GOOD;
  }
  const amounts: Partial<Record<Reason, number>> = {
    silent: Math.floor(figures.silentMs / 1000),
    far: Math.round(figures.roundTripMs ?? 0),
  };
  return { level: LEVELS[worst] ?? 'bad', reason, amount: amounts[reason] ?? 0 };
}

/** 0, 1 or 2: which of the two limits it has reached. */
function levelOf(value: number, limits: readonly [number, number]): number {
  return limits.filter((limit) => value >= limit).length;
}

export function newAttention(nowMs: number): Attention {
  return { shown: null, shownMs: nowMs, isTrouble: false, sinceMs: nowMs };
}

/** What is to be shown by itself; null while nothing is wrong. */
export function attend(attention: Attention, health: Health, nowMs: number): Health | null {
  const isTrouble = health.level !== 'good';
  if (isTrouble !== attention.isTrouble) {
    attention.isTrouble = isTrouble;
    attention.sinceMs = nowMs;
  }
  const { shown } = attention;
  // Silence has lasted for long enough where it is one, and what stood there before it is no longer true.
  const isUrgent = health.reason === 'silent';
  const lasted = nowMs - attention.sinceMs;
  if (!isTrouble) {
    attention.shown = lasted < CALM_MS ? shown : null;
  } else if (isUrgent || mayShow(attention, health, nowMs)) {
    attention.shownMs = health.reason === shown?.reason ? attention.shownMs : nowMs;
    attention.shown = health;
  }
  return attention.shown;
}

function mayShow({ shown, shownMs, sinceMs }: Attention, next: Health, nowMs: number): boolean {
  return shown === null
    ? nowMs - sinceMs >= PATIENCE_MS
    : next.reason === shown.reason || nowMs - shownMs >= READ_MS;
}
