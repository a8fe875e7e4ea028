import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPlan } from './budgets.ts';

const PLAIN = `seconds = 60
players = 8
at_once = 2
late_most = 1

[play]
moved = 3000
shots = 500
hits = 100
dashes = 50
contacts = 200

[budgets]
unexplained = 0

[cells.control]
link = "none"

[cells.4g]
link = "4g"
[cells.4g.budgets]
starved = 1

[faults.prediction-off]
link = "4g"
red = ["unexplained"]
`;

test('a cell has the budgets of all and its own', () => {
  const { cells } = readPlan(PLAIN);
  expect(cells.map(({ name, link, budgets }) => ({ name, link, budgets }))).toEqual([
    { name: 'control', link: null, budgets: { unexplained: 0 } },
    { name: '4g', link: '4g', budgets: { unexplained: 0, starved: 1 } },
    { name: 'prediction-off', link: '4g', budgets: { unexplained: 0 } },
  ]);
});

test('a cell may be measured longer than others', () => {
  const { cells } = readPlan(PLAIN.replace('link = "4g"', 'link = "4g"\ntimes = 3'));
  expect(cells.map(({ times }) => times)).toEqual([1, 3, 1]);
});

test.each([
  ['players = 8', 'players = "eight"', 'budgets, line 2: players is a number that is not negative'],
  ['players = 8', 'player = 8', 'budgets, line 2: player is no key here'],
  ['hits = 100', '', 'budgets, line 6: hits is a number that is not negative'],
  ['starved = 1', 'starving = 1', 'budgets, line 22: nothing that is measured is called starving'],
  ['starved = 1', 'starved = -1', 'budgets, line 22: starved is a number that is not negative'],
  ['link = "none"', 'line = "none"', 'budgets, line 17: line is no key here'],
  ['link = "none"', 'link = 3', 'budgets, line 17: link is the name of a preset, a file, or "none"'],
  ['link = "none"', 'link = "none"\narmed = 1', 'budgets, line 18: armed is true or false'],
  ['faults.prediction-off', 'faults.prediction', 'budgets, line 24: no fault is called prediction'],
  ['["unexplained"]', '["starved"]', 'budgets, line 26: red is a list of figures that have a budget here'],
  ['["unexplained"]', '[]', 'budgets, line 26: red is a list of figures that have a budget here'],
])('%s as %s is told with its line', (from, to, what) => {
  expect(() => readPlan(PLAIN.replace(from, to))).toThrow(what);
});

test('what is no TOML is told with its line as well', () => {
  expect(() => readPlan(PLAIN.replace('hits = 100', 'hits = = 100'))).toThrow(/\n9 : /);
});

test.each(['budgets.toml', 'short.toml'])('%s is well', (file) => {
  const plan = readPlan(readFileSync(new URL(file, import.meta.url), 'utf8'));
  expect(plan.cells[0]).toMatchObject({ name: 'control', link: null, fault: null });
});
