/**
 * Binds keyboard and pointer of a page to the sampler, by the bindings of the moment. Keys by `KeyboardEvent.code`: the
 * place on the keyboard, whatever its letters.
 *
 *     key, button ──▶ control ─┬▶ sampler: walk, fire, dash, reload, the wanted weapon
 *     wheel ──────────▶ next ──┤
 *     fingers ── ui/touch.ts ──┘
 *                              └▶ heard: every control, for those who show something
 */
import { controlOf, type Bindings, type Control } from '../settings/bindings.ts';
import { angleOf, type Angle } from '../sim/grid.ts';
import { isAction, release, releaseAll, take, wantNext, type Sampler } from './sampler.ts';

/** Keys that would scroll the page, move the focus or call the browser; F11 and F12 stay with it. */
const PREVENTED = /^(Space|Tab|Arrow(Up|Down|Left|Right)|F([1-9]|10)|Slash|Quote)$/;
/** Fields and buttons have their own use for keys. */
const FIELDS = 'input, select, textarea, button, a, dialog';
/** The buttons of a mouse, by their bits in `PointerEvent.buttons`. */
const BUTTONS = ['Mouse0', 'Mouse2', 'Mouse1', 'Mouse3', 'Mouse4'];
/** A touchpad sends many small turns of the wheel for one. */
const WHEEL_PAUSE_MS = 150;

export interface KeysOptions {
  readonly sampler: Sampler;
  /** Takes the pointer. */
  readonly area: HTMLElement;
  readonly bindings: () => Bindings;
  /** The slots of the weapons at hand. */
  readonly slots: () => readonly number[];
  /** Called after each press and release, so that it can be sent at once. */
  readonly changed: () => void;
  /** Called with the code of each key that is pressed, also of one that no control has; empty for the pointer. */
  readonly touched: (code: string) => void;
  /** Called with each control that is pressed or let go. */
  readonly heard: (control: Control, down: boolean) => void;
}

export class Keys {
  /** Where the pointer is, from the centre of the picture, in CSS pixels. */
  readonly pointer = { x: 1, y: 0 };
  readonly #held = new Set<Control>();
  readonly #stop = new AbortController();
  #buttons = 0;
  #wheelMs = -Infinity;
  #paused = false;

