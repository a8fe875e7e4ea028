import { expect, test } from 'vitest';
import { LISTEN_MS, Pads, type PadPlayer, type Way } from '../src/input/pads.ts';
import { inputNow, newSampler, sample } from '../src/input/sampler.ts';
import { bindPad, DEFAULT_PAD_BINDINGS } from '../src/settings/padbindings.ts';
import { DEFAULTS } from '../src/settings/settings.ts';
import { DASH, FIRE, SHIELD } from '../src/sim/input.ts';
import { dualShock, press, stick, unknown, xbox, type Told } from './pads.ts';

/** A page with pads, on a clock turned by hand: each `frame` is a picture. */
class Desk {
  readonly sampler = newSampler();
  readonly heard: string[] = [];
  readonly did: string[] = [];
  readonly page = Object.assign(new EventTarget(), { defaultView: new EventTarget(), hidden: false });
  pad: typeof DEFAULTS.pad = DEFAULTS.pad;
  hasFocus = true;
  nowMs = 0;
  plays = true;
  readonly pads: Pads;
  readonly #player: PadPlayer = {
    sampler: this.sampler,
    pointer: { x: 1, y: 0 },
    reach: () => 200,
    slots: () => [0, 1, 2, 3],
    assist: (aim) => aim + 1,
    touched: () => undefined,
    heard: (control, down) => this.heard.push(`${down ? '+' : '-'}${control}`),
  };

  constructor(readonly plugged: Told[]) {
    const page = Object.assign(this.page, { hasFocus: () => this.hasFocus });
    const did = (what: string) => (): void => void this.did.push(what);
    this.pads = new Pads({
      gamepads: () => this.plugged,
      page: page as unknown as Document,
      settings: () => this.pad,
      player: () => (this.plays ? this.#player : null),
      menus: {
        move: (way: Way) => this.did.push(way),
        act: did('act'),
        back: did('back'),
        turn: (by) => this.did.push(`turn ${by}`),
        scroll: did('scroll'),
      },
      menu: did('menu'),
      switched: () => undefined,
    });
    this.frame();
    this.frame();
  }

  frame(ms = 16): void {
    this.nowMs += ms;
    this.pads.poll(this.nowMs);
  }

  get pointer(): { x: number; y: number } {
    return this.#player.pointer;
  }

  get buttons(): number {
    return inputNow(this.sampler).buttons;
  }
}

function desk(...plugged: Told[]): Desk {
  return new Desk(plugged);
}

test('a_pad_fires_shields_dashes_switches_and_lets_go', () => {
  const pad = xbox();
  const at = desk(pad);
  press(pad, 7);
  press(pad, 6, 0.6);
  press(pad, 0);
  at.frame();
  expect(at.buttons).toBe(FIRE + SHIELD + DASH);
  for (const button of [7, 6, 0]) {
    press(pad, button, 0);
  }
  at.frame();
  sample(at.sampler, 1);
  expect(at.buttons).toBe(0);
  press(pad, 13);
  at.frame();
  expect(at.sampler.weapon).toBe(2);
  press(pad, 3);
  at.frame();
  expect(at.sampler.weapon).toBe(3);
  expect(at.heard).toContain('+slot3');
});

test('the_right_shoulder_dashes_as_well_and_the_last_of_the_two_lets_go', () => {
  const pad = xbox();
  const at = desk(pad);
  press(pad, 0);
  at.frame();
  press(pad, 5);
  at.frame();
  press(pad, 0, 0);
  at.frame();
  sample(at.sampler, 1);
  expect(at.buttons).toBe(DASH);
  press(pad, 5, 0);
  at.frame();
  expect(at.buttons).toBe(0);
  expect(at.heard.filter((each) => each === '-dash')).toHaveLength(1);
});

test('the_left_stick_walks_unless_keys_do_and_the_hints_hear_of_it', () => {
  const pad = xbox();
  const at = desk(pad);
  stick(pad, 0, 0, 0.5);
  at.frame();
  expect(inputNow(at.sampler).walk).toBe(1 + 16 + 64);
  expect(at.heard).toEqual(['+down']);
  at.sampler.held.add('right');
  expect(inputNow(at.sampler).walk).toBe(1);
});

test('the_right_stick_aims_with_help_and_holds_its_last_aim_when_it_is_let_go', () => {
  const pad = xbox();
  const at = desk(pad);
  stick(pad, 2, 0, 1);
  at.frame();
  expect(at.sampler.aim).toBe(0x4001);
  expect(Math.round(at.pointer.y)).toBe(200);
  stick(pad, 2, 0, 0.1);
  at.frame();
  expect(at.sampler.aim).toBe(0x4001);
});

test('a_pad_that_is_gone_lets_go_of_everything', () => {
  const pad = xbox();
  const at = desk(pad);
  press(pad, 7);
  press(pad, 8);
  stick(pad, 0, 1, 0);
  at.frame();
  expect([at.buttons, at.sampler.stick]).toEqual([FIRE, 1]);
  at.plugged.length = 0;
  at.frame();
  sample(at.sampler, 1);
  expect([at.buttons, at.sampler.stick]).toEqual([0, 0]);
  expect(at.heard).toContain('-scores');
  expect(at.pads.used).toBeNull();
});

