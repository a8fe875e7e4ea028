/**
 * Binds keyboard and pointer of a page to the sampler. Keys by `KeyboardEvent.code`: the place on the keyboard, whatever
 * its letters.
 */
import { angleOf } from '../sim/grid.ts';
import { press, release, releaseAll, type Action, type Sampler } from './sampler.ts';

/** Keys that take the next weapon, or the one in a slot. */
type Taking = 'switch' | 0 | 1 | 2 | 3;

const KEYS: Readonly<Record<string, Action | Taking>> = {
  KeyW: 'up',
  KeyS: 'down',
  KeyA: 'left',
  KeyD: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Space: 'dash',
  KeyR: 'reload',
  KeyQ: 'switch',
  Digit1: 0,
  Digit2: 1,
  Digit3: 2,
  Digit4: 3,
};

/** Keys that would scroll the page or move the focus. */
const PREVENTED = new Set(['Space', 'Tab', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

export class Keys {
  /** Where the pointer is, from the centre of the picture, in CSS pixels. */
  readonly pointer = { x: 1, y: 0 };
  readonly #stop = new AbortController();

  /**
   * `area` takes the pointer, `changed` is called after each press and release so that it can be sent at once, `weapons`
   * says how many there are.
   */
  constructor(
    private readonly sampler: Sampler,
    private readonly area: HTMLElement,
    private readonly changed: () => void,
    private readonly weapons: () => number,
  ) {
    const options = { signal: this.#stop.signal };
    const page = area.ownerDocument;
    const view = page.defaultView ?? window;
    page.addEventListener('keydown', (event) => this.#key(event, true), options);
    page.addEventListener('keyup', (event) => this.#key(event, false), options);
    area.addEventListener('pointerdown', (event) => this.#down(event), options);
    area.addEventListener('pointermove', (event) => this.#move(event), options);
    area.addEventListener('wheel', (event) => this.#wheel(event), { ...options, passive: true });
    area.addEventListener('pointerup', (event) => this.#up(event), options);
    area.addEventListener('contextmenu', (event) => event.preventDefault(), options);
    area.addEventListener('lostpointercapture', () => this.#let('fire'), options);
    view.addEventListener('blur', () => this.#letAll(), options);
    page.addEventListener('visibilitychange', () => page.hidden && this.#letAll(), options);
  }

  dispose(): void {
    this.#letAll();
    this.#stop.abort();
  }

  #key(event: KeyboardEvent, down: boolean): void {
    // Typing and pressing buttons of the page is no playing, and neither are the browser's own shortcuts.
    if (event.target instanceof HTMLElement && event.target.closest('input, button, a') !== null) {
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (PREVENTED.has(event.code)) {
      event.preventDefault();
    }
    const action = KEYS[event.code];
    if (action === undefined || event.repeat) {
      return;
    }
    if (action === 'switch' || typeof action === 'number') {
      if (down) {
        this.sampler.weapon = action === 'switch' ? this.#next(1) : action;
      }
    } else if (down) {
      press(this.sampler, action);
    } else {
      release(this.sampler, action);
    }
    this.changed();
  }

  #wheel(event: WheelEvent): void {
    if (event.deltaY !== 0) {
      this.sampler.weapon = this.#next(Math.sign(event.deltaY));
      this.changed();
    }
  }

  /** The slot so many weapons on, around the end. */
  #next(by: number): number {
    const count = Math.max(this.weapons(), 1);
    return (this.sampler.weapon + by + count) % count;
  }

  #down(event: PointerEvent): void {
    this.#move(event);
    event.preventDefault();
    // A click on the picture takes the focus away from whatever button had it.
    if (this.area.ownerDocument.activeElement instanceof HTMLElement) {
      this.area.ownerDocument.activeElement.blur();
    }
    if (event.button === 0) {
      this.area.setPointerCapture(event.pointerId);
      press(this.sampler, 'fire');
      this.changed();
    }
  }

  #up(event: PointerEvent): void {
    if (event.button === 0) {
      this.#let('fire');
    }
  }

  #move(event: PointerEvent): void {
    const box = this.area.getBoundingClientRect();
    this.pointer.x = event.clientX - box.left - box.width / 2;
    this.pointer.y = event.clientY - box.top - box.height / 2;
    // The camera leads the aim along the same line, so the angle from the centre is the angle from the body.
    this.sampler.aim = angleOf(this.pointer);
  }

  #let(action: Action): void {
    release(this.sampler, action);
    this.changed();
  }

  #letAll(): void {
    releaseAll(this.sampler);
    this.changed();
  }
}
