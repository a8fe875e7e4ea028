/**
 * What people in the room have said.
 */
import type { Hushed, Said } from '../protocol/messages.gen.ts';
import { nameOf, type State } from './state.ts';

/** A wait is told in 600ths of a second. */
const WAITS_PER_SECOND = 600;
/** Lines that are kept. */
const SAID_KEPT = 60;

/** A line, with the name as it was then: a seat may change hands. */
export interface SaidLine {
  /** Lines are counted. */
  readonly id: number;
  readonly seat: number;
  readonly name: string;
  /** By which the person is known again; 0 for one who is not. */
  readonly mark: number;
  readonly to: number;
  /** The number of a quick word; null for a text. */
  readonly word: number | null;
  readonly text: string;
  readonly atMs: number;
}

export function hear(state: State, { seat, to, word, text }: Said, atMs: number): void {
  const id = (state.said.at(-1)?.id ?? 0) + 1;
  const mark = state.roster.get(seat)?.mark ?? 0;
  state.said.push({ id, seat, name: nameOf(state, seat), mark, to, word, text, atMs });
  state.said.splice(0, state.said.length - SAID_KEPT);
}

export function hush(state: State, { wait }: Hushed, atMs: number): void {
  state.hushedUntilMs = atMs + (wait * 1000) / WAITS_PER_SECOND;
}

/** What one wants to hear of it. */
export interface Wanted {
  /** What people write. */
  readonly lines: boolean;
  /** Quick words. */
  readonly words: boolean;
  /** By the marks of those whom one does not want to hear. */
  readonly muted: readonly number[];
}

/** Who has no mark cannot be known again, and so not be muted. */
export function isWanted({ mark, word }: SaidLine, { lines, words, muted }: Wanted): boolean {
  return (word === null ? lines : words) && !(mark !== 0 && muted.includes(mark));
}
