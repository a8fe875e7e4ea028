/**
 * Which language a page is written in. English comes with the page; another one is a file that is fetched before anything
 * is shown, so that nobody sees two of them.
 *
 *     setting `auto` ──▶ the first of the browser's that there is ──▶ its file ──▶ say
 */
import { LANGUAGES, type Language, type LanguageChoice } from '../settings/settings.ts';
import { speak, type Texts } from './say.ts';

/** A page in English is better than one that waits for another language. */
const LOAD_MAX_MS = 4000;

const FILES: Readonly<Record<Exclude<Language, 'en'>, string>> = {
  de: new URL('../../lang/de.json', import.meta.url).href,
  fr: new URL('../../lang/fr.json', import.meta.url).href,
  es: new URL('../../lang/es.json', import.meta.url).href,
};

/** The language that is chosen, or the one that the browser would like best: `preferred` as it lists them. */
export function languageOf(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'auto') {
    return choice;
  }
  const asked = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  const first = asked.find((name) => LANGUAGES.some((language) => language === name));
  return LANGUAGES.find((language) => language === first) ?? 'en';
}

/** From now on the page speaks this language, or English where it cannot be had. */
export async function speakIn(language: Language, root: HTMLElement): Promise<void> {
  if (language !== 'en') {
    try {
      speak(await load(FILES[language]));
    } catch {
      return;
    }
  }
  root.lang = language;
}

async function load(file: string): Promise<Texts> {
  const answer = await fetch(file, { signal: AbortSignal.timeout(LOAD_MAX_MS) });
  if (!answer.ok) {
    throw new Error(`${file}: status ${answer.status}`);
  }
  return (await answer.json()) as Texts;
}
