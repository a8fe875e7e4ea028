/**
 * Which button of a gamepad does what: `Button0`, `Button1` … in the order of the browser, and `Axis5+` or `Axis5-` for an
 * axis of a pad that the browser does not know, whose triggers may be one.
 *
 * A control has one code, a code at most one control; `''` is no button at all. The sticks are no part of it.
 */
import { bindIn, CONTROLS, readCodes } from './bindings.ts';

/** What can be bound, in the order of the settings. One stick walks: the ways are for pads without one. */
export const PAD_CONTROLS = [...CONTROLS, 'menu'] as const;
export type PadControl = (typeof PAD_CONTROLS)[number];
export type PadBindings = Readonly<Record<PadControl, string>>;

/** By the standard mapping, https://w3c.github.io/gamepad/#remapping: 0 is the lowest of the four on the right. */
export const DEFAULT_PAD_BINDINGS: PadBindings = {
  up: '',
  left: '',
  down: '',
  right: '',
  fire: 'Button7',
  dash: 'Button0',
  shield: 'Button6',
  reload: 'Button2',
  next: 'Button3',
  slot1: 'Button12',
  slot2: 'Button15',
  slot3: 'Button13',
  slot4: 'Button14',
  scores: 'Button8',
  talk: '',
  team: '',
  emote: 'Button4',
  mute: '',
  graph: '',
  menu: 'Button9',
};

/** The right shoulder dashes as well, until a control takes it: there the thumb stays on its stick. */
const SPARE: Readonly<Record<string, PadControl>> = { Button5: 'dash' };

/** The first two axes walk, on every pad. */
const CODE = /^(Button([12]?[0-9]|3[01])|Axis([2-9]|1[0-5])[+-])$/;

export function isPadCode(code: string): boolean {
  return CODE.test(code);
}

/** What a button does; null for one that does nothing. */
export function padControlOf(bindings: PadBindings, code: string): PadControl | null {
  return PAD_CONTROLS.find((control) => bindings[control] === code) ?? SPARE[code] ?? null;
}

/** New bindings, and whose button it was: that control takes the old button instead. */
export interface PadBound {
  readonly bindings: PadBindings;
  readonly swapped: PadControl | null;
}

export function bindPad(bindings: PadBindings, control: PadControl, code: string): PadBound {
  return bindIn(PAD_CONTROLS, bindings, control, code);
}

/** Bindings as they were stored; where that is no button, or another control has it already, the default, if it is free. */
export function readPadBindings(stored: unknown): PadBindings {
  return readCodes(PAD_CONTROLS, DEFAULT_PAD_BINDINGS, isPadCode, stored);
}
