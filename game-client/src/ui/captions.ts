/**
 * What is heard, in words, for those who do not hear it: a few lines at the bottom.
 */
import { make } from './dom.ts';
import { isKey, say } from './say.ts';

/** A sound that was played, and when by the page's clock; its words stand under `caption.KEY`. */
export interface Caption {
  readonly key: string;
  readonly atMs: number;
}

/** A line stays so long after its sound was last played. */
const LINE_MS = 2500;
const LINES_MAX = 4;

interface Line {
  readonly key: string;
  count: number;
}

/** The lines of now, oldest first. A sound that comes again while its line stands is counted there. */
export function captionLines(sounds: readonly Caption[], nowMs: number): Line[] {
  const lines = new Map<string, Line>();
  for (const { key, atMs } of sounds) {
    if (nowMs - atMs < LINE_MS) {
      const line = lines.get(key) ?? { key, count: 0 };
      line.count += 1;
      lines.set(key, line);
    }
  }
  return [...lines.values()].slice(-LINES_MAX);
}

export class Captions {
  readonly element = make('ul', { class: 'captions', attributes: { 'aria-hidden': 'true' } });
  #shown = '';

  update(sounds: readonly Caption[], nowMs: number): void {
    const lines = captionLines(sounds, nowMs);
    const now = JSON.stringify(lines);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    this.element.replaceChildren(...lines.map((line) => make('li', { text: wordsOf(line) })));
  }
}

function wordsOf({ key, count }: Line): string {
  const named = `caption.${key}`;
  const words = isKey(named) ? say(named) : key;
  return count === 1 ? words : `${words} ×${count}`;
}
