/**
 * All cells of a run: the control first, then the others, a few at a time. What was void is repeated once.
 */
import { runCell, type CellOptions } from './cell.ts';
import type { CellPlan, Plan } from './budgets.ts';
import { newTally } from './tally.ts';
import { inWords, judge, type Measured, type Verdict } from './verdict.ts';

export interface Outcome {
  readonly plan: CellPlan;
  readonly measured: Measured;
  readonly verdict: Verdict;
}

export interface RunOptions extends CellOptions {
  readonly atOnce: number;
  /** Says what happens. */
  readonly say: (line: string) => void;
}

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** The control missed its budget twice: what the others say is not to be trusted. */
  readonly isVoid: boolean;
}

/** Runs these cells of a plan. */
export async function runCells(plan: Plan, cells: readonly CellPlan[], options: RunOptions): Promise<Run> {
  const [control, others] = [cells.filter(isControl), cells.filter((cell) => !isControl(cell))];
  const first = await each(control, 1, (cell) => runOne(plan, cell, options));
  const isVoid = first.some(({ verdict }) => verdict.kind !== 'green');
  if (isVoid) {
    options.say('the control missed its budget twice: this run is void');
  }
  const rest = await each(others, options.atOnce, (cell) => runOne(plan, cell, options));
  return { outcomes: [...first, ...rest], isVoid };
}

/** The cell without a link in which nothing is wrong: what it misses is the fault of the machine or of this check. */
function isControl({ link, fault }: CellPlan): boolean {
  return link === null && fault === null;
}

/** A void cell, or a control that missed its budget, has one more chance. */
async function runOne(plan: Plan, cell: CellPlan, options: RunOptions): Promise<Outcome> {
  const first = await once(plan, cell, options);
  const isUnsure = first.verdict.kind === 'void' || (isControl(cell) && first.verdict.kind !== 'green');
  if (!isUnsure) {
    return first;
  }
  options.say(`${cell.name}: once more`);
  return once(plan, cell, options);
}

async function once(plan: Plan, cell: CellPlan, common: RunOptions): Promise<Outcome> {
  const options = { ...common, seconds: common.seconds * cell.times };
  const outcome = await runCell(cell, options).then(
    (measured) => ({ measured, verdict: judge(cell, measured, plan.least, plan.lateMost) }),
    (error: unknown) => broken(options, error),
  );
  options.say(`${cell.name}: ${inWords(outcome.verdict)}`);
  return { plan: cell, ...outcome };
}

/** One cell that fails to run does not end the others, whose servers would be left behind. */
function broken({ players, seconds }: RunOptions, error: unknown): Omit<Outcome, 'plan'> {
  const why = error instanceof Error ? error.message : String(error);
  return {
    measured: { tally: newTally(), players, seconds, lateShare: 0 },
    verdict: { kind: 'broken', why },
  };
}

/** Runs so many at a time, and answers in their order. */
async function each<T, R>(items: readonly T[], atOnce: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) {
        results[at] = await run(item);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(atOnce, 1) }, worker));
  return results;
}
