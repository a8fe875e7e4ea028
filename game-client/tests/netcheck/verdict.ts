/**
 * What the figures of a cell say against its budgets. Pure.
 */
import type { CellPlan, Least } from './budgets.ts';
import { METRICS, type Metric, type MetricName, type Tally } from './tally.ts';

/** A figure outside of its budget. */
export interface Missed {
  readonly metric: MetricName;
  readonly is: number;
  readonly budget: number;
}

export type Verdict =
  | { readonly kind: 'green' }
  | { readonly kind: 'red'; readonly missed: readonly Missed[] }
  /** Not enough play; what there was too little of. */
  | { readonly kind: 'little'; readonly lacks: readonly string[] }
  /** The machine was late: the figures say nothing of the client. */
  | { readonly kind: 'void'; readonly why: string }
  /** It could not be played to its end. */
  | { readonly kind: 'broken'; readonly why: string }
  /** A client that was made wrong, and was not noticed by these. */
  | { readonly kind: 'unnoticed'; readonly by: readonly MetricName[] }
  /** A client that was made wrong, and was noticed. */
  | { readonly kind: 'noticed'; readonly missed: readonly Missed[] };

export interface Measured {
  readonly tally: Tally;
  readonly players: number;
  readonly seconds: number;
  /** The share of frames with which this process was late, and of ticks that the server skipped, in per cent. */
  readonly lateShare: number;
}

/** True for what lets the run pass. */
export function passes(verdict: Verdict): boolean {
  return verdict.kind === 'green' || verdict.kind === 'noticed';
}

export function judge(plan: CellPlan, measured: Measured, least: Least, lateMost: number): Verdict {
  const missed = misses(plan, measured.tally);
  const isLate = measured.lateShare > lateMost;
  if (plan.fault !== null) {
    const by = plan.red.filter((metric) => !missed.some((miss) => miss.metric === metric));
    const noticed = missed.filter(({ metric }) => plan.red.includes(metric));
    return by.length === 0
      ? { kind: 'noticed', missed: noticed }
      : isLate
        ? tooLate(measured)
        : { kind: 'unnoticed', by };
  }
  const always = missed.filter(({ metric }) => (METRICS[metric] as Metric).holdsAlways === true);
  if (measured.tally.lost === 0 && isLate && always.length === 0) {
    return tooLate(measured);
  }
  const lacks = always.length > 0 ? [] : lacking(measured, least);
  if (lacks.length > 0) {
    return { kind: 'little', lacks };
  }
  return missed.length === 0 ? { kind: 'green' } : { kind: 'red', missed };
}

function tooLate({ lateShare }: Measured): Verdict {
  return { kind: 'void', why: `this machine was late with ${lateShare.toFixed(1)} % of the frames` };
}

function misses({ budgets }: CellPlan, tally: Tally): Missed[] {
  return (Object.keys(budgets) as MetricName[]).flatMap((metric) => {
    const [is, budget] = [METRICS[metric].of(tally), budgets[metric]];
    return is === null || budget === undefined || holds(METRICS[metric], is, budget)
      ? []
      : [{ metric, is, budget }];
  });
}

/** What is no number holds nowhere: nothing was there to measure. */
function holds({ good }: Metric, is: number, budget: number): boolean {
  return good === 'most' ? is <= budget : is >= budget;
}

function lacking({ tally, players, seconds }: Measured, least: Least): string[] {
  // A cell of less than a minute needs its share of a minute's play.
  const share = Math.min(seconds / 60, 1);
  const needs: readonly (readonly [string, number, number])[] = [
    ['u moved a bot and minute', (tally.moved / players / seconds) * 60, least.moved],
    ['shots', tally.shots, least.shots * share],
    ['hits', tally.hits, least.hits * share],
    ['dashes', tally.dashes, least.dashes * share],
    ['wall contacts', tally.contacts, least.contacts * share],
  ];
  const few = needs.filter(([, is, need]) => is < need);
  const lost = tally.lost > 0 ? [`${tally.lost} of ${players} connections ended`] : [];
  return [...lost, ...few.map(([what, is, need]) => `${Math.round(is)} ${what} of ${Math.round(need)}`)];
}

/** In words, for one line. */
export function inWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'green':
      return 'green';
    case 'red':
      return verdict.missed.map(missedInWords).join('; ');
    case 'little':
      return `not enough play: ${verdict.lacks.join(', ')}`;
    case 'void':
      return `void: ${verdict.why}`;
    case 'broken':
      return `could not be played: ${verdict.why}`;
    case 'unnoticed':
      return `the fault stayed unnoticed by ${verdict.by.map((metric) => METRICS[metric].title).join(', ')}`;
    case 'noticed':
      return `red as it must be: ${verdict.missed.map(missedInWords).join('; ')}`;
  }
}

function missedInWords({ metric, is, budget }: Missed): string {
  const { title, unit, digits, good } = METRICS[metric];
  return `${title} ${is.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}, at ${good} ${budget}`;
}
