/** Gamepads for tests, as browsers tell of them: ids, mappings, and counts of axes and buttons of real ones. */
import type { PadSnapshot } from '../src/input/gamepad.ts';

export interface Told extends PadSnapshot {
  axes: number[];
  buttons: { pressed: boolean; value: number }[];
  connected: boolean;
}

function told(id: string, mapping: string, axes: number, buttons: number, index = 0): Told {
  return {
    ...{ id, mapping, index, connected: true },
    axes: Array.from({ length: axes }, () => 0),
    buttons: Array.from({ length: buttons }, () => ({ pressed: false, value: 0 })),
  };
}

/** As Chromium tells of it. */
export const xbox = (): Told =>
  told('Xbox 360 Controller (STANDARD GAMEPAD Vendor: 045e Product: 028e)', 'standard', 4, 17);
/** The 18th button is the touchpad. */
export const dualShock = (): Told =>
  told('Wireless Controller (STANDARD GAMEPAD Vendor: 054c Product: 09cc)', 'standard', 4, 18, 1);
/** As Firefox tells of one that it has no mapping for: triggers are axes 2 and 5, which rest at -1, a hat is 6 and 7. */
export const unknown = (): Told => {
  const pad = told('0079-0006-Generic   USB  Joystick', '', 8, 12, 2);
  pad.axes[2] = pad.axes[5] = -1;
  return pad;
};

/** Presses a button, by how far; 0 lets go. */
export function press(pad: Told, button: number, value = 1): void {
  // Chromium's own threshold for a trigger to be pressed.
  pad.buttons[button] = { pressed: value > 30 / 255, value };
}

export function stick(pad: Told, first: number, x: number, y: number): void {
  pad.axes[first] = x;
  pad.axes[first + 1] = y;
}