test.each<[string, (at: Desk, on: boolean) => void]>([
  ['a_menu_opens', (at, on): unknown => (at.plays = !on)],
  ['the_page_loses_the_focus', (at, on): unknown => (at.hasFocus = !on)],
  [
    'the_window_is_left_for_a_while_without_a_picture',
    (at, on): unknown => on && at.page.defaultView.dispatchEvent(new Event('blur')),
  ],
])('what_is_held_when_%s_is_let_go_and_must_come_up_before_it_counts', (_name, turn) => {
  const pad = xbox();
  const at = desk(pad);
  press(pad, 7);
  stick(pad, 0, 1, 0);
  at.frame();
  turn(at, true);
  at.frame();
  sample(at.sampler, 1);
  expect([at.buttons, at.sampler.stick]).toEqual([0, 0]);
  turn(at, false);
  at.frame();
  at.frame();
  expect([at.buttons, at.sampler.stick, at.did]).toEqual([0, 0, []]);
  press(pad, 7, 0);
  stick(pad, 0, 0, 0);
  at.frame();
  press(pad, 7);
  stick(pad, 0, 1, 0);
  at.frame();
  expect([at.buttons, at.sampler.stick]).toEqual([FIRE, 1]);
});

test('a_button_that_is_down_when_a_pad_is_first_seen_does_nothing', () => {
  const pad = xbox();
  press(pad, 7);
  const at = desk();
  at.plugged.push(pad);
  at.frame();
  at.frame();
  expect(at.buttons).toBe(0);
  expect(at.pads.used).toBe(pad);
});

test('of_two_pads_the_one_that_was_touched_last_plays', () => {
  const [one, two] = [xbox(), dualShock()];
  const at = desk(one, two);
  press(one, 7);
  at.frame();
  press(two, 6);
  at.frame();
  sample(at.sampler, 1);
  expect(at.buttons).toBe(SHIELD);
  expect(at.pads.used).toBe(two);
});

test('buttons_do_what_they_were_bound_to', () => {
  const pad = xbox();
  const at = desk(pad);
  const { bindings, swapped } = bindPad(DEFAULT_PAD_BINDINGS, 'dash', 'Button7');
  expect(swapped).toBe('fire');
  at.pad = { ...at.pad, buttons: bindings };
  press(pad, 7);
  at.frame();
  expect(at.buttons).toBe(DASH);
  press(pad, 0);
  at.frame();
  expect(at.buttons).toBe(DASH + FIRE);
});

test('an_unknown_pad_plays_by_its_axes_and_leaves_the_aim_to_the_mouse_until_it_is_touched', () => {
  const pad = unknown();
  const at = desk(pad);
  at.pad = { ...at.pad, buttons: bindPad(DEFAULT_PAD_BINDINGS, 'fire', 'Axis5+').bindings };
  at.frame();
  // Its trigger rests where a stick would aim left.
  expect([at.sampler.aim, at.buttons, at.pads.used]).toEqual([0, 0, null]);
  at.pad = { ...at.pad, aimAxes: '3,4' };
  pad.axes[5] = 1;
  stick(pad, 3, 0, 1);
  at.frame();
  expect([at.sampler.aim, at.buttons]).toEqual([0x4001, FIRE]);
});

test('the_next_button_goes_to_whoever_waits_for_it_and_to_nobody_else', () => {
  const pad = xbox();
  const at = desk(pad);
  at.plays = false;
  at.frame();
  let told: string | null | undefined;
  at.pads.listen((code) => (told = code));
  stick(pad, 0, 1, 0);
  at.frame();
  expect(told).toBeUndefined();
  press(pad, 0);
  at.frame();
  at.frame();
  expect([told, at.did]).toEqual(['Button0', []]);
});

test('whoever_waits_for_a_button_does_not_wait_for_ever', () => {
  const at = desk(xbox());
  const told: (string | null)[] = [];
  at.pads.listen((code) => told.push(code));
  at.frame();
  at.frame(LISTEN_MS - 1);
  expect(told).toEqual([]);
  at.frame(1);
  expect(told).toEqual([null]);
});

test('menus_are_walked_by_stick_and_pad_and_a_way_that_is_held_goes_on', () => {
  const pad = dualShock();
  const at = desk(pad);
  at.plays = false;
  at.frame();
  press(pad, 13);
  at.frame();
  expect(at.did).toEqual(['down']);
  at.frame(399);
  expect(at.did).toEqual(['down']);
  at.frame(20);
  at.frame(110);
  expect(at.did).toEqual(['down', 'down', 'down']);
  press(pad, 13, 0);
  at.frame();
  at.frame(1000);
  stick(pad, 0, -1, 0);
  press(pad, 0);
  press(pad, 1);
  press(pad, 5);
  press(pad, 9);
  at.frame();
  expect(at.did.slice(3).sort()).toEqual(['act', 'back', 'left', 'menu', 'turn 1']);
});

test('a_pad_is_used_until_a_key_or_a_mouse_is', () => {
  const pad = xbox();
  const at = desk(pad);
  press(pad, 0);
  at.frame();
  expect(at.pads.used).toBe(pad);
  const key = new Event('keydown');
  Object.defineProperty(key, 'isTrusted', { value: true });
  at.page.dispatchEvent(key);
  expect(at.pads.used).toBeNull();
  expect(at.pads.pad).toBe(pad);
  stick(pad, 2, 1, 0);
  at.frame();
  expect(at.pads.used).toBe(pad);
});
