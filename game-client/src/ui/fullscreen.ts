/**
 * The button that fills the screen with the page. Escape leaves the full screen first, as the browser then says itself;
 * F11 is the browser's own, and is not touched.
 */
import { button, setText, show } from './dom.ts';
import { say } from './say.ts';

/** What of a document it needs. */
type Page = Pick<
  Document,
  'fullscreenEnabled' | 'fullscreenElement' | 'exitFullscreen' | 'addEventListener'
> & {
  readonly documentElement: Pick<HTMLElement, 'requestFullscreen'>;
};

/** Hidden where the browser has no full screen to give. */
export function fullscreenButton(page: Page = document): HTMLButtonElement {
  const element = button('', '', () => void toggle(page));
  const follow = (): void =>
    setText(element, say(page.fullscreenElement === null ? 'menu.fullscreen' : 'menu.window'));
  show(element, page.fullscreenEnabled);
  page.addEventListener('fullscreenchange', follow);
  follow();
  return element;
}

/** A browser that refuses says why itself. */
async function toggle(page: Page): Promise<void> {
  try {
    await (page.fullscreenElement === null
      ? page.documentElement.requestFullscreen({ navigationUI: 'hide' })
      : page.exitFullscreen());
  } catch {
    return;
  }
}
