/**
 * The quick words: their numbers on the wire are their places here, and each has a mark of its own.
 */
export const QUICK_WORDS = ['hello', 'good', 'thanks', 'sorry', 'help', 'coming', 'wow', 'haha'] as const;
export type QuickWord = (typeof QUICK_WORDS)[number];

/** The quick word of a number of the protocol; null where it is none. */
export function quickWord(number: number | null): QuickWord | null {
  return number === null ? null : (QUICK_WORDS[number] ?? null);
}
