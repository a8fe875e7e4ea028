/**
 * What a newcomer is told, one thing at a time, until each has been done once.
 */
import type { Control } from '../settings/bindings.ts';
import { HINTS, type Hint, type Settings } from '../settings/settings.ts';
import { make, setText, show } from './dom.ts';
import type { ControlNames } from './padnames.ts';
import { isKey, say } from './say.ts';

/** A hint that was followed stays so long, so that one sees that it was meant. */
export const FOLLOWED_MS = 900;

const FOLLOWS: Readonly<Partial<Record<Control, Hint>>> = {
  up: 'walk',
  left: 'walk',
  down: 'walk',
  right: 'walk',
  fire: 'fire',
  dash: 'dash',
  shield: 'shield',
  next: 'switch',
  slot1: 'switch',
  slot2: 'switch',
  slot3: 'switch',
  slot4: 'switch',
};

/** The hint that a control follows. */
export function hintOf(control: Control): Hint | null {
  return FOLLOWS[control] ?? null;
}

/** What there is to follow a hint with. */
export interface Around {
  /** How many weapons there are: with one there is nothing to switch to. */
  readonly weapons: number;
  /** Loose thread lies about. */
  readonly isLoose: boolean;
}

/** What to tell next; null when there is nothing left that could be followed. */
export function nextHint(used: Settings['used'], { weapons, isLoose }: Around): Hint | null {
  const canFollow = (hint: Hint): boolean =>
    hint === 'switch' ? weapons > 1 : hint === 'wind' ? isLoose : true;
  return HINTS.find((hint) => !used[hint] && canFollow(hint)) ?? null;
}

export class Hints {
  readonly element = make('p', { class: 'hint', attributes: { role: 'status' } });
  #shown: Hint | null = null;
  #followedMs = -Infinity;

  /** `isTouch`: there are thumbs and no keys. */
  constructor(
    private readonly controls: ControlNames,
    private readonly isTouch: () => boolean,
  ) {
    this.element.hidden = true;
  }

  /** `plays`: there is a body that could follow. */
  update(used: Settings['used'], around: Around, plays: boolean, nowMs: number): void {
    if (this.#shown !== null && used[this.#shown]) {
      if (!this.element.classList.contains('followed')) {
        this.element.classList.add('followed');
        this.#followedMs = nowMs;
      }
      if (nowMs - this.#followedMs < FOLLOWED_MS) {
        return;
      }
    }
    this.#shown = nextHint(used, around);
    this.element.classList.remove('followed');
    show(this.element, this.#shown !== null && plays);
    if (this.#shown !== null) {
      setText(this.element, this.#words(this.#shown));
    }
  }

  #words(hint: Hint): string {
    if (this.isTouch()) {
      return say(hint === 'wind' ? 'hint.wind' : `touch.${hint}`);
    }
    const names = ['up', 'left', 'down', 'right', 'fire', 'dash', 'shield', 'next'] as const;
    const params = {
      ...Object.fromEntries(names.map((name) => [name, this.controls.of(name)])),
      ...this.controls.sticks,
    };
    const onPad = `hint.${hint}.pad`;
    return say(this.controls.isPad && isKey(onPad) ? onPad : `hint.${hint}`, params);
  }
}
