/**
 * The few things that all parts of the page do with elements.
 */

import { say } from './say.ts';

const COPIED_MS = 1500;

interface Attributes {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A new element with its children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  about: Attributes = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (about.class !== undefined) {
    element.className = about.class;
  }
  if (about.text !== undefined) {
    element.textContent = about.text;
  }
  for (const [name, value] of Object.entries(about.attributes ?? {})) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A real button. */
export function button(text: string, kind: string, press: () => void): HTMLButtonElement {
  const element = make('button', { class: `button ${kind}`, text, attributes: { type: 'button' } });
  element.addEventListener('click', press);
  return element;
}

/** A link that looks like a button, to a page beside this one. */
export function linkTo(address: string, text: string, kind: string): HTMLAnchorElement {
  const attributes = { href: address, target: '_blank', rel: 'noopener' };
  return make('a', { class: `button ${kind}`, text, attributes });
}

/** A button that copies, and says so for a moment. */
export function copyButton(kind: string, copy: () => Promise<void>): HTMLButtonElement {
  const element = button(say('hud.copy'), kind, () => {
    const copied = (): void => {
      element.textContent = say('hud.copied');
      setTimeout(() => (element.textContent = say('hud.copy')), COPIED_MS);
    };
    // A browser may refuse it to whoever has pressed no key and no mouse.
    copy().then(copied, () => undefined);
  });
  return element;
}

/** Sets a text where it differs: the page is written to sixty times a second. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets a property of the style sheet where it differs. */
export function setStyle(element: HTMLElement, property: string, value: string): void {
  if (element.style.getPropertyValue(property) !== value) {
    element.style.setProperty(property, value);
  }
}

export function show(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) {
    element.hidden = !shown;
  }
}

/** Minutes and seconds. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
