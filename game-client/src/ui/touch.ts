/**
 * The picture under two thumbs: sticks that float where they land, and knobs beside them.
 *
 *     pointer events of the frame ─▶ fingers (input/touch.ts) ─▶ grip ─▶ Keys: walk, aim, controls
 *                                                            └────────▶ where the sticks are drawn
 *
 * The browser gives each finger to the element that it landed on until it lifts; when it takes one away the finger lets go at
 * once, and so do all when the page is left. A finger that is still down after that must come up before it counts again.
 */
import type { Keys } from '../input/keys.ts';
import {
  gripOf,
  KNOBS,
  land,
  lift,
  move,
  pulled,
  REACH,
  stickAt,
  STICKS,
  type Fingers,
  type Grip,
  type Knob,
  type Part,
  type Stick,
} from '../input/touch.ts';
import type { Control } from '../settings/bindings.ts';
import { direction, type Vec2 } from '../sim/grid.ts';
import { make, setStyle, setText } from './dom.ts';
import { say, type Key } from './say.ts';

const WORDS = {
  dash: 'keys.dash',
  shield: 'keys.shield',
  reload: 'keys.reload',
  next: 'keys.switch',
  scores: 'keys.scores',
  menu: 'keys.menu',
} as const satisfies Record<Knob, Key>;
const STICK_WORDS = { walk: 'keys.walk', aim: 'keys.shoot' } as const satisfies Record<Stick, Key>;
/** Where a stick points to, as a share of the shorter side of the picture: so far a mouse would be from its middle. */
const POINTS = 0.3;
/** The camera follows the aim halfway in so many ms: a thumb that lands elsewhere must not make it jump. */
const HALFWAY_MS = 60;

export interface TouchOptions {
  readonly keys: Keys;
  /** Where fingers land: the picture, and what stands over it. */
  readonly frame: HTMLElement;
  readonly picture: HTMLElement;
  /** The right thumb walks. */
  readonly swapped: () => boolean;
  /** Called with each finger that lands or lifts. */
  readonly touched: () => void;
  readonly menu: () => void;
}

export class TouchPad {
  readonly element: HTMLElement;
  readonly #options: TouchOptions;
  readonly #sticks: Readonly<Record<Stick, HTMLElement>>;
  readonly #knobs = new Map<Knob, HTMLElement>();
  readonly #fingers: Fingers = new Map();
  readonly #stop = new AbortController();
  #held: ReadonlySet<Control> = new Set();
  /** Where the aim leads the camera; null until a thumb has aimed. */
  #target: Vec2 | null = null;
  #drawnMs = 0;

