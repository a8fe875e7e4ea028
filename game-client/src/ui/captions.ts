/**
 * What is heard, in words, for those who do not hear it: a few lines at the bottom.
 */
import { make } from './dom.ts';
import { isKey, say } from './say.ts';

/** A sound that is heard: the key of its words, and where it comes from. */
export interface Caption {
  readonly key: string;
  readonly side: 'left' | 'middle' | 'right';
}

export class Captions {
  readonly element = make('ul', { class: 'captions', attributes: { 'aria-hidden': 'true' } });
  #shown = '';

  /** Shows these lines and no others. */
  update(heard: readonly Caption[]): void {
    const lines = heard.map(captionText);
    const now = lines.join('\n');
    if (now !== this.#shown) {
      this.#shown = now;
      this.element.replaceChildren(...lines.map((text) => make('li', { text })));
    }
  }
}

/** An arrow points to the side that a sound comes from. */
export function captionText({ key, side }: Caption): string {
  const words = isKey(key) ? say(key) : key;
  return side === 'middle' ? words : say(`captions.${side}`, { words });
}
