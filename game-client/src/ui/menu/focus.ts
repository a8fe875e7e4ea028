/**
 * Moves the focus of a page by a gamepad: to what is next in a direction, as it lies on the screen.
 *
 *     up, down ─▶ the nearest row above or below, in it what lies most straight
 *     left, right ─▶ within a row; a slider or a list changes instead
 *
 * What is far out of sight is scrolled to, so that what stands between is read.
 */
import type { PadMenus, Way } from '../../input/pads.ts';

const FOCUSABLE = 'button, input, select, a[href], summary, [tabindex="0"]';
/** What lies further out of sight than this share of the window is scrolled to, by that of the other. */
const NEAR_SHARE = 0.25;
const SCROLL_SHARE = 0.4;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Which box is next in a direction; null where there is none. */
export function nextBox<B extends Box>(from: Box, boxes: readonly B[], way: Way): B | null {
  const isLevel = way === 'left' || way === 'right';
  const onward = inReadingOrder(boxes)
    .map((box) => ({ box, far: straight(from, box, way) ?? Infinity }))
    .filter(({ box, far }) => far < Infinity && (!isLevel || isInRow(from, box)));
  const nearest = least(onward, ({ far }) => far)?.box ?? null;
  if (isLevel || nearest === null) {
    return nearest;
  }
  // The whole row counts: what is nearest in it may lie far aside.
  const row = onward.filter(({ box }) => isInRow(nearest, box));
  return least(row, ({ box }) => apart(from.left, from.right, box.left, box.right))?.box ?? null;
}

/** The first of those for which it is least. */
function least<T>(all: readonly T[], of: (each: T) => number): T | null {
  return all.reduce<T | null>((best, each) => (best === null || of(each) < of(best) ? each : best), null);
}

/** Side by side, by half of the lower one at least. */
function isInRow(a: Box, b: Box): boolean {
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared >= Math.min(a.bottom - a.top, b.bottom - b.top) / 2;
}

export function inReadingOrder<B extends Box>(boxes: readonly B[]): B[] {
  return [...boxes].sort((a, b) => a.top - b.top || a.left - b.left);
}

/** How far one has to go for a box in this direction; null for one that lies elsewhere. */
function straight(from: Box, box: Box, way: Way): number | null {
  const isLevel = way === 'left' || way === 'right';
  const [start, end] = isLevel ? (['left', 'right'] as const) : (['top', 'bottom'] as const);
  const isOnward = way === 'down' || way === 'right';
  const [first, second] = isOnward ? [from, box] : [box, from];
  const gap = second[start] - first[end];
  // Neighbours may overlap, by less than half of the smaller one.
  const overlap = Math.min(from[end] - from[start], box[end] - box[start]) / 2;
  return gap > -overlap ? Math.max(gap, 0) : null;
}

/** How far two stretches lie apart; 0 where they overlap. */
function apart(aFrom: number, aTo: number, bFrom: number, bTo: number): number {
  return Math.max(bFrom - aTo, aFrom - bTo, 0);
}

export interface FocusOptions {
  /** What can be walked through now; null where nothing can. */
  readonly scope: () => HTMLElement | null;
  readonly back: () => void;
  /** Goes where a link leads. */
  readonly follow: (link: HTMLAnchorElement) => void;
}

export class Focus implements PadMenus {
  constructor(private readonly options: FocusOptions) {}

  move = (way: Way): void => {
    const scope = this.options.scope();
    const current = this.#focused(scope);
    if (scope === null || (current !== null && change(current, way))) {
      return;
    }
    const places = placesIn(scope);
    const next =
      current === null
        ? inReadingOrder(places.filter(({ top }) => isNear(top)))[0]
        : nextBox(current.getBoundingClientRect(), entered(places, current), way);
    const isFar = next === undefined || next === null || !isNear(next.top) || !isNear(next.bottom);
    const by = way === 'up' ? -SCROLL_SHARE : way === 'down' ? SCROLL_SHARE : 0;
    if (isFar && scrollBy(current ?? scope, by * window.innerHeight)) {
      return;
    }
    if (next !== undefined && next !== null) {
      focus(next.element);
    }
  };

