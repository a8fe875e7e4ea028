/**
 * What somebody has just said, over their body.
 */
import type { SaidLine } from '../../state/talk.ts';
import { make, setStyle, setText, show } from '../dom.ts';
import { say } from '../say.ts';
import { inPicture, type Sight } from '../sight.ts';
import { quickWord } from './words.ts';

/** How long it stands, in ms. */
export const BUBBLE_MS = 3000;
/** Of a long line the beginning is enough: all of it stands in the corner. */
const LETTERS_MAX = 28;
/** Over the body, in units. */
const ABOVE = 46;

interface Bubble {
  readonly element: HTMLElement;
  readonly mark: HTMLElement;
  readonly text: HTMLElement;
}

export class Bubbles {
  readonly element = make('div', { class: 'bubbles', attributes: { 'aria-hidden': 'true' } });
  readonly #bySeat = new Map<number, Bubble>();

  /** The lines that are to be seen, oldest first. */
  update(lines: readonly SaidLine[], nowMs: number, sight: Sight): void {
    const young = lines.filter(({ atMs }) => nowMs - atMs < BUBBLE_MS);
    const last = new Map(young.map((line) => [line.seat, line]));
    for (const [seat, line] of last) {
      this.#draw(seat, line, sight);
    }
    for (const [seat, { element }] of this.#bySeat) {
      if (!last.has(seat)) {
        element.remove();
        this.#bySeat.delete(seat);
      }
    }
  }

  #draw(seat: number, { word, text }: SaidLine, sight: Sight): void {
    const bubble = this.#bySeat.get(seat) ?? this.#add(seat);
    const place = sight.seen(seat);
    show(bubble.element, place !== null);
    if (place === null) {
      return;
    }
    const quick = quickWord(word);
    const mark = quick === null ? '' : `quick ${quick}`;
    if (bubble.mark.className !== mark) {
      bubble.mark.className = mark;
    }
    const whole = quick === null ? text : say(`word.${quick}`);
    const letters = [...whole];
    setText(bubble.text, letters.length > LETTERS_MAX ? `${letters.slice(0, LETTERS_MAX).join('')}…` : whole);
    const { x, y } = inPicture(sight, { x: place.x, y: place.y - ABOVE });
    setStyle(bubble.element, 'transform', `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`);
  }

  #add(seat: number): Bubble {
    const [mark, text] = [make('i'), make('span')];
    const element = make('div', { class: 'bubble' }, [make('p', {}, [mark, text])]);
    const bubble = { element, mark, text };
    this.#bySeat.set(seat, bubble);
    this.element.append(element);
    return bubble;
  }
}
