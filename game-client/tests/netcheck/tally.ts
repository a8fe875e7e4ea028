/**
 * What was measured of one player or of all of a cell: counts and samples that add up, and the figures that they come to.
 */
import { CAUSES, type Cause } from '../../src/predict/corrections.ts';
import type { Tally as Hits } from '../../src/predict/tallies.ts';

export const WEAPONS = ['needle', 'stitches', 'shears', 'bobbin'] as const;
export type WeaponName = (typeof WEAPONS)[number];

export interface Tally {
  /** How long it was measured, in seconds, over all players. */
  seconds: number;
  /** By how much the own body was corrected, in radii: of each snapshot of a tick in which a key was held. */
  readonly corrections: number[];
  /** Snapshots that put the own body elsewhere than predicted, by cause. */
  readonly causes: Record<Cause, number>;
  /** The first unexplained ones, in full. */
  readonly traces: string[];
  draws: number;
  underruns: number;
  ticks: number;
  starved: number;
  snapshots: number;
  late: number;
  /** From a press at rest to the first picture in which the own body moved: pictures and ms. */
  readonly ownDraws: number[];
  readonly ownMs: number[];
  /** To the first picture of another player in which it did. */
  readonly otherMs: number[];
  /** On the sockets, frames and masks included. */
  bytesUp: number;
  bytesDown: number;
  /** In units. */
  moved: number;
  shots: number;
  hits: number;
  dashes: number;
  /** Times that a wall stopped a body that wished to walk into it. */
  contacts: number;
  /** Told sums of hashes that were not those of what this client held. */
  mismatches: number;
  /** By weapon; null before the end. */
  needle: Hits | null;
  stitches: Hits | null;
  shears: Hits | null;
  bobbin: Hits | null;
  /** Connections that ended before their time. */
  lost: number;
}

export function newTally(): Tally {
  return {
    seconds: 0,
    corrections: [],
    causes: Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>,
    traces: [],
    draws: 0,
    underruns: 0,
    ticks: 0,
    starved: 0,
    snapshots: 0,
    late: 0,
    ownDraws: [],
    ownMs: [],
    otherMs: [],
    bytesUp: 0,
    bytesDown: 0,
    moved: 0,
    shots: 0,
    hits: 0,
    dashes: 0,
    contacts: 0,
    mismatches: 0,
    needle: null,
    stitches: null,
    shears: null,
    bobbin: null,
    lost: 0,
  };
}

/** All of them together. */
export function sum(tallies: readonly Tally[]): Tally {
  const all = newTally();
  for (const tally of tallies) {
    for (const key of Object.keys(all) as (keyof Tally)[]) {
      put(all, tally, key);
    }
  }
  return all;
}

function put(all: Tally, tally: Tally, key: keyof Tally): void {
  const [to, from] = [all[key], tally[key]];
  if (Array.isArray(to) && Array.isArray(from)) {
    // One by one: a list of samples is longer than a call may have arguments.
    from.forEach((sample: unknown) => (to as unknown[]).push(sample));
  } else if (typeof from === 'number') {
    Object.assign(all, { [key]: (typeof to === 'number' ? to : 0) + from });
  } else if (from !== null && typeof from === 'object') {
    Object.assign(all, {
      [key]: addCounts((to ?? {}) as Record<string, number>, { ...from } as Record<string, number>),
    });
  }
}

function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(Object.keys(b).map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
}

/** The value below which this share of them is; null when there are none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.ceil(sorted.length * share), sorted.length) - 1] ?? sorted[0] ?? null;
}

/** What a budget may be about: its unit, the figure of a tally, and how many digits of it are worth a look. */
export interface Metric {
  readonly title: string;
  readonly unit: string;
  /** A budget says at most how much it may be, or at least. */
  readonly good: 'most' | 'least';
  readonly digits: number;
  /** No machine that is late excuses it. */
  readonly holdsAlways?: true;
  /** Null where nothing measures it yet; not a number where there was nothing to measure. */
  readonly of: (tally: Tally) => number | null;
}