  /** Presses what has the focus; what is written in is left to a keyboard. */
  act = (): void => {
    const scope = this.options.scope();
    const current = this.#focused(scope);
    if (current instanceof HTMLAnchorElement) {
      this.options.follow(current);
    } else if (current instanceof HTMLSelectElement) {
      choose(current, (current.selectedIndex + 1) % current.options.length);
    } else if (current !== null) {
      current.click();
    } else {
      this.move('down');
    }
  };

  back = (): void => this.options.back();

  turn = (by: 1 | -1): void => {
    const tabs = [...(this.options.scope()?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
    const shown = tabs.filter((tab) => tab.checkVisibility());
    const at = shown.findIndex(isSelected);
    const next = shown.at((at + by) % Math.max(shown.length, 1));
    if (next !== undefined) {
      focus(next);
    }
  };

  scroll = (px: number): void => {
    const scope = this.options.scope();
    scrollBy(this.#focused(scope) ?? scope, px);
  };

  #focused(scope: HTMLElement | null): HTMLElement | null {
    const { activeElement } = document;
    const isInside = scope !== null && activeElement !== scope && scope.contains(activeElement);
    return isInside && activeElement instanceof HTMLElement ? activeElement : null;
  }
}

/** A box of an element on the screen. */
interface Place extends Box {
  readonly element: HTMLElement;
}

function placesIn(scope: HTMLElement): Place[] {
  return [...scope.querySelectorAll<HTMLElement>(FOCUSABLE)]
    .filter((element) => !element.matches(':disabled') && element.checkVisibility())
    .map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { element, left, top, right, bottom };
    });
}

/** Where one may go from here: from without, a list of tabs is entered at the one that is selected. */
function entered(places: readonly Place[], current: HTMLElement): Place[] {
  const list = current.closest('[role=tablist]');
  return places.filter(
    ({ element }) =>
      element !== current &&
      (!isTab(element) || isSelected(element) || element.closest('[role=tablist]') === list),
  );
}

function isTab(element: HTMLElement): boolean {
  return element.getAttribute('role') === 'tab';
}

function isSelected(tab: HTMLElement): boolean {
  return tab.getAttribute('aria-selected') === 'true';
}

/** A tab is shown as soon as one stands on it, as by the arrows of a keyboard. */
function focus(element: HTMLElement): void {
  if (isTab(element)) {
    element.click();
  }
  element.focus();
  element.scrollIntoView({ block: 'nearest' });
}

/** Changes what is set to the left and right; false where nothing is. */
function change(element: HTMLElement, way: Way): boolean {
  const by = way === 'right' ? 1 : way === 'left' ? -1 : 0;
  if (by === 0) {
    return false;
  }
  if (element instanceof HTMLSelectElement) {
    choose(element, Math.min(Math.max(element.selectedIndex + by, 0), element.options.length - 1));
    return true;
  }
  if (!(element instanceof HTMLInputElement) || element.type !== 'range') {
    return false;
  }
  element.stepUp(by);
  element.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

function choose(list: HTMLSelectElement, at: number): void {
  list.selectedIndex = at;
  list.dispatchEvent(new Event('change', { bubbles: true }));
}

function isNear(y: number): boolean {
  const margin = window.innerHeight * NEAR_SHARE;
  return y > -margin && y < window.innerHeight + margin;
}

/** Scrolls what an element stands in; false at its end, and where nothing scrolls. */
function scrollBy(element: HTMLElement | null, px: number): boolean {
  for (let box = element; box !== null && px !== 0; box = box.parentElement) {
    const before = box.scrollTop;
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)) {
      box.scrollTop += px;
      if (box.scrollTop !== before) {
        return true;
      }
    }
  }
  return false;
}
