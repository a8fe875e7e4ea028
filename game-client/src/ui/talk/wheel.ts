/**
 * The wheel of quick words: opened by a key, a button or a tap, and closed by a choice. Digits, mouse, fingers and a gamepad
 * choose.
 */
import { button, make, show } from '../dom.ts';
import { say } from '../say.ts';
import { QUICK_WORDS } from './words.ts';

export interface WheelOptions {
  /** Says the quick word of this number. */
  readonly choose: (word: number) => void;
  /** Opens the field for a text. */
  readonly write: () => void;
}

const TURN = 2 * Math.PI;

export class Wheel {
  readonly element: HTMLElement;
  readonly #stop = new AbortController();

  constructor(private readonly options: WheelOptions) {
    const words = QUICK_WORDS.map((word, at) => {
      const attributes = { type: 'button' };
      const element = make('button', { class: 'spoke', attributes }, [
        make('i', { class: `quick ${word}` }),
        make('span', { text: say(`word.${word}`) }),
        make('kbd', { text: String(at + 1) }),
      ]);
      // The first one stands at the top.
      const way = (at / QUICK_WORDS.length) * TURN - TURN / 4;
      element.style.setProperty('--x', Math.cos(way).toFixed(3));
      element.style.setProperty('--y', Math.sin(way).toFixed(3));
      element.addEventListener('click', () => this.#choose(at));
      return element;
    });
    const write = button(say('talk.write'), 'write', () => {
      this.close();
      options.write();
    });
    const attributes = { role: 'group', 'aria-label': say('talk.wheel') };
    this.element = make('div', { class: 'wheel', attributes }, [...words, write]);
    this.element.hidden = true;
    // Before the game hears of a digit.
    document.addEventListener('keydown', (event) => this.#key(event), {
      capture: true,
      signal: this.#stop.signal,
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(): void {
    show(this.element, !this.isOpen);
  }

  close(): void {
    if (this.element.contains(document.activeElement) && document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
    show(this.element, false);
  }

  dispose(): void {
    this.#stop.abort();
    this.element.remove();
  }

  #choose(word: number): void {
    this.close();
    this.options.choose(word);
  }

  #key(event: KeyboardEvent): void {
    const digit = /^(?:Digit|Numpad)([1-8])$/.exec(event.code)?.[1];
    if (!this.isOpen || (digit === undefined && event.code !== 'Escape')) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (digit === undefined) {
      this.close();
    } else {
      this.#choose(Number(digit) - 1);
    }
  }
}
