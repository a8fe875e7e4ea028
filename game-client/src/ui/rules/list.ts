/**
 * Values of the rules as a table: what was shipped, and what is in effect.
 */
import { make } from '../dom.ts';
import { say, type Key } from '../say.ts';
import { isChanged, rawWords, type Rule } from './rules.ts';

/** `full`: with what each value does, and its range. */
export function ruleTable(rules: readonly Rule[], full: boolean): HTMLElement {
  const heads: readonly Key[] = full
    ? ['rules.key', 'rules.default', 'rules.now', 'rules.range', 'rules.about']
    : ['rules.key', 'rules.default', 'rules.now'];
  const head = make(
    'tr',
    {},
    heads.map((key) => make('th', { text: say(key), attributes: { scope: 'col' } })),
  );
  const rows = rules.map((rule) =>
    make('tr', { class: isChanged(rule) ? 'changed' : '' }, cells(rule, full)),
  );
  return make('table', { class: 'rule-table' }, [make('thead', {}, [head]), make('tbody', {}, rows)]);
}

function cells(rule: Rule, full: boolean): HTMLElement[] {
  const { key, unit, min, max, about } = rule;
  const now = isChanged(rule) ? make('b', { text: rawWords(rule.now, unit) }) : rawWords(rule.now, unit);
  const cell = (...content: (Node | string)[]): HTMLElement => {
    const element = make('td');
    element.append(...content);
    return element;
  };
  const plain = [cell(key), cell(rawWords(rule.default, unit)), cell(now)];
  const range = min === null || max === null ? '' : say('rules.between', { min, max });
  // What a value does is told by the server, in the language of the tuning file.
  const told = make('td', { text: about, attributes: { lang: 'en' } });
  return full ? [...plain, cell(range), told] : plain;
}
