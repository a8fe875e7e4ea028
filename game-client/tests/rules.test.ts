import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import en from '../lang/en.json' with { type: 'json' };
import {
  chaptersOf,
  isChanged,
  partsOf,
  rawWords,
  valueWords,
  type Rule,
  type RuleValue,
} from '../src/ui/rules/rules.ts';

function rule(key: string, unit: string, now: RuleValue, shipped: RuleValue = now): Rule {
  return { key, unit, about: '', min: 0, max: 10, default: shipped, now };
}

/** The keys of the shipped tuning, `weapons.stitcher.damage` among them. */
function shippedKeys(): Set<string> {
  const text = readFileSync(new URL('../../assets/tuning/default.toml', import.meta.url), 'utf8');
  let table = '';
  return new Set(
    text.split('\n').flatMap((line) => {
      table = /^\[(.+)\]/.exec(line)?.[1] ?? table;
      const key = /^(\w+) *=/.exec(line)?.[1];
      return key === undefined ? [] : [`${table}.${key}`];
    }),
  );
}

test('every_value_in_a_sentence_is_one_of_the_tuning', () => {
  const keys = shippedKeys();
  const sentences = Object.entries(en).filter(([key]) => /^rules\.\w+\.\d$/.test(key));
  const named = sentences.flatMap(([, text]) =>
    [...text.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name ?? ''),
  );
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => !keys.has(name))).toEqual([]);
});

test.each([
  [2.4, 's', '2.4 s'],
  [5, 'm', '5 m'],
  [70, 'u', '7 m'],
  [320, 'u/s', '32 m a second'],
  [0.5, 'share', '50 %'],
  [6.977, '/s', '6.98 a second'],
  [1.5, '°', '1.5°'],
  [100, '', '100'],
  ['needle', '', 'needle'],
  [null, 's', 'none'],
] as const)('%j_in_%j_reads_%s', (value, unit, words) => {
  expect(valueWords(value, unit)).toBe(words);
});

test('a_table_writes_values_as_the_file_does', () => {
  expect([rawWords(320, 'u/s'), rawWords(0.5, 'share'), rawWords(null, 'm')]).toEqual([
    '320 u/s',
    '0.5',
    'none',
  ]);
});

test('a_sentence_is_cut_where_its_values_stand', () => {
  const lies = rule('thread.lies', 's', 12, 8);
  const parts = partsOf('rules.thread.4', new Map([[lies.key, lies]]));
  expect(parts).toEqual(['Loose thread lies for ', lies, ', then it is gone.']);
  expect(isChanged(lies)).toBe(true);
});

test('weapons_are_told_by_what_they_have_and_those_that_are_gone_are_not', () => {
  const chapters = chaptersOf([
    rule('weapons.stitcher.damage', '', 14),
    rule('weapons.stitcher.bounces', '', 0),
    rule('weapons.long_bow.damage', '', 50, null),
    rule('weapons.long_bow.charge', 's', 1, null),
    rule('weapons.needle.damage', '', null, 70),
  ]);
  const weapons = chapters.slice(-2).map(({ title, sentences }) => [title, sentences.length]);
  expect(weapons).toEqual([
    ['Stitcher', 1],
    ['Long bow', 2],
  ]);
});
