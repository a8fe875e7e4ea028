/**
 * What is written on a button of a gamepad, by the kind of pad that its id tells; and what is written on the key or the
 * button of a control, by what was used last.
 */
import type { PadSnapshot } from '../input/gamepad.ts';
import type { Control } from '../settings/bindings.ts';
import type { PadControl } from '../settings/padbindings.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { KeyNames } from './keynames.ts';
import { isKey, say } from './say.ts';

export type PadKind = 'xbox' | 'playstation' | 'other';
type Told = Pick<PadSnapshot, 'id' | 'mapping'>;

/** Makers by their number, as browsers write it into the id, or by name. Only a known pad has its buttons in known places. */
export function padKind({ id, mapping }: Told): PadKind {
  if (mapping !== 'standard') {
    return 'other';
  }
  if (/\b054c\b|playstation|dual(shock|sense)/i.test(id)) {
    return 'playstation';
  }
  return /\b045e\b|xbox|xinput/i.test(id) ? 'xbox' : 'other';
}

/** The name of a button's code. */
export function padName(code: string, pad: Told | null): string {
  const named = `pad.${pad === null ? 'other' : padKind(pad)}.${code}`;
  if (isKey(named)) {
    return say(named);
  }
  const [, kind, number, sign = ''] = /^(Button|Axis)(\d+)([+-]?)$/.exec(code) ?? [];
  if (kind === undefined) {
    return say('pad.');
  }
  return say(kind === 'Button' ? 'pad.button' : 'pad.axis', { number: Number(number) + 1, sign });
}

/** Names of controls: their keys, or their buttons while a gamepad was used last. */
export class ControlNames {
  constructor(
    private readonly settings: SettingsStore,
    readonly keys: KeyNames,
    private readonly used: () => PadSnapshot | null,
  ) {}

  /** A gamepad was used last. */
  get isPad(): boolean {
    return this.used() !== null;
  }

  of(control: Control): string {
    const pad = this.used();
    const { now } = this.settings;
    return pad === null ? this.keys.of(now.controls[control]) : padName(now.pad.buttons[control], pad);
  }

  get menu(): string {
    return this.isPad ? this.ofPad('menu') : this.keys.of('Escape');
  }

  /** The sticks that walk and aim. */
  get sticks(): { readonly walk: string; readonly aim: string } {
    const [left, right] = [say('pad.left'), say('pad.right')];
    return this.settings.now.pad.swapSticks ? { walk: right, aim: left } : { walk: left, aim: right };
  }

  ofPad(control: PadControl): string {
    return padName(this.settings.now.pad.buttons[control], this.used());
  }
}
