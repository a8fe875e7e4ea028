/**
 * The command: `make netcheck`, `make netcheck ARGS="--only 4g --seconds 60"`. Exit code 1 when a cell fails.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPlan, type CellPlan, type Plan } from './budgets.ts';
import { runCells } from './run.ts';
import { json, table } from './table.ts';
import { passes } from './verdict.ts';

const SETTLE_MS = 5_000;

const USAGE = `the real client over modelled lines, judged by game-client/tests/netcheck/budgets.toml

  --only NAME       this cell alone; may stand more than once
  --seconds N       how long each cell is measured
  --players N       players of a cell
  --at-once N       cells at a time
  --seed N          of all chance
  --json FILE       write the figures there as well
`;

export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    process.stderr.write(`netcheck: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string' },
      players: { type: 'string' },
      'at-once': { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const plan = readPlan(readFileSync(new URL('./budgets.toml', import.meta.url), 'utf8'));
  const seed = count('seed', values.seed, 0);
  const began = performance.now();
  const result = await runCells(plan, chosen(plan, values.only), {
    seconds: count('seconds', values.seconds, plan.seconds),
    players: count('players', values.players, plan.players),
    atOnce: count('at-once', values['at-once'], plan.atOnce),
    seed,
    settleMs: SETTLE_MS,
    say: (line) =>
      void process.stdout.write(`${Math.round((performance.now() - began) / 1000)} s  ${line}\n`),
  });
  process.stdout.write(`\n${table(result)}`);
  if (values.json !== undefined) {
    writeFileSync(values.json, json(result, seed));
  }
  return !result.isVoid && result.outcomes.every(({ verdict }) => passes(verdict)) ? 0 : 1;
}

function chosen({ cells }: Plan, only: readonly string[]): readonly CellPlan[] {
  const unknown = only.filter((name) => !cells.some((cell) => cell.name === name));
  if (unknown.length > 0) {
    const names = cells.map(({ name }) => name).join(', ');
    throw new Error(`no cell is called ${unknown.join(', ')}: there are ${names}`);
  }
  return only.length === 0 ? cells : cells.filter(({ name }) => only.includes(name));
}

function count(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`--${name} is a whole number, and not ${text ?? ''}`);
  }
  return value;
}
