/**
 * The page `/rules`: asks the server again and again, so that what it says follows a tuning that is saved.
 */
import '@fontsource/nunito/latin-600.css';
import '@fontsource/nunito/latin-700.css';
import '@fontsource/nunito/latin-800.css';
import { openSettings } from './settings/settings.ts';
import { SETTINGS_KEY } from './ui/address.ts';
import { languageOf, speakIn } from './ui/language.ts';
import { fontsReady, followSettings } from './ui/look.ts';
import { say } from './ui/say.ts';
import { RulesPage } from './ui/rules/page.ts';
import { loadRules } from './ui/rules/rules.ts';

/** How often the server is asked, in ms. */
const AGAIN_MS = 2000;

const settings = openSettings({
  read: () => localStorage.getItem(SETTINGS_KEY),
  write: (text) => localStorage.setItem(SETTINGS_KEY, text),
});
const language = languageOf(settings.now.player.language, navigator.languages);
await speakIn(language, document.documentElement);
document.title = say('rules.page');
const page = new RulesPage();

async function follow(): Promise<void> {
  if (!document.hidden) {
    await loadRules().then(
      (rules) => page.update(rules),
      () => page.fail(),
    );
  }
  setTimeout(() => void follow(), AGAIN_MS);
}

async function run(): Promise<void> {
  followSettings(document.documentElement, settings, matchMedia('(prefers-reduced-motion: reduce)'));
  window.addEventListener('storage', ({ key }) => key === SETTINGS_KEY && settings.reread());
  settings.subscribe(({ player }) => {
    if (languageOf(player.language, navigator.languages) !== language) {
      location.reload();
    }
  });
  await fontsReady();
  await loadRules().then(
    (rules) => page.update(rules),
    () => page.fail(),
  );
  document.getElementById('loading')?.remove();
  document.body.append(page.element);
  setTimeout(() => void follow(), AGAIN_MS);
}

void run();
