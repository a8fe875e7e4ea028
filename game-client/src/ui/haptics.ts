/**
 * What happens to the own player, for the hand that holds the device: a tick for a hit given, more for one that is taken, for
 * a kill and for a death.
 */
import type { WireEvent } from '../protocol/messages.gen.ts';
import { ownSeat, type State } from '../state/state.ts';

/** What is felt, the strongest last: of several in one picture only that one is. */
const FEELS = ['hit', 'kill', 'hurt', 'death'] as const;
export type Feel = (typeof FEELS)[number];

/** On, off, on …, in ms. */
const PATTERNS: Readonly<Record<Feel, readonly number[]>> = {
  hit: [8],
  kill: [20, 40, 20],
  hurt: [35],
  death: [70, 50, 140],
};
/** With reduced motion there is one short push, and only for what one must know. */
const REDUCED: Readonly<Record<Feel, readonly number[]>> = { hit: [], kill: [], hurt: [20], death: [60] };

/** What the own player feels of an event; null for nothing. */
export function feelOf(event: WireEvent, own: number): Feel | null {
  switch (event.kind) {
    case 'hurt':
      return event.damage === 0 ? null : event.seat === own ? 'hurt' : event.by === own ? 'hit' : null;
    case 'killed':
      return event.seat === own ? 'death' : event.by === own ? 'kill' : null;
    default:
      return null;
  }
}

export class Haptics {
  /** How many events of the state were felt or passed over; null before the first picture. */
  #read: number | null = null;

  /** `vibrate`: `navigator.vibrate` where there is one. */
  constructor(private readonly vibrate: (pattern: number[]) => void) {}

  /** `wanted`: there is a hand that feels, and the settings let it. */
  update(state: State, wanted: boolean, reduced: boolean): void {
    const count = state.eventsDropped + state.events.length;
    const from = Math.max((this.#read ?? count) - state.eventsDropped, 0);
    this.#read = count;
    const own = ownSeat(state);
    if (!wanted || own === null || from === state.events.length) {
      return;
    }
    const felt = state.events.slice(from).map(({ event }) => feelOf(event, own));
    const strongest = FEELS.findLast((feel) => felt.includes(feel));
    const pattern = strongest === undefined ? [] : (reduced ? REDUCED : PATTERNS)[strongest];
    if (pattern.length > 0) {
      this.vibrate([...pattern]);
    }
  }
}
