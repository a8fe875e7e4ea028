/**
 * The great moments as a word on the screen, above the fight and for a moment: SLIP, SNAPBACK and THE GREAT UNRAVEL. And from where
 * one was hit, as an arc at the edge of the picture.
 */
import type { Hit, Moment } from '../state/notes.ts';
import type { State } from '../state/state.ts';
import { threadStyle } from '../view/palette.ts';
import { make, setStyle, setText, show } from './dom.ts';
import { momentWords } from './words.ts';

/** How long a word stands, in ms. */
const MOMENT_MS = 1500;
/** How long an arc stands after the last hit from there; in the last part of it it fades. */
const HIT_MS = 800;
const HIT_FADE_MS = 300;

export class Moments {
  readonly element = make('div', { class: 'moment', attributes: { role: 'status' } });
  readonly #word = make('b');
  readonly #text = make('span');
  #shown: Moment | null = null;

  constructor() {
    this.element.append(this.#word, this.#text);
    this.element.hidden = true;
  }

  update(state: State, nowMs: number): void {
    const newest = state.moments.at(-1) ?? null;
    const moment = newest !== null && nowMs - newest.atMs < MOMENT_MS ? newest : null;
    if (moment === this.#shown) {
      return;
    }
    this.#shown = moment;
    show(this.element, moment !== null);
    if (moment !== null) {
      const [word, text] = momentWords(moment);
      this.element.dataset['kind'] = moment.kind;
      setText(this.#word, word);
      setText(this.#text, text);
    }
  }
}

/** An arc for each shooter, in their colour: more hits turn it, and do not make it flash. */
export class Hits {
  readonly element = make('div', { class: 'hits', attributes: { 'aria-hidden': 'true' } });
  readonly #arcs = new Map<number, HTMLElement>();

  update(state: State, nowMs: number): void {
    for (const [seat, hit] of state.hits) {
      const left = HIT_MS - (nowMs - hit.atMs);
      if (left > 0) {
        this.#draw(seat, hit, Math.min(left / HIT_FADE_MS, 1));
      } else {
        this.#arcs.get(seat)?.remove();
        this.#arcs.delete(seat);
      }
    }
  }

  #draw(seat: number, { angle }: Hit, share: number): void {
    let arc = this.#arcs.get(seat);
    if (arc === undefined) {
      arc = make('div', { class: 'arc' }, [make('i'), make('i')]);
      setStyle(arc, '--thread', threadStyle(seat));
      this.#arcs.set(seat, arc);
      this.element.append(arc);
    }
    setStyle(arc, '--way', `${angle.toFixed(3)}rad`);
    setStyle(arc, 'opacity', share.toFixed(2));
  }
}
