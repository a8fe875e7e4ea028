/**
 * A full page that says why it is over, with a way on.
 */
import { button, make } from './dom.ts';
import type { Notice, WayOn } from './endings.ts';

export function noticePage(notice: Notice, go: (way: WayOn) => void): HTMLElement {
  const title = make('h1', { text: notice.title, attributes: { tabindex: '-1' } });
  const buttons = notice.ways.map(({ way, label }, at) =>
    button(label, at === 0 ? 'main' : '', () => go(way)),
  );
  const patch = make('div', { class: 'patch', attributes: { role: 'alert' } }, [
    title,
    make('p', { text: notice.text }),
    make('div', { class: 'ways' }, buttons),
  ]);
  return make('main', { class: 'page notice', attributes: { 'data-ending': notice.name } }, [patch]);
}
