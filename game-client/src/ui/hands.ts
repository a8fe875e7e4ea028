/**
 * Whether one plays by touch or by keys and mouse: what was used last says so, and at first the page's primary pointer. The
 * style sheets read it from the root element.
 */

/** The text that is typed into these says nothing about how one plays: a phone has keys for it, too. */
const TYPED = 'input[type="text"]';

export class Hands {
  #isTouch: boolean;

  /** `isCoarse`: the primary pointer is a finger. */
  constructor(
    private readonly page: Document,
    isCoarse: boolean,
  ) {
    this.#isTouch = isCoarse;
    this.#use(isCoarse);
    const capture = { capture: true };
    page.addEventListener('pointerdown', (event) => this.#point(event), capture);
    page.addEventListener('pointermove', (event) => this.#point(event), capture);
    page.addEventListener('keydown', (event) => this.#key(event), capture);
  }

  get isTouch(): boolean {
    return this.#isTouch;
  }

  /** Browsers tell of a mouse that rests, too, when the page under it changes: that is no use. */
  #point({ type, pointerType, movementX, movementY }: PointerEvent): void {
    const isUsed = type === 'pointerdown' || movementX !== 0 || movementY !== 0;
    if (isUsed && (pointerType === 'touch' || pointerType === 'mouse')) {
      this.#use(pointerType === 'touch');
    }
  }

  #key({ target, code }: KeyboardEvent): void {
    const isTyped = target instanceof Element && target.closest(TYPED) !== null;
    if (!isTyped && code !== '') {
      this.#use(false);
    }
  }

  #use(isTouch: boolean): void {
    this.#isTouch = isTouch;
    const { dataset } = this.page.documentElement;
    const input = isTouch ? 'touch' : 'keys';
    if (dataset['input'] !== input) {
      dataset['input'] = input;
    }
  }
}
