/**
 * The keys, one row a control: press the row, then the new key. What happened is said in words.
 */
import { bind, CONTROLS, isBindable, type Bindings, type Control } from '../../settings/bindings.ts';
import { make, setText } from '../dom.ts';
import { say } from '../say.ts';
import type { Row } from './fields.ts';

export interface BinderOptions {
  readonly read: () => Bindings;
  readonly write: (bindings: Bindings) => void;
  readonly keyName: (code: string) => string;
}

export class Binder implements Row {
  readonly element: HTMLElement;
  readonly #rows = new Map<Control, { readonly button: HTMLButtonElement; readonly cap: HTMLElement }>();
  readonly #told = make('p', { class: 'told', attributes: { role: 'status' } });
  /** Which control waits for its key, and what ends that. */
  #waiting: { readonly control: Control; readonly stop: AbortController } | null = null;

  constructor(private readonly options: BinderOptions) {
    const rows = CONTROLS.map((control) => this.#row(control));
    const list = make('ul', { class: 'bindings' }, rows);
    // The menu of the right button, and the ways back and forth of the outer ones.
    for (const kind of ['contextmenu', 'mouseup', 'auxclick']) {
      list.addEventListener(kind, (event) => event.preventDefault());
    }
    this.element = make('div', { class: 'binder' }, [
      this.#told,
      list,
      make('p', { class: 'remark', text: say('controls.fixed') }),
    ]);
  }

  refresh(): void {
    for (const [control, { button, cap }] of this.#rows) {
      const waits = this.#waiting?.control === control;
      button.classList.toggle('waiting', waits);
      setText(cap, waits ? say('controls.press') : this.#keyOf(control));
    }
  }

  /** Nobody waits for a key any more. */
  stop(): void {
    this.#waiting?.stop.abort();
    this.#waiting = null;
    setText(this.#told, say('controls.how'));
    this.refresh();
  }

  #row(control: Control): HTMLElement {
    const cap = make('kbd');
    const button = make(
      'button',
      { class: 'binding', attributes: { type: 'button', 'data-control': control } },
      [make('span', { text: say(`control.${control}`) }), cap],
    );
    button.addEventListener('click', () => this.#listen(control, button));
    this.#rows.set(control, { button, cap });
    return make('li', {}, [button]);
  }

  /** The next key, or the next button of the mouse on this row, is the new one. Anything else on the page ends it. */
  #listen(control: Control, button: HTMLButtonElement): void {
    this.stop();
    const stop = new AbortController();
    const options = { signal: stop.signal, capture: true };
    this.#waiting = { control, stop };
    const page = button.ownerDocument;
    page.addEventListener('keydown', (event) => this.#key(event), options);
    page.addEventListener('pointerdown', (event) => this.#pointer(event, button), options);
    page.defaultView?.addEventListener('blur', () => this.#keep(), options);
    setText(this.#told, say('controls.listening', { control: say(`control.${control}`) }));
    this.refresh();
  }

  #key(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) {
      return;
    }
    if (event.target instanceof HTMLElement) {
      // Some browsers press a button when the key comes up.
      swallow(event.target, 'keyup', 'keyup');
    }
    if (event.code === 'Escape') {
      this.#keep();
    } else {
      this.#take(event.code);
    }
  }

  #pointer(event: PointerEvent, button: HTMLButtonElement): void {
    if (event.target instanceof Node && button.contains(event.target)) {
      event.preventDefault();
      this.#take(`Mouse${event.button}`);
      swallow(button, 'click', 'pointerup');
    } else {
      this.#keep();
    }
  }

  #take(code: string): void {
    const { control } = this.#waiting ?? {};
    if (control === undefined) {
      return;
    }
    if (!isBindable(code)) {
      setText(this.#told, say('controls.refused'));
      return;
    }
    const { bindings, swapped } = bind(this.options.read(), control, code);
    this.stop();
    this.options.write(bindings);
    this.refresh();
    setText(this.#told, this.#words(control, swapped));
  }

  /** The old key stays. */
  #keep(): void {
    const { control } = this.#waiting ?? {};
    this.stop();
    if (control !== undefined) {
      const key = this.#keyOf(control);
      setText(this.#told, say('controls.kept', { control: say(`control.${control}`), key }));
    }
  }

  #words(control: Control, swapped: Control | null): string {
    const about = { control: say(`control.${control}`), key: this.#keyOf(control) };
    if (swapped === null) {
      return say('controls.bound', about);
    }
    const other = say(`control.${swapped}`);
    return this.options.read()[swapped] === ''
      ? say('controls.robbed', { ...about, other })
      : say('controls.swapped', { ...about, other, old: this.#keyOf(swapped) });
  }

  #keyOf(control: Control): string {
    return this.options.keyName(this.options.read()[control]);
  }
}

/** What follows from a press that was a binding does nothing more, up to its end. */
function swallow(on: HTMLElement, kind: 'click' | 'keyup', end: 'pointerup' | 'keyup'): void {
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  const nothing = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  on.addEventListener(kind, nothing, options);
  on.ownerDocument.addEventListener(end, () => setTimeout(() => stop.abort()), options);
}
