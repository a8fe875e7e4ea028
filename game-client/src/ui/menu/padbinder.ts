/**
 * The buttons of a gamepad, one row a control: press the row, then the new button on the pad. And what else is chosen for
 * pads.
 */
import type { PadSnapshot } from '../../input/gamepad.ts';
import { bindPad, PAD_CONTROLS, type PadControl } from '../../settings/padbindings.ts';
import { AIM_AXES, type Settings, type SettingsStore } from '../../settings/settings.ts';
import { make, setText } from '../dom.ts';
import { padName } from '../padnames.ts';
import { loadRules, valueWords, type Rule } from '../rules/rules.ts';
import { say } from '../say.ts';
import { choice, tick, type Row, type Setting } from './fields.ts';

const ASSIST = 'feel.aim_assist';

/** The pads of a page. */
export interface PadSource {
  /** The one that was used last; null while there is none. */
  readonly pad: PadSnapshot | null;
  /** Calls back with the next button, or with null when none comes; until the function that is returned is called. */
  readonly listen: (hear: (code: string | null) => void) => () => void;
}

export class PadBinder implements Row {
  readonly element: HTMLElement;
  readonly #rows = new Map<PadControl, { readonly button: HTMLButtonElement; readonly cap: HTMLElement }>();
  readonly #told = make('p', { class: 'told', attributes: { role: 'status' } });
  readonly #menus = make('p', { class: 'remark' });
  /** Which control waits for its button, and what ends that. */
  #waiting: { readonly control: PadControl; readonly stop: () => void } | null = null;

  constructor(
    private readonly settings: SettingsStore,
    private readonly pads: PadSource,
  ) {
    const rows = PAD_CONTROLS.map((control) => this.#row(control));
    this.element = make('div', { class: 'binder' }, [
      this.#told,
      make('ul', { class: 'bindings' }, rows),
      this.#menus,
    ]);
  }

  refresh(): void {
    for (const [control, { button, cap }] of this.#rows) {
      const waits = this.#waiting?.control === control;
      button.classList.toggle('waiting', waits);
      setText(cap, waits ? say('pad.press') : this.#nameOf(control));
    }
    const [act, back] = ['Button0', 'Button1'].map((code) => padName(code, this.pads.pad));
    setText(this.#menus, say('pad.menus', { act: act ?? '', back: back ?? '' }));
  }

  /** Nobody waits for a button any more. */
  stop(): void {
    this.#waiting?.stop();
    this.#waiting = null;
    setText(this.#told, say('pad.how'));
    this.refresh();
  }

  #row(control: PadControl): HTMLElement {
    const cap = make('kbd');
    const button = make(
      'button',
      { class: 'binding', attributes: { type: 'button', 'data-pad-control': control } },
      [make('span', { text: say(`control.${control}`) }), cap],
    );
    button.addEventListener('click', () => this.#listen(control, button));
    this.#rows.set(control, { button, cap });
    return make('li', {}, [button]);
  }

  /** The next button of a pad is the new one. A key or a click ends the wait, and so does time. */
  #listen(control: PadControl, button: HTMLButtonElement): void {
    this.stop();
    const others = new AbortController();
    const stopListening = this.pads.listen((code) => this.#hear(code));
    const stop = (): void => {
      others.abort();
      stopListening();
    };
    this.#waiting = { control, stop };
    const page = button.ownerDocument;
    const options = { signal: others.signal, capture: true };
    page.addEventListener('keydown', (event) => this.#key(event), options);
    page.addEventListener('pointerdown', () => this.#hear(null), options);
    page.defaultView?.addEventListener('blur', () => this.#hear(null), options);
    setText(this.#told, say('pad.listening', { control: say(`control.${control}`) }));
    this.refresh();
  }

  #key(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.#hear(null);
  }

  #hear(code: string | null): void {
    const { control } = this.#waiting ?? {};
    this.stop();
    if (control === undefined) {
      return;
    }
    if (code === null) {
      setText(this.#told, say('controls.kept', this.#about(control)));
      return;
    }
    const { bindings, swapped } = bindPad(this.settings.now.pad.buttons, control, code);
    this.settings.set('pad', { buttons: bindings });
    this.refresh();
    setText(this.#told, this.#words(control, swapped));
  }

  #words(control: PadControl, swapped: PadControl | null): string {
    if (swapped === null) {
      return say('controls.bound', this.#about(control));
    }
    const about = { ...this.#about(control), other: say(`control.${swapped}`) };
    return this.settings.now.pad.buttons[swapped] === ''
      ? say('pad.robbed', about)
      : say('controls.swapped', { ...about, old: this.#nameOf(swapped) });
  }

  #about(control: PadControl): { readonly control: string; readonly key: string } {
    return { control: say(`control.${control}`), key: this.#nameOf(control) };
  }

  #nameOf(control: PadControl): string {
    return padName(this.settings.now.pad.buttons[control], this.pads.pad);
  }
}

/** What the running server says of the aim of sticks: asked whenever somebody looks. */
export class AssistNote implements Row {
  readonly element = make('p', {
    class: 'remark assist',
    text: say('pad.assist', { value: say('pad.unknown') }),
  });

  constructor(private readonly load: () => Promise<readonly Rule[]> = loadRules) {}

  refresh(): void {
    return;
  }

  async ask(): Promise<void> {
    const rules = await this.load().catch(() => []);
    const rule = rules.find(({ key }) => key === ASSIST);
    const value = rule === undefined ? say('pad.unknown') : valueWords(rule.now, rule.unit);
    setText(this.element, say('pad.assist', { value }));
  }
}

function at<F extends keyof Settings['pad']>(settings: SettingsStore, field: F): Setting<Settings['pad'][F]> {
  return {
    read: ({ pad }) => pad[field],
    write: (value) => settings.set('pad', { [field]: value }),
  };
}

/** The sticks, and what is felt. */
export function padRows(settings: SettingsStore): Row[] {
  return [
    tick({ id: 'pad-swap', label: say('pad.swap') }, at(settings, 'swapSticks')),
    tick({ id: 'pad-vibration', label: say('pad.vibration') }, at(settings, 'vibration')),
  ];
}

/** For a pad whose sticks nobody knows. */
export function axesRow(settings: SettingsStore): Row {
  const axes = AIM_AXES.map((pair) => [pair, say('pad.axes.pair', axisNumbers(pair))] as const);
  const about = { id: 'pad-axes', label: say('pad.axes'), note: say('pad.axes.note') };
  return choice(about, axes, at(settings, 'aimAxes'));
}

/** As people count. */
function axisNumbers(pair: (typeof AIM_AXES)[number]): { readonly x: number; readonly y: number } {
  const [x = 0, y = 0] = pair.split(',').map(Number);
  return { x: x + 1, y: y + 1 };
}
