/**
 * The rules by which a server plays, as it lists them, and what of them stands in a sentence.
 */
import { isKey, say, shortFigure, type Key } from '../say.ts';
import { weaponName } from '../words.ts';

export type RuleValue = number | string | null;

/** A value of the tuning in effect, beside the shipped one. */
export interface Rule {
  /** `thread.drop`, `weapons.stitcher.damage`. */
  readonly key: string;
  readonly unit: string;
  readonly about: string;
  /** The range; null for a name. */
  readonly min: number | null;
  readonly max: number | null;
  /** Null where nothing of that name was shipped, or nothing of it is left. */
  readonly default: RuleValue;
  readonly now: RuleValue;
}

/** A piece of a sentence: words, or a value. */
export type Part = string | Rule;

/** A heading and what stands under it. */
export interface Chapter {
  readonly title: string;
  readonly sentences: readonly (readonly Part[])[];
}

/** Units of a metre. */
const METRE = 10;
const CHAPTERS = ['thread', 'pickups', 'match', 'tug', 'life', 'walk', 'shield', 'people'] as const;
/** What is said of a weapon, each where the value of that name is there and does something. */
const WEAPON_SENTENCES = [
  'charge',
  'damage',
  'pierce',
  'rate',
  'pellets',
  'bounces',
  'blast_damage',
  'push',
  'clip',
] as const;

export async function loadRules(): Promise<readonly Rule[]> {
  const answer = await fetch('/rules.json');
  if (!answer.ok) {
    throw new Error(`rules: status ${answer.status}`);
  }
  return ((await answer.json()) as { readonly values: readonly Rule[] }).values;
}

export function isChanged(rule: Rule): boolean {
  return rule.now !== rule.default;
}

/** A value in a player's words: lengths in metres, shares in hundredths. */
export function valueWords(value: RuleValue, unit: string): string {
  if (typeof value !== 'number') {
    return value ?? say('rules.none');
  }
  const plain = (figure: number): string => shortFigure(figure, 2);
  switch (unit) {
    case 'u':
    case 'u/s':
    case 'u/s²':
      return say(`unit.${unit}`, { value: plain(value / METRE) });
    case 'share':
      return say('unit.share', { value: plain(value * 100) });
    default: {
      const key = `unit.${unit}`;
      return isKey(key) ? say(key, { value: plain(value) }) : plain(value);
    }
  }
}

/** A value as the tuning file writes it. */
export function rawWords(value: RuleValue, unit: string): string {
  return value === null ? say('rules.none') : `${value} ${unit === 'share' ? '' : unit}`.trim();
}

/** The sentence of a key, cut where values stand: `{thread.drop}`, or `{drop}` of a table that is given. */
export function partsOf(key: Key, rules: ReadonlyMap<string, Rule>, table?: string): Part[] {
  return say(key)
    .split(/\{([\w.]+)\}/)
    .map((piece, at) => {
      const name = table === undefined ? piece : `${table}.${piece}`;
      return at % 2 === 0 ? piece : (rules.get(name) ?? `{${name}}`);
    })
    .filter((part) => part !== '');
}

/** Everything that is told, in order. */
export function chaptersOf(rules: readonly Rule[]): Chapter[] {
  const inEffect = new Map(rules.filter(({ now }) => now !== null).map((rule) => [rule.key, rule]));
  const plain = CHAPTERS.map((name) => ({
    title: say(`rules.${name}`),
    sentences: sentencesOf(`rules.${name}`, inEffect),
  }));
  const names = new Set([...inEffect.keys()].flatMap((key) => /^weapons\.(\w+)\./.exec(key)?.[1] ?? []));
  const weapons = [...names].map((name) => ({
    title: weaponName(name),
    sentences: weaponSentences(`weapons.${name}`, inEffect),
  }));
  return [...plain, ...weapons];
}

/** `rules.thread.1`, `rules.thread.2`, and so on. */
function sentencesOf(prefix: string, rules: ReadonlyMap<string, Rule>): Part[][] {
  const sentences: Part[][] = [];
  for (let number = 1; isKey(`${prefix}.${number}`); number += 1) {
    const key = `${prefix}.${number}`;
    if (isKey(key)) {
      sentences.push(partsOf(key, rules));
    }
  }
  return sentences;
}

function weaponSentences(table: string, rules: ReadonlyMap<string, Rule>): Part[][] {
  const isRay = rules.has(`${table}.charge`);
  const plain = (name: string): number => (name === 'pellets' ? 1 : 0);
  const told = WEAPON_SENTENCES.filter(
    (name) => (rules.get(`${table}.${name}`)?.now ?? plain(name)) !== plain(name),
  );
  return told.map((name) => {
    const ofRays = `rules.weapon.${name}.ray`;
    return partsOf(isRay && isKey(ofRays) ? ofRays : `rules.weapon.${name}`, rules, table);
  });
}
