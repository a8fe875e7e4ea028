/**
 * The page of an address that leads nowhere: says so in the visitor's language, on the visitor's cloth.
 */
import '@fontsource/nunito/latin-600.css';
import '@fontsource/nunito/latin-700.css';
import '@fontsource/nunito/latin-800.css';
import { openSettings } from './settings/settings.ts';
import { SETTINGS_KEY } from './ui/address.ts';
import { languageOf, speakIn } from './ui/language.ts';
import { followSettings } from './ui/look.ts';
import { say, type Key } from './ui/say.ts';

const settings = openSettings({
  read: () => localStorage.getItem(SETTINGS_KEY),
  write: (text) => localStorage.setItem(SETTINGS_KEY, text),
});

function write(selector: string, key: Key): void {
  document.querySelectorAll(selector).forEach((element) => (element.textContent = say(key)));
}

followSettings(document.documentElement, settings, matchMedia('(prefers-reduced-motion: reduce)'));
await speakIn(languageOf(settings.now.player.language, navigator.languages), document.documentElement);
document.title = say('missing.page');
write('h1', 'missing.title');
write('p', 'missing.text');
write('a', 'missing.play');
