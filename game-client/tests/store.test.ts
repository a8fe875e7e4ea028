/** What a browser does not keep holds until the page is closed. */
import { expect, test } from 'vitest';
import { storeOf, type Store } from '../src/store.ts';

function refused(): never {
  throw new Error('SecurityError');
}

test.each([
  ['refused', refused],
  ['full', (): Store => ({ getItem: () => null, setItem: refused, removeItem: () => undefined })],
])('a_storage_that_is_%s_fails_nobody', (_name, open) => {
  const store = storeOf(open);
  expect(store.getItem('thread')).toBeNull();
  store.setItem('thread', '66 m');
  expect(store.getItem('thread')).toBe('66 m');
  store.removeItem('thread');
  expect(store.getItem('thread')).toBeNull();
});

test('what_is_kept_is_read_from_where_it_is_kept', () => {
  const kept = new Map([['thread', '1 m']]);
  const store = storeOf(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
  }));
  expect(store.getItem('thread')).toBe('1 m');
  store.setItem('thread', '2 m');
  kept.set('thread', '3 m');
  expect(store.getItem('thread'), 'another page may have written meanwhile').toBe('3 m');
});
