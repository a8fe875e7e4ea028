/**
 * Lays the settings over the document: cloth, contrast, motion and text size are properties of its root element, and the
 * style sheets do the rest.
 */
import type { Settings, SettingsStore } from '../settings/settings.ts';
import { css } from '../view/palette.ts';
import { DYES, TEAM_DYES } from '../view/dyes.ts';
import { setStyle } from './dom.ts';

const FONTS = ['600 1em Nunito', '700 1em Nunito', '800 1em Nunito'];
/** A page without its fonts is better than none. */
const FONTS_WAIT_MS = 500;

/** What the system asks for, and when it changes its mind. */
type Query = Pick<MediaQueryList, 'matches' | 'addEventListener'>;

export function isMotionReduced({ motion }: Settings['video'], systemReduces: boolean): boolean {
  return motion === 'auto' ? systemReduces : motion === 'on';
}

/** From now on the element looks as the settings say. */
export function followSettings(root: HTMLElement, settings: SettingsStore, reduced: Query): void {
  TEAM_DYES.forEach((colour, team) => setStyle(root, `--team-${team}`, css(colour)));
  const follow = (): void => {
    const { video } = settings.now;
    root.dataset['theme'] = video.theme;
    root.dataset['palette'] = video.palette;
    root.dataset['motion'] = isMotionReduced(video, reduced.matches) ? 'reduced' : 'full';
    DYES[video.threads].forEach((colour, seat) => setStyle(root, `--thread-${seat}`, css(colour)));
    setStyle(root, '--text-size', String(video.textSize));
  };
  follow();
  settings.subscribe(follow);
  reduced.addEventListener('change', follow);
}

/** The fonts are there, or have been waited for long enough: what is shown from now on stays where it is. */
export async function fontsReady(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, FONTS_WAIT_MS));
  const loaded = Promise.all(FONTS.map((font) => document.fonts.load(font))).catch(() => null);
  await Promise.race([loaded, late]);
}
