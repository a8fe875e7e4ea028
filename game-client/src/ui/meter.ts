/**
 * A band that is filled to a share.
 */
import { make, setStyle } from './dom.ts';

/** `parts`: into so many lengths it is divided. */
export function meter(label: string, kind: string, parts = 1): HTMLElement {
  const attributes = { role: 'meter', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100' };
  return make(
    'div',
    { class: `meter ${kind}`, attributes },
    Array.from({ length: parts }, () => make('i')),
  );
}

export function setMeter(element: HTMLElement, share: number): void {
  const percent = String(Math.round(Math.min(Math.max(share, 0), 1) * 100));
  setStyle(element, '--share', `${percent}%`);
  if (element.getAttribute('aria-valuenow') !== percent) {
    element.setAttribute('aria-valuenow', percent);
  }
}
