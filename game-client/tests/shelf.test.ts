/** The way back to a seat outlives its tab. */
import { expect, test } from 'vitest';
import { TabShelf } from '../src/net/shelf.ts';

class Memory {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, text: string): void => void this.items.set(key, text);
  removeItem = (key: string): void => void this.items.delete(key);
}

function tabs(): { shared: Memory; tab: (nowMs: number, own?: Memory) => TabShelf } {
  const shared = new Memory();
  return { shared, tab: (nowMs, own = new Memory()) => new TabShelf(own, shared, () => nowMs) };
}

test('a_tab_that_is_closed_leaves_its_way_to_the_next_one_alone', () => {
  const { tab } = tabs();
  const first = tab(1000);
  first.write('to room one');
  expect(tab(2000).read()).toBe(null);
  first.leave();
  expect(tab(3000).read()).toBe('to room one');
  expect(tab(4000).read()).toBe(null);
});

test('a_page_that_is_loaded_anew_keeps_its_own', () => {
  const { tab } = tabs();
  const own = new Memory();
  const before = tab(1000, own);
  before.write('to room one');
  before.leave();
  expect(tab(1500, own).read()).toBe('to room one');
  expect(tab(2000).read()).toBe(null);
});

test('what_was_left_too_long_ago_or_is_broken_is_nothing', () => {
  const { shared, tab } = tabs();
  const first = tab(1000);
  first.write('to room one');
  first.leave();
  expect(tab(1000 + 120_001).read()).toBe(null);
  for (const broken of ['', '{', '[]', '{"way":1,"atMs":1000}', '{"way":"x"}', 'null']) {
    shared.setItem('fray.seat', broken);
    expect(tab(1000).read()).toBe(null);
  }
});

test('one_that_has_left_its_seat_leaves_no_way', () => {
  const { tab } = tabs();
  const first = tab(1000);
  first.write('to room one');
  first.write(null);
  first.leave();
  expect(tab(1000).read()).toBe(null);
});
