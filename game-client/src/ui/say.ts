/**
 * Every sentence that a player reads, by key.
 */
import en from '../../lang/en.json' with { type: 'json' };

export type Key = keyof typeof en;

/** The sentence, with `{name}` replaced by the parameter of that name. */
export function say(key: Key, params: Readonly<Record<string, string | number>> = {}): string {
  return en[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** True for a key that has a sentence. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(en, key);
}
