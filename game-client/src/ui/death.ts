/**
 * What is told to who has just died: by whom, with what and from where, what fell, and when they are back.
 */
import type { Own } from '../protocol/messages.gen.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { MATCH_RESULTS, type State } from '../state/state.ts';
import { make, setText, show } from './dom.ts';
import { figure, say } from './say.ts';
import { deathWords } from './words.ts';

export class DeathNote {
  readonly element: HTMLElement;
  readonly #lines = [make('p', { class: 'by' }), make('p'), make('p'), make('p')];
  readonly #returns = make('p', { class: 'next', attributes: { 'aria-live': 'off' } });

  constructor() {
    this.element = make('section', { class: 'death', attributes: { role: 'status' } }, [
      make('h2', { text: say('death.title') }),
      ...this.#lines,
      this.#returns,
    ]);
    this.element.hidden = true;
  }

  update(state: State, own: Own | null, tuning: Tuning | null): void {
    const dead = own !== null && own.life < 0 && state.match?.phase !== MATCH_RESULTS;
    show(this.element, dead);
    if (dead) {
      deathWords(state.death, tuning).forEach((words, at) => {
        const line = this.#lines[at];
        if (line !== undefined) {
          setText(line, words);
        }
      });
      const seconds = figure((-1 - own.life) / TIME_PER_SECOND, 1);
      setText(this.#returns, say('death.returns', { seconds }));
    }
  }
}
