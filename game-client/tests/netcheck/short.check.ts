/** The short form of the network check: real servers, links and clients, a few seconds of play each. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPlan } from './budgets.ts';
import { runCells } from './run.ts';
import { inWords, passes } from './verdict.ts';

const PLAN = readPlan(readFileSync(new URL('./short.toml', import.meta.url), 'utf8'));
const SEED = Number(process.env['FRAY_SEED'] ?? 1);

test('it feels local over a bad line, and a client that is wrong is noticed', async (context) => {
  const { seconds, players, atOnce } = PLAN;
  const says: string[] = [`FRAY_SEED=${SEED}`];
  const options = { seconds, players, atOnce, seed: SEED, settleMs: 4_000 };
  const { outcomes } = await runCells(PLAN, PLAN.cells, { ...options, say: (line) => void says.push(line) });
  const failed = outcomes.filter(({ verdict }) => !passes(verdict) && verdict.kind !== 'void');
  expect(
    failed.map(({ plan, verdict }) => `${plan.name}: ${inWords(verdict)}`),
    says.join('\n'),
  ).toEqual([]);
  // Void twice: this machine cannot tell. What no lateness excuses has been judged all the same.
  const late = outcomes.filter(({ verdict }) => verdict.kind === 'void');
  context.skip(late.length > 0, `void on this machine: ${late.map(({ plan }) => plan.name).join(', ')}`);
});
