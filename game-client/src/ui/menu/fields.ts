/**
 * The rows of the settings: real form elements with their labels, bound to a setting each.
 */
import type { Settings, Threads } from '../../settings/settings.ts';
import { DYES } from '../../view/dyes.ts';
import { css } from '../../view/palette.ts';
import { make, setText } from '../dom.ts';

/** A row that shows a setting and changes it. */
export interface Row {
  readonly element: HTMLElement;
  /** Shows what is set now. */
  readonly refresh: (now: Settings) => void;
}

/** Where a value comes from, and where it goes to. */
export interface Setting<T> {
  readonly read: (now: Settings) => T;
  readonly write: (value: T) => void;
}

interface About {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly note?: string;
}

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

export function slider(about: About, range: Range, setting: Setting<number>): Row {
  const input = field('input', about, {
    type: 'range',
    min: String(range.least),
    max: String(range.most),
    step: String(range.step),
  });
  const output = make('output', { attributes: { for: about.id } });
  input.addEventListener('input', () => setting.write(Number(input.value)));
  const refresh = (now: Settings): void => {
    const text = `${Math.round(setting.read(now) * 100)} %`;
    input.value = String(setting.read(now));
    input.setAttribute('aria-valuetext', text);
    setText(output, text);
  };
  return { element: row('slider', about, [labelOf(about), input, output]), refresh };
}

export function tick(about: About, setting: Setting<boolean>): Row {
  const input = field('input', about, { type: 'checkbox' });
  input.addEventListener('change', () => setting.write(input.checked));
  const refresh = (now: Settings): void => void (input.checked = setting.read(now));
  return { element: row('tick', about, [input, labelOf(about)]), refresh };
}

/** Values and what they are called. */
type Choices<T extends string> = readonly (readonly [value: T, label: string])[];

export function choice<T extends string>(about: About, choices: Choices<T>, setting: Setting<T>): Row {
  const options = choices.map(([value, text]) => make('option', { text, attributes: { value } }));
  const select = field('select', about, {});
  select.append(...options);
  select.addEventListener('change', () => {
    const chosen = choices.find(([value]) => value === select.value);
    if (chosen !== undefined) {
      setting.write(chosen[0]);
    }
  });
  const refresh = (now: Settings): void => void (select.value = setting.read(now));
  return { element: row('choice', about, [labelOf(about), select]), refresh };
}

/** A choice that is seen: each value is a piece of what it means. */
export function swatches<T extends string>(about: About, choices: Choices<T>, setting: Setting<T>): Row {
  return cards(about, choices, setting, (value) => make('span', { class: `swatch ${value}` }));
}

/** The same of threads: each value is the row of its colours. */
export function threadCards(about: About, choices: Choices<Threads>, setting: Setting<Threads>): Row {
  return cards(about, choices, setting, (value) => {
    const bits = DYES[value].map((colour) => {
      const bit = make('i');
      bit.style.background = css(colour);
      return bit;
    });
    return make('span', { class: 'dyes' }, bits);
  });
}

function cards<T extends string>(
  about: About,
  choices: Choices<T>,
  setting: Setting<T>,
  piece: (value: T) => HTMLElement,
): Row {
  const inputs = choices.map(([value, text]) => {
    const id = `${about.id}-${value}`;
    const input = make('input', { attributes: { id, type: 'radio', name: about.id, value } });
    input.addEventListener('change', () => setting.write(value));
    const seen = piece(value);
    seen.setAttribute('aria-hidden', 'true');
    const label = make('label', { attributes: { for: id } }, [seen, make('span', { text })]);
    return { value, input, element: make('span', { class: 'card' }, [input, label]) };
  });
  const refresh = (now: Settings): void => {
    inputs.forEach(({ value, input }) => (input.checked = value === setting.read(now)));
  };
  const legend = make('legend', { text: about.label });
  const list = make('div', { class: 'cards' }, [...inputs.map(({ element }) => element)]);
  return { element: make('fieldset', { class: 'row swatches' }, [legend, list]), refresh };
}

export function text(about: About, lengthMax: number, setting: Setting<string>): Row {
  const input = field('input', about, {
    type: 'text',
    maxlength: String(lengthMax),
    autocomplete: 'nickname',
    spellcheck: 'false',
  });
  input.addEventListener('input', () => setting.write(input.value));
  const refresh = (now: Settings): void => {
    // What is being typed is not taken out of the hand: a blank at its end is no part of the setting yet.
    if (input.value.trim() !== setting.read(now)) {
      input.value = setting.read(now);
    }
  };
  return { element: row('text', about, [labelOf(about), input]), refresh };
}

function field<Tag extends 'input' | 'select'>(
  tag: Tag,
  about: About,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[Tag] {
  const described = about.note === undefined ? {} : { 'aria-describedby': `${about.id}-note` };
  return make(tag, { attributes: { id: about.id, ...described, ...attributes } });
}

function labelOf(about: About): HTMLElement {
  return make('label', { text: about.label, attributes: { for: about.id } });
}

function row(kind: string, about: About, children: readonly Node[]): HTMLElement {
  const { note } = about;
  const notes =
    note === undefined
      ? []
      : [make('p', { class: 'remark', text: note, attributes: { id: `${about.id}-note` } })];
  return make('div', { class: `row ${kind}` }, [...children, ...notes]);
}
