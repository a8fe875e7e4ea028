/** Every language says all that English says, about the same things, in as little room. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { LANGUAGES, LANGUAGE_CHOICES } from '../src/settings/settings.ts';
import { languageOf } from '../src/ui/language.ts';
import { figure, say, shortFigure, speak, type Texts } from '../src/ui/say.ts';

/** A text may be longer than the English one by this factor, and a short one by so many letters. */
const LONGER = 1.6;
const LONGER_LETTERS = 6;

const texts = (language: string): Texts =>
  JSON.parse(readFileSync(new URL(`../lang/${language}.json`, import.meta.url), 'utf8')) as Texts;
const english = texts('en');
const KEYS = Object.keys(english) as (keyof Texts)[];
const OTHERS = LANGUAGES.filter((language) => language !== 'en');

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{[^}]*\}/g)].map(String).toSorted();
}

/** What is wrong with a language, beside English. */
function faults(other: Texts): string[] {
  return KEYS.flatMap((key) => {
    const [text, wanted] = [other[key] as string | undefined, english[key]];
    if (text === undefined || text.trim() === '') {
      return [`${key} says nothing`];
    }
    const most = Math.max(wanted.length * LONGER, wanted.length + LONGER_LETTERS);
    return [
      ...(text.length > most ? [`${key} has ${text.length} letters of ${Math.floor(most)}`] : []),
      ...(String(placeholders(text)) === String(placeholders(wanted))
        ? []
        : [`${key} is about ${placeholders(text)}`]),
    ];
  });
}

afterEach(() => speak(english));

test('each_file_is_a_language_that_can_be_chosen', () => {
  const files = readdirSync(new URL('../lang/', import.meta.url)).toSorted();
  expect(files).toEqual(LANGUAGES.map((language) => `${language}.json`).toSorted());
});

test.each(OTHERS)('%s_says_what_english_says', (language) => {
  const other = texts(language);
  expect(Object.keys(other)).toEqual(KEYS);
  expect(faults(other)).toEqual([]);
  // A file that was only copied is no language.
  expect(KEYS.filter((key) => other[key] === english[key]).length).toBeLessThan(KEYS.length / 5);
});

test('a_text_that_is_missing_too_long_or_about_something_else_is_found', () => {
  const broken = {
    ...english,
    'start.play': ' ',
    'menu.done': 'Ich bin damit fertig',
    'scores.ms': '{s} ms',
    'hud.clip': '{left} / {left}',
  };
  expect(faults(broken)).toEqual([
    'start.play says nothing',
    'menu.done has 20 letters of 10',
    'scores.ms is about {s}',
    'hud.clip is about {left},{left}',
  ]);
});

test.each([
  ['auto', ['de-AT', 'en'], 'de'],
  ['auto', ['DE'], 'de'],
  ['auto', ['pt-BR', 'es-MX', 'en'], 'es'],
  ['auto', ['en-GB', 'fr'], 'en'],
  ['auto', ['ja', 'den'], 'en'],
  ['auto', [], 'en'],
  ['fr', ['de'], 'fr'],
  ['en', ['de'], 'en'],
] as const)('%s_with_%j_is_%s', (choice, preferred, language) => {
  expect(LANGUAGE_CHOICES).toContain(choice);
  expect(languageOf(choice, preferred)).toBe(language);
});

test('sentences_and_figures_are_those_of_the_language_that_is_spoken', () => {
  expect([say('start.play'), figure(1.25, 1), shortFigure(3, 1)]).toEqual(['Play', '1.3', '3']);
  speak(texts('de'));
  expect([say('start.play'), figure(12.34, 1), shortFigure(2.5, 1)]).toEqual(['Spielen', '12,3', '2,5']);
  expect(say('death.returns', { seconds: figure(1.5, 1) })).toBe('Zurück in 1,5 s');
});
