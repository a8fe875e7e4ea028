import { expect, test } from 'vitest';
import type { Way } from '../src/input/pads.ts';
import { nextBox, type Box } from '../src/ui/menu/focus.ts';

interface Named extends Box {
  readonly name: string;
}

function box(name: string, left: number, top: number, width: number, height = 30): Named {
  return { name, left, top, right: left + width, bottom: top + height };
}

/** The settings: a button beside the heading, tabs, sliders in the right column, ticks in the left, pairs of buttons. */
const PANEL = [
  box('done', 560, 10, 80),
  box('audio', 0, 60, 120),
  box('video', 125, 60, 120),
  box('name', 250, 60, 120),
  box('volume', 200, 110, 400, 26),
  box('music', 200, 150, 400, 26),
  box('mute', 0, 190, 22, 22),
  box('up', 0, 230, 300),
  box('left', 310, 230, 300),
  box('down', 0, 262, 300),
  box('reset', 0, 340, 160),
];

function walk(from: string, ...ways: readonly Way[]): string {
  const named = (name: string): Named => PANEL.find((each) => each.name === name) ?? box(name, 0, 0, 0);
  return ways.reduce((at, way) => {
    const others = PANEL.filter(({ name }) => name !== at);
    return nextBox(named(at), others, way)?.name ?? at;
  }, from);
}

test.each<[string, Way[], string]>([
  ['audio', ['down'], 'volume'],
  ['audio', ['down', 'down', 'down', 'down'], 'up'],
  ['name', ['right'], 'name'],
  ['name', ['left', 'left', 'left'], 'audio'],
  ['mute', ['down', 'right', 'up'], 'mute'],
  ['left', ['down'], 'down'],
  ['down', ['down'], 'reset'],
  ['reset', ['down'], 'reset'],
  ['reset', ['up', 'up', 'up', 'up'], 'music'],
  ['volume', ['up'], 'video'],
  ['audio', ['up'], 'done'],
  ['volume', ['right'], 'volume'],
])('from_%s_%j_leads_to_%s', (from, ways, to) => {
  expect(walk(from, ...ways)).toBe(to);
});

test('everything_is_reached_from_everywhere', () => {
  const ways = ['up', 'down', 'left', 'right'] as const;
  for (const { name: from } of PANEL) {
    const found = new Set([from]);
    for (const at of found) {
      ways.forEach((way) => found.add(walk(at, way)));
    }
    expect(found.size, from).toBe(PANEL.length);
  }
});

test('neighbours_that_overlap_a_little_are_neighbours', () => {
  expect(nextBox(box('a', 0, 0, 100), [box('b', 0, 26, 100)], 'down')?.name).toBe('b');
  expect(nextBox(box('a', 0, 0, 100), [box('b', 96, 0, 100)], 'right')?.name).toBe('b');
});
