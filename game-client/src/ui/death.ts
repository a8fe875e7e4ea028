/**
 * What is told to who has just died: by whom, with what and from where, what led to it, what fell, and when they are
 * back.
 */
import type { Own } from '../protocol/messages.gen.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { GameMap } from '../sim/map.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { MATCH_RESULTS, type State } from '../state/state.ts';
import { make, setText, show } from './dom.ts';
import { Recap } from './recap.ts';
import { figure, say } from './say.ts';
import type { Palette } from '../view/palette.ts';
import { deathWords, leftWords, viewWords } from './words.ts';

export class DeathNote {
  readonly element: HTMLElement;
  readonly #lines = [make('p', { class: 'by' }), make('p'), make('p'), make('p')];
  readonly #recap = new Recap();
  readonly #view = make('p', { class: 'view' });
  readonly #left = make('p');
  readonly #returns = make('p', { class: 'next', attributes: { 'aria-live': 'off' } });

  constructor() {
    this.element = make('section', { class: 'death', attributes: { role: 'status' } }, [
      make('h2', { text: say('death.title') }),
      ...this.#lines,
      this.#left,
      this.#recap.element,
      this.#view,
      this.#returns,
    ]);
    this.element.hidden = true;
  }

  update(state: State, own: Own | null, tuning: Tuning | null, map: GameMap | null, palette: Palette): void {
    const dead = own !== null && own.life < 0 && state.match?.phase !== MATCH_RESULTS;
    show(this.element, dead);
    if (dead) {
      const words = deathWords(state.death, tuning);
      this.#lines.forEach((line, at) => setText(line, words[at] ?? ''));
      this.#lookBack(state, tuning, map, palette);
      const seconds = figure((-1 - own.life) / TIME_PER_SECOND, 1);
      setText(this.#returns, say('death.returns', { seconds }));
    }
  }

  #lookBack(state: State, tuning: Tuning | null, map: GameMap | null, palette: Palette): void {
    const { death } = state;
    const known = death !== null && death.seat !== null && tuning !== null;
    show(this.#recap.element, known);
    setText(this.#left, known ? leftWords(death) : '');
    const scene = known ? this.#recap.update(state, death, tuning, map, palette) : null;
    if (scene !== null && death !== null) {
      setText(this.#view, viewWords(death, scene));
    } else if (!known) {
      setText(this.#view, '');
    }
  }
}
