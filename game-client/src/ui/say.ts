/**
 * Every sentence that a player reads, by key. English is part of the page; another language takes its place as a whole.
 */
import en from '../../lang/en.json' with { type: 'json' };

export type Key = keyof typeof en;
/** All sentences of a language. */
export type Texts = Readonly<Record<Key, string>>;

let texts: Texts = en;

/** From now on these are said. */
export function speak(others: Texts): void {
  texts = others;
}

/** The sentence, with `{name}` replaced by the parameter of that name. */
export function say(key: Key, params: Readonly<Record<string, string | number>> = {}): string {
  return texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** True for a key that has a sentence. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(en, key);
}

/** A figure with so many decimals, as the language writes it. */
export function figure(value: number, decimals: number): string {
  return value.toFixed(decimals).replace('.', texts.decimal);
}

/** The same without the noughts at its end. */
export function shortFigure(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals))).replace('.', texts.decimal);
}
