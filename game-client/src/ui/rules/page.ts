/**
 * The page `/rules`: the rules in effect in words, and all values as a table.
 */
import { make } from '../dom.ts';
import { say } from '../say.ts';
import { ruleTable } from './list.ts';
import { chaptersOf, isChanged, valueWords, type Chapter, type Part, type Rule } from './rules.ts';

export class RulesPage {
  readonly element: HTMLElement;
  readonly #state = make('p', { class: 'state', attributes: { role: 'status' } });
  readonly #body = make('div', { class: 'body' });
  #shown = '';

  constructor() {
    this.element = make('main', { class: 'page rules' }, [
      make('div', { class: 'patch' }, [make('h1', { text: say('rules.title') }), this.#state, this.#body]),
    ]);
  }

  /** Writes what has changed since the last time: all of it anew, so that nothing that is read moves away. */
  update(rules: readonly Rule[]): void {
    const now = JSON.stringify(rules);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    const changed = rules.filter(isChanged);
    const count = changed.length;
    this.#state.textContent =
      count === 0 ? say('rules.plain') : say(count === 1 ? 'rules.one' : 'rules.some', { count });
    this.#body.replaceChildren(
      ...(count === 0 ? [] : [ruleTable(changed, false)]),
      make('div', { class: 'chapters' }, chaptersOf(rules).map(chapter)),
      this.#allValues(rules),
      make('a', { class: 'button', text: say('rules.play'), attributes: { href: '/' } }),
    );
  }

  /** Every value, folded away until somebody wants them. */
  #allValues(rules: readonly Rule[]): HTMLElement {
    const attributes = { tabindex: '0', role: 'region', 'aria-label': say('rules.all') };
    const all = make('div', { class: 'all', attributes }, [ruleTable(rules, true)]);
    const folded = make('details', {}, [make('summary', { text: say('rules.all') }), all]);
    folded.open = this.#body.querySelector('details')?.open ?? false;
    return folded;
  }

  /** The server does not answer: what is shown may be old. */
  fail(): void {
    this.#shown = '';
    this.#state.textContent = say('rules.unreachable');
  }
}

function chapter({ title, sentences }: Chapter): HTMLElement {
  return make('section', {}, [make('h2', { text: title }), make('ul', {}, sentences.map(sentence))]);
}

function sentence(parts: readonly Part[]): HTMLElement {
  const item = make('li');
  item.append(...parts.map((part) => (typeof part === 'string' ? part : valueOf(part))));
  return item;
}

/** A value that differs from the shipped one says so. */
function valueOf(rule: Rule): HTMLElement {
  const text = valueWords(rule.now, rule.unit);
  if (!isChanged(rule)) {
    return make('b', { text, attributes: { title: rule.key } });
  }
  // What is new as a whole differs from nothing.
  const shipped =
    rule.default === null ? '' : ` ${say('rules.instead', { value: valueWords(rule.default, rule.unit) })}`;
  return make('mark', { attributes: { title: rule.key } }, [
    make('b', { text }),
    make('small', { text: shipped }),
  ]);
}
