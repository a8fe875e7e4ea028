/**
 * "Modified rules", in a corner: there only when a value differs from what was shipped. A click, or the key of the scores,
 * opens the list of those that do.
 */
import type { TuningMessage } from '../../protocol/messages.gen.ts';
import type { State } from '../../state/state.ts';
import { button, make, show } from '../dom.ts';
import { say } from '../say.ts';
import { ruleTable } from './list.ts';
import { isChanged, type Rule } from './rules.ts';

export class RulesBadge {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #list = make('section', {
    class: 'modified patch',
    attributes: { 'aria-label': say('rules.badge') },
  });
  #asked: TuningMessage | null = null;
  #isOpen = false;
  #isPeeked = false;

  /** `load` asks the server for the rules in effect. */
  constructor(private readonly load: () => Promise<readonly Rule[]>) {
    this.#button = button(say('rules.badge'), 'small', () => {
      this.#isOpen = !this.#isOpen;
      this.#show();
      // The keys are for the game again.
      this.#button.blur();
    });
    this.element = make('div', { class: 'badge' }, [this.#list, this.#button]);
    this.element.hidden = true;
    this.#show();
  }

  /** While the key of the scores is held the list is shown, too. */
  peek(isPeeked: boolean): void {
    this.#isPeeked = isPeeked;
    this.#show();
  }

  /** What differs is asked anew with each tuning that is told. */
  update(state: State): void {
    const told = state.tunings.at(-1);
    if (told !== undefined && told !== this.#asked) {
      this.#asked = told;
      // Without an answer there is nothing to say.
      this.load().then(
        (rules) => this.#write(rules.filter(isChanged)),
        () => this.#write([]),
      );
    }
  }

  #write(changed: readonly Rule[]): void {
    show(this.element, changed.length > 0);
    this.#button.textContent = say('rules.badge.count', { count: changed.length });
    this.#list.replaceChildren(make('h2', { text: say('rules.badge') }), ruleTable(changed, false));
  }

  #show(): void {
    show(this.#list, this.#isOpen || this.#isPeeked);
    this.#button.setAttribute('aria-expanded', String(!this.#list.hidden));
  }
}