  constructor(options: TouchOptions) {
    this.#options = options;
    const stickOf = (stick: Stick): HTMLElement => {
      const word = make('b');
      setText(word, say(STICK_WORDS[stick]));
      return make('div', { class: `stick ${stick}`, attributes: { 'aria-hidden': 'true' } }, [
        make('i'),
        word,
      ]);
    };
    this.#sticks = { walk: stickOf('walk'), aim: stickOf('aim') };
    this.element = make('div', { class: 'thumbs' }, [
      ...STICKS.map((stick) => this.#sticks[stick]),
      ...KNOBS.map((knob) => this.#knob(knob)),
    ]);
    setStyle(this.element, '--reach', `${REACH}px`);
    const { frame } = options;
    const signal = { signal: this.#stop.signal };
    frame.addEventListener('pointerdown', (event) => this.#land(event), signal);
    frame.addEventListener('pointermove', (event) => this.#move(event), signal);
    frame.addEventListener('pointerup', (event) => this.#lift(event), signal);
    // The browser took the finger for itself, or a dialog came over the page.
    frame.addEventListener('pointercancel', (event) => this.#lose(event), signal);
    frame.addEventListener('lostpointercapture', (event) => this.#lose(event), signal);
    // Else a finger that lifts clicks as well, on what has come under it since.
    const noClick = (event: TouchEvent): void => void (event.cancelable && event.preventDefault());
    this.element.addEventListener('touchstart', noClick, { ...signal, passive: false });
    frame.addEventListener('contextmenu', (event) => event.preventDefault(), signal);
    const page = frame.ownerDocument;
    (page.defaultView ?? window).addEventListener('blur', () => this.letAll(), signal);
    page.addEventListener('visibilitychange', () => page.hidden && this.letAll(), signal);
  }

  dispose(): void {
    this.letAll();
    this.#stop.abort();
    this.element.remove();
  }

  /** Every finger lets go. */
  letAll(): void {
    this.#fingers.clear();
    this.#hold();
  }

  /** Before each picture: the camera goes after the aim. */
  update(nowMs: number): void {
    const { keys, swapped } = this.#options;
    this.element.classList.toggle('swapped', swapped());
    const share = 1 - 0.5 ** ((nowMs - this.#drawnMs) / HALFWAY_MS);
    this.#drawnMs = nowMs;
    if (this.#target !== null) {
      keys.pointer.x += (this.#target.x - keys.pointer.x) * share;
      keys.pointer.y += (this.#target.y - keys.pointer.y) * share;
    }
  }

  #knob(knob: Knob): HTMLElement {
    const attributes = { type: 'button', tabindex: '-1', 'data-knob': knob };
    const element = make('button', { class: 'knob', attributes });
    setText(element, say(WORDS[knob]));
    this.#knobs.set(knob, element);
    return element;
  }

  #land(event: PointerEvent): void {
    const part = event.pointerType === 'touch' ? this.#partAt(event) : null;
    if (part === null) {
      // Whoever takes the mouse aims by it.
      this.#target = event.pointerType === 'mouse' ? null : this.#target;
      return;
    }
    // No mouse events after it, and no focus on the knob.
    event.preventDefault();
    this.#options.touched();
    if (land(this.#fingers, event.pointerId, part, placeOf(event))) {
      this.#hold();
    }
  }

  /** What a finger lands on; null where it is for something else on the page. */
  #partAt({ target, clientX }: PointerEvent): Part | null {
    if (!(target instanceof Element)) {
      return null;
    }
    const { picture, swapped } = this.#options;
    const on = target.closest<HTMLElement>('[data-knob]')?.dataset['knob'];
    const box = picture.getBoundingClientRect();
    const isPicture = picture.contains(target) || target === this.#options.frame;
    return (
      KNOBS.find((knob) => knob === on) ??
      (isPicture ? stickAt(clientX - box.left, box.width, swapped()) : null)
    );
  }

  #move(event: PointerEvent): void {
    if (this.#fingers.has(event.pointerId)) {
      move(this.#fingers, event.pointerId, placeOf(event));
      this.#hold();
    }
  }

  #lift(event: PointerEvent): void {
    const part = this.#lose(event);
    if (part !== null) {
      this.#options.touched();
    }
    if (part === 'menu') {
      this.#options.menu();
    }
  }

  #lose({ pointerId }: PointerEvent): Part | null {
    const part = lift(this.#fingers, pointerId);
    if (part !== null) {
      this.#hold();
    }
    return part;
  }

  /** What the fingers hold now is held, and nothing else is. */
  #hold(): void {
    const { keys, picture } = this.#options;
    const grip = gripOf(this.#fingers);
    const held = controlsOf(grip);
    keys.steer(grip.walk, grip.aim);
    [...this.#held].filter((control) => !held.has(control)).forEach((control) => keys.letGo(control));
    [...held].filter((control) => !this.#held.has(control)).forEach((control) => keys.take(control));
    this.#held = held;
    if (grip.aim !== null) {
      const way = direction(grip.aim);
      const far = POINTS * Math.min(picture.clientWidth, picture.clientHeight);
      this.#target = { x: way.x * far, y: way.y * far };
    }
    this.#draw(grip);
  }

  #draw({ knobs, fires }: Grip): void {
    this.#knobs.forEach((element, knob) => element.classList.toggle('held', knobs.has(knob)));
    const box = this.element.getBoundingClientRect();
    for (const stick of STICKS) {
      const element = this.#sticks[stick];
      const now = pulled(this.#fingers, stick);
      element.classList.toggle('held', now !== null);
      element.classList.toggle('fires', stick === 'aim' && fires);
      if (now !== null) {
        setStyle(element, '--x', `${(now.from.x - box.left).toFixed(1)}px`);
        setStyle(element, '--y', `${(now.from.y - box.top).toFixed(1)}px`);
        setStyle(element, '--by-x', `${now.by.x.toFixed(1)}px`);
        setStyle(element, '--by-y', `${now.by.y.toFixed(1)}px`);
      } else {
        // At rest the style sheet says where it stands.
        ['--x', '--y', '--by-x', '--by-y'].forEach((name) => element.style.removeProperty(name));
      }
    }
  }
}

function controlsOf({ knobs, fires }: Grip): Set<Control> {
  const held = [...knobs].filter((knob) => knob !== 'menu');
  return new Set<Control>(fires ? ['fire', ...held] : held);
}

function placeOf({ clientX, clientY }: PointerEvent): Vec2 {
  return { x: clientX, y: clientY };
}
