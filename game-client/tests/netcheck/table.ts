/**
 * The figures of a run as a table: a row for each figure, a column for each cell. `!` marks what is outside of its budget.
 */
import { CAUSES } from '../../src/predict/corrections.ts';
import type { Outcome, Run } from './run.ts';
import { METRICS, WEAPONS, type MetricName } from './tally.ts';
import { inWords, passes } from './verdict.ts';

/** Narrowest column of a cell. */
const COLUMN = 8;

export function table({ outcomes, isVoid }: Run): string {
  const rows = [
    ['', ...outcomes.map(({ plan }) => plan.name)],
    ...(Object.keys(METRICS) as MetricName[]).map((metric) => metricRow(metric, outcomes)),
    ...CAUSES.map((cause) => [
      `corrected: ${cause}`,
      ...outcomes.map(({ measured }) => `${measured.tally.causes[cause]}`),
    ]),
    ...playRows(outcomes),
    ['', ...outcomes.map(({ verdict }) => verdict.kind)],
  ];
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0), at === 0 ? 0 : COLUMN),
  );
  const lines = rows.map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  const failed = outcomes.filter(({ verdict }) => !passes(verdict));
  const words = outcomes.map(
    ({ plan, verdict }) => `${passes(verdict) ? '✓' : '✗'} ${plan.name}: ${inWords(verdict)}`,
  );
  // A fault's are meant.
  const traces = outcomes
    .filter(({ plan }) => plan.fault === null)
    .flatMap(({ plan, measured }) =>
      measured.tally.traces.map((trace) => `  unexplained in ${plan.name}: ${trace}`),
    );
  const end = isVoid
    ? 'void: the control missed its budget'
    : failed.length === 0
      ? 'all cells are as they must be'
      : `failed: ${failed.map(({ plan }) => plan.name).join(', ')}`;
  return [...lines, '', ...words, ...traces, '', end, ''].join('\n');
}

function metricRow(metric: MetricName, outcomes: readonly Outcome[]): string[] {
  const { title, unit, digits, of } = METRICS[metric];
  const cells = outcomes.map(({ plan, measured }) => {
    const [is, budget] = [of(measured.tally), plan.budgets[metric]];
    if (is === null) {
      return 'n/a';
    }
    const isGood = budget === undefined || (METRICS[metric].good === 'most' ? is <= budget : is >= budget);
    return `${isGood ? '' : '!'}${Number.isNaN(is) ? 'none' : is.toFixed(digits)}`;
  });
  return [`${title}${unit === '' ? '' : `, ${unit}`}`, ...cells];
}

function playRows(outcomes: readonly Outcome[]): string[][] {
  const row = (title: string, of: (outcome: Outcome) => number): string[] => [
    title,
    ...outcomes.map((outcome) => `${Math.round(of(outcome))}`),
  ];
  return [
    row(
      'u moved a bot and minute',
      ({ measured: { tally, players, seconds } }) => (tally.moved / players / seconds) * 60,
    ),
    row('shots', ({ measured }) => measured.tally.shots),
    row('hits', ({ measured }) => measured.tally.hits),
    ...WEAPONS.flatMap((weapon) =>
      (['agreed', 'denied', 'unseen', 'refused', 'gone'] as const).map((how) =>
        row(`${weapon} ${how}`, ({ measured }) => measured.tally[weapon]?.[how] ?? 0),
      ),
    ),
    row('dashes', ({ measured }) => measured.tally.dashes),
    row('wall contacts', ({ measured }) => measured.tally.contacts),
    row('presses timed', ({ measured }) => measured.tally.ownMs.length),
    ['harness late, % of frames', ...outcomes.map(({ measured }) => measured.lateShare.toFixed(2))],
  ];
}

/** The same for a machine to read. */
export function json({ outcomes, isVoid }: Run, seed: number): string {
  const cells = outcomes.map(({ plan, measured, verdict }) => ({
    name: plan.name,
    link: plan.link,
    fault: plan.fault,
    seconds: measured.seconds,
    players: measured.players,
    late: measured.lateShare,
    passes: passes(verdict),
    verdict: inWords(verdict),
    figures: Object.fromEntries(
      (Object.keys(METRICS) as MetricName[]).map((metric) => [metric, METRICS[metric].of(measured.tally)]),
    ),
    budgets: plan.budgets,
    causes: measured.tally.causes,
    unexplained: measured.tally.traces,
    play: {
      moved: measured.tally.moved,
      shots: measured.tally.shots,
      hits: measured.tally.hits,
      dashes: measured.tally.dashes,
      contacts: measured.tally.contacts,
    },
  }));
  return `${JSON.stringify({ schema: 1, seed, void: isVoid, cells }, null, 2)}\n`;
}