const share = (part: number, of: number): number => (of > 0 ? (100 * part) / of : NaN);
const at = (values: readonly number[], percent: number): number => percentile(values, percent / 100) ?? NaN;
const most = { good: 'most' } as const;
const least = { good: 'least' } as const;

/** Of the hits that the screen showed, those that the server told as well. Whom the rules protect is not among them. */
function agreed(hits: Hits | null): number | null {
  return hits === null ? null : share(hits.agreed, hits.agreed + hits.denied);
}

/** Of the hits that the server told, those that the screen did not show. */
function reverse(tally: Tally): number | null {
  const told = WEAPONS.map((weapon) => tally[weapon]).filter((hits) => hits !== null);
  const count = (key: keyof Hits): number => told.reduce((all, hits) => all + hits[key], 0);
  return told.length === 0 ? null : share(count('unseen'), count('agreed') + count('unseen'));
}

export const METRICS = {
  correction_p50: {
    title: 'correction p50',
    unit: 'radii',
    ...most,
    digits: 3,
    of: (t) => at(t.corrections, 50),
  },
  correction_p95: {
    title: 'correction p95',
    unit: 'radii',
    ...most,
    digits: 3,
    of: (t) => at(t.corrections, 95),
  },
  correction_p99: {
    title: 'correction p99',
    unit: 'radii',
    ...most,
    digits: 3,
    of: (t) => at(t.corrections, 99),
  },
  unexplained: {
    title: 'unexplained',
    unit: 'corrections',
    ...most,
    digits: 0,
    holdsAlways: true,
    of: (t) => t.causes.unexplained,
  },
  mismatches: {
    title: 'hash mismatches',
    unit: '',
    ...most,
    digits: 0,
    holdsAlways: true,
    of: (t) => t.mismatches,
  },
  underruns: {
    title: 'underruns',
    unit: '% of draws',
    ...most,
    digits: 2,
    of: (t) => share(t.underruns, t.draws),
  },
  starved: { title: 'starved', unit: '% of ticks', ...most, digits: 2, of: (t) => share(t.starved, t.ticks) },
  late: {
    title: 'late inputs',
    unit: '% of snapshots',
    ...most,
    digits: 2,
    of: (t) => share(t.late, t.snapshots),
  },
  own_draws_p95: {
    title: 'own motion p95',
    unit: 'draws',
    ...most,
    digits: 0,
    of: (t) => at(t.ownDraws, 95),
  },
  own_p50: { title: 'own motion p50', unit: 'ms', ...most, digits: 0, of: (t) => at(t.ownMs, 50) },
  own_p95: { title: 'own motion p95', unit: 'ms', ...most, digits: 0, of: (t) => at(t.ownMs, 95) },
  other_p50: { title: 'other screen p50', unit: 'ms', ...most, digits: 0, of: (t) => at(t.otherMs, 50) },
  other_p95: { title: 'other screen p95', unit: 'ms', ...most, digits: 0, of: (t) => at(t.otherMs, 95) },
  needle: { title: 'needle agrees', unit: '%', ...least, digits: 1, of: (t) => agreed(t.needle) },
  projectiles: { title: 'stitches agree', unit: '%', ...least, digits: 1, of: (t) => agreed(t.stitches) },
  shears: { title: 'shears agree', unit: '%', ...least, digits: 1, of: (t) => agreed(t.shears) },
  bobbin: { title: 'bobbin agrees', unit: '%', ...least, digits: 1, of: (t) => agreed(t.bobbin) },
  reverse: { title: 'hits not shown', unit: '%', ...most, digits: 1, of: reverse },
  up: { title: 'up', unit: 'kB/s a player', ...most, digits: 2, of: (t) => t.bytesUp / t.seconds / 1000 },
  down: {
    title: 'down',
    unit: 'kB/s a player',
    ...most,
    digits: 2,
    of: (t) => t.bytesDown / t.seconds / 1000,
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

export function isMetric(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}