  constructor(private readonly options: KeysOptions) {
    const { area } = options;
    const signal = { signal: this.#stop.signal };
    const page = area.ownerDocument;
    const view = page.defaultView ?? window;
    page.addEventListener('keydown', (event) => this.#down(event), signal);
    page.addEventListener('keyup', (event) => this.#up(event), signal);
    // Fingers are not a mouse: `ui/touch.ts` has them.
    const byMouse = (kind: 'down' | 'move' | 'up', does: (event: PointerEvent) => void): void =>
      area.addEventListener(`pointer${kind}`, (event) => isFinger(event) || does(event), signal);
    byMouse('down', (event) => this.#grab(event));
    byMouse('move', (event) => this.#move(event));
    byMouse('up', (event) => this.#move(event));
    area.addEventListener('lostpointercapture', (event) => isFinger(event) || this.#press(0), signal);
    area.addEventListener('wheel', (event) => this.#turn(event), { ...signal, passive: false });
    // The menu of the right button, the scrolling of the middle one, the ways back and forth of the others.
    for (const kind of ['contextmenu', 'mousedown', 'mouseup', 'auxclick']) {
      area.addEventListener(kind, (event) => event.preventDefault(), signal);
    }
    view.addEventListener('blur', () => this.#letAll(), signal);
    page.addEventListener('visibilitychange', () => page.hidden && this.#letAll(), signal);
  }

  dispose(): void {
    this.#letAll();
    this.#stop.abort();
  }

  /** While a menu is open nobody plays: everything is let go, and what is pressed is not for the game. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#letAll();
  }

  /** Two sticks: how one walks, as it goes on the wire, and where one aims; null leaves the aim as it is. */
  steer(walk: number, aim: Angle | null): void {
    const { sampler, heard, changed } = this.options;
    const [before, now] = [sampler.stick !== 0, walk !== 0 && !this.#paused];
    sampler.stick = now ? walk : 0;
    sampler.aim = aim ?? sampler.aim;
    if (now !== before) {
      // Whoever shows something need not know by what one walks.
      heard('up', now);
      changed();
    }
  }

  #down(event: KeyboardEvent): void {
    const isForField = event.target instanceof HTMLElement && event.target.closest(FIELDS) !== null;
    // The browser's own shortcuts are no playing.
    if (this.#paused || isForField || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (PREVENTED.test(event.code)) {
      event.preventDefault();
    }
    if (!event.repeat) {
      this.options.touched(event.code);
    }
    const control = controlOf(this.options.bindings(), event.code);
    if (control !== null && !event.repeat) {
      this.take(control);
    }
  }

  /** A key that comes up is let go wherever the focus went, and whatever else is held by then. */
  #up(event: KeyboardEvent): void {
    if (event.key === 'Meta') {
      // A Mac tells of no key that comes up while Command is down.
      this.#letAll();
    }
    const control = controlOf(this.options.bindings(), event.code);
    if (control !== null) {
      this.letGo(control);
    }
  }

  #grab(event: PointerEvent): void {
    // A click on the picture takes the focus away from whatever button had it.
    if (this.options.area.ownerDocument.activeElement instanceof HTMLElement) {
      this.options.area.ownerDocument.activeElement.blur();
    }
    this.options.area.setPointerCapture(event.pointerId);
    this.#move(event);
    this.options.touched('');
  }

  #move(event: PointerEvent): void {
    const box = this.options.area.getBoundingClientRect();
    this.pointer.x = event.clientX - box.left - box.width / 2;
    this.pointer.y = event.clientY - box.top - box.height / 2;
    // The camera leads the aim along the same line, so the angle from the centre is the angle from the body.
    this.options.sampler.aim = angleOf(this.pointer);
    this.#press(event.buttons);
  }

  /** A second button has no `pointerdown` of its own: what is down is read from every event. */
  #press(buttons: number): void {
    BUTTONS.forEach((code, bit) => {
      const isDown = (buttons & (1 << bit)) !== 0;
      const control = controlOf(this.options.bindings(), code);
      if (isDown !== ((this.#buttons & (1 << bit)) !== 0) && control !== null) {
        if (isDown && !this.#paused) {
          this.take(control);
        } else {
          this.letGo(control);
        }
      }
    });
    this.#buttons = buttons;
  }

  #turn(event: WheelEvent): void {
    event.preventDefault();
    if (this.#paused || event.deltaY === 0 || event.timeStamp - this.#wheelMs < WHEEL_PAUSE_MS) {
      return;
    }
    this.#wheelMs = event.timeStamp;
    wantNext(this.options.sampler, event.deltaY > 0 ? 1 : -1, this.options.slots());
    this.options.heard('next', true);
    this.options.changed();
  }

  /** A key, a button or a finger holds a control. */
  take(control: Control): void {
    if (this.#paused) {
      return;
    }
    this.#held.add(control);
    take(this.options.sampler, control, this.options.slots());
    this.options.heard(control, true);
    this.options.changed();
  }

  letGo(control: Control): void {
    if (!this.#held.delete(control)) {
      return;
    }
    if (isAction(control)) {
      release(this.options.sampler, control);
    }
    this.options.heard(control, false);
    this.options.changed();
  }

  /** A button that is still down after this must come up before it counts again. */
  #letAll(): void {
    this.#held.forEach((control) => this.letGo(control));
    releaseAll(this.options.sampler);
    this.options.changed();
  }
}

function isFinger({ pointerType }: PointerEvent): boolean {
  return pointerType === 'touch';
}
