/**
 * By what a player is known again: random bytes that a browser keeps. Others learn no more of them than a mark.
 */

const KEY = 'fray.person';
const BYTES = 16;
const HEX = 16;

/** The bytes that are kept; new ones where there are none. */
export function personOf(
  store: Pick<Storage, 'getItem' | 'setItem'>,
  random: (count: number) => Uint8Array,
): Uint8Array {
  const kept = store.getItem(KEY) ?? '';
  if (new RegExp(`^[0-9a-f]{${2 * BYTES}}$`).test(kept)) {
    return Uint8Array.from(kept.match(/../g) ?? [], (pair) => parseInt(pair, HEX));
  }
  const bytes = random(BYTES);
  store.setItem(KEY, [...bytes].map((byte) => byte.toString(HEX).padStart(2, '0')).join(''));
  return bytes;
}
