/**
 * Asks the browser for its gamepads once a picture, and hands what they say to whoever has them: the match or a menu.
 *
 *     gamepads ─▶ readPad ─▶ the pad that was touched last ─┬▶ plays: sampler, aim, heard
 *                                                           ├▶ menus: move, act, back
 *                                                           └▶ a binder that waits for a button
 *
 * What is down when one of them takes over from another, or while the page has no focus, must come up before it counts.
 */
import { padControlOf, isPadCode, type PadBindings, type PadControl } from '../settings/padbindings.ts';
import type { Control } from '../settings/bindings.ts';
import { direction, scale, type Angle } from '../sim/grid.ts';
import { walkAngle } from '../sim/input.ts';
import { AT_REST, readPad, turnTo, type PadLayout, type PadReading, type PadSnapshot } from './gamepad.ts';
import { isAction, release, take, type Sampler } from './sampler.ts';

/** The buttons of menus, by the standard mapping; a pad that is not known has its stick and the first two buttons. */
const ACT = 'Button0';
const BACK = 'Button1';
const TURNS: Readonly<Record<string, 1 | -1>> = { Button4: -1, Button5: 1 };
const STICK_WAYS: Readonly<Record<string, Way>> = { Up: 'up', Down: 'down', Left: 'left', Right: 'right' };
const PAD_WAYS: Readonly<Record<string, Way>> = {
  Button12: 'up',
  Button13: 'down',
  Button14: 'left',
  Button15: 'right',
};
/** A direction that is held goes on after the first of these, and then every second one. */
const REPEAT_FIRST_MS = 400;
const REPEAT_MS = 110;
/** How long a binder waits for a button: with a pad alone nothing else would end it. */
export const LISTEN_MS = 6000;
/** A stick that rests somewhere turns by less, in 1/65536 turn. */
const TREMBLE = 512;
/** How far a menu scrolls in a picture, in CSS pixels. */
const SCROLL_PX = 14;

export type Way = 'up' | 'down' | 'left' | 'right';

/** Who plays: a pad does to it what keys and pointer do. */
export interface PadPlayer {
  readonly sampler: Sampler;
  /** Where the pointer would be, from the centre of the picture, in CSS pixels. */
  readonly pointer: { x: number; y: number };
  /** How far from the centre it is then. */
  readonly reach: () => number;
  readonly slots: () => readonly number[];
  /** The aim that a stick's aim becomes. */
  readonly assist: (aim: Angle) => Angle;
  /** Something was touched that need not be a control. */
  readonly touched: () => void;
  readonly heard: (control: Control, down: boolean) => void;
}

export interface PadMenus {
  readonly move: (way: Way) => void;
  readonly act: () => void;
  readonly back: () => void;
  /** To the next section, or the one before. */
  readonly turn: (by: 1 | -1) => void;
  readonly scroll: (px: number) => void;
}

/** A pad that can be felt. */
interface Felt extends PadSnapshot {
  readonly vibrationActuator?: Shaker | null;
}

interface Shaker {
  playEffect(kind: 'dual-rumble', effect: Rumble): Promise<unknown>;
}

/** How a pad shakes: for so long, by its heavy and its light motor, 0 to 1. */
export interface Rumble {
  readonly duration: number;
  readonly strongMagnitude: number;
  readonly weakMagnitude: number;
}

/** Who waits for a button. */
interface Listener {
  readonly hear: (code: string | null) => void;
  /** Null before the first picture of the wait. */
  untilMs: number | null;
}

export interface PadsOptions {
  readonly gamepads: () => readonly (Felt | null)[];
  readonly page: Document;
  readonly settings: () => PadLayout & { readonly buttons: PadBindings; readonly vibration: boolean };
  /** Null while menus have the pad. */
  readonly player: () => PadPlayer | null;
  readonly menus: PadMenus;
  /** The button of the menu, in play and out of it. */
  readonly menu: () => void;
  /** A pad is used now and was not before, or the other way round. */
  readonly switched: () => void;
}

/** The gamepads of a browser; none where a page may not know of them, as one over plain HTTP in some. */
export function gamepadsOf(browser: Navigator): readonly (Felt | null)[] {
  try {
    return browser.getGamepads();
  } catch {
    return [];
  }
}

export class Pads {
  readonly #readings = new Map<number, PadReading>();
  readonly #held = new Map<string, PadControl>();
  readonly #stop = new AbortController();
  /** The walk that it has asked for. */
  #walked = 0;
  /** It walked when another took over, and has not been in the middle since. */
  #isStickBlocked = false;
  #active: Felt | null = null;
  #isUsed = false;
  #player: PadPlayer | null = null;
  #isAway = false;
  #repeat: { readonly code: string; readonly way: Way; atMs: number } | null = null;
  #listener: Listener | null = null;

  constructor(private readonly options: PadsOptions) {
    const { page } = options;
    const signal = { signal: this.#stop.signal, capture: true };
    const other = (event: Event): void => {
      const moved = event as Partial<PointerEvent>;
      const rests = event.type === 'pointermove' && moved.movementX === 0 && moved.movementY === 0;
      if (event.isTrusted && !rests) {
        this.#use(false);
      }
    };
    for (const kind of ['keydown', 'pointerdown', 'pointermove']) {
      page.addEventListener(kind, other, signal);
    }
    page.defaultView?.addEventListener('blur', () => this.#leave(), signal);
    page.addEventListener('visibilitychange', () => page.hidden && this.#leave(), signal);
  }

  dispose(): void {
    this.#letAll();
    this.#stop.abort();
  }

  /** The pad that was used last; null once a key, a mouse or a finger was. */
  get used(): PadSnapshot | null {
    return this.#isUsed ? this.#active : null;
  }

  /** The pad that was used last, whatever was used since. */
  get pad(): PadSnapshot | null {
    return this.#active;
  }

  /** The next button goes to `hear` alone, or null when none comes. The function that is returned ends the wait. */
  listen(hear: (code: string | null) => void): () => void {
    const listener: Listener = { hear, untilMs: null };
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) {
        this.#listener = null;
      }
    };
  }

  /** Shakes the pad, if it is the one that is used. */
  shake(rumble: Rumble): void {
    if (this.#isUsed && this.options.settings().vibration) {
      // Not every pad that has a motor can do this.
      this.#active?.vibrationActuator?.playEffect('dual-rumble', rumble).catch(() => undefined);
    }
  }

  /** Once a picture, before its input is sampled. */
  poll(nowMs: number): void {
    const fresh = this.#read();
    const player = this.options.player();
    const isAway = this.#isAway || !this.options.page.hasFocus();
    this.#isAway = false;
    if (isAway || player !== this.#player) {
      this.#letAll();
      this.#player = player;
      return;
    }
    this.#isStickBlocked &&= this.#reading.walk !== 0;
    if (this.#listener !== null) {
      this.#tell(this.#listener, fresh, nowMs);
    } else if (player === null) {
      this.#choose(fresh, nowMs);
    } else {
      this.#play(player, fresh);
    }
  }

  get #reading(): PadReading {
    return this.#readings.get(this.#active?.index ?? -1) ?? AT_REST;
  }

  /** Reads all pads, and answers with what was pressed on the one that was touched last. */
  #read(): string[] {
    const pads = this.options.gamepads().filter((pad) => pad?.connected === true) as Felt[];
    let fresh: string[] = [];
    let active = pads.find(({ index }) => index === this.#active?.index) ?? null;
    let isTouched = false;
    const gone = new Set(this.#readings.keys());
    for (const pad of pads) {
      const before = this.#readings.get(pad.index);
      const now = readPad(pad, before ?? AT_REST, this.options.settings());
      this.#readings.set(pad.index, now);
      gone.delete(pad.index);
      const pressed = [...now.codes].filter((code) => before?.codes.has(code) === false);
      if (before === undefined ? isAwake(now) : pressed.length > 0 || isMoved(before, now)) {
        [active, fresh, isTouched] = [pad, pressed, true];
      }
    }
    gone.forEach((index) => this.#readings.delete(index));
    this.#become(active, isTouched);
    return fresh;
  }

  /** Another pad takes over, or none is left: what the old one held is let go. */
  #become(active: Felt | null, isTouched: boolean): void {
    const isAnother = active?.index !== this.#active?.index;
    this.#active = active;
    if (isAnother) {
      this.#letAll();
      // The first move of its stick is none that was held before.
      this.#isStickBlocked &&= !isTouched;
    }
    if (active === null || isTouched) {
      this.#use(active !== null);
    }
    if (isAnother && this.#isUsed) {
      this.options.switched();
    }
  }

  #use(isUsed: boolean): void {
    if (isUsed !== this.#isUsed) {
      this.#isUsed = isUsed;
      this.options.switched();
    }
  }

  #tell(listener: Listener, fresh: readonly string[], nowMs: number): void {
    listener.untilMs ??= nowMs + LISTEN_MS;
    const code = fresh.find(isPadCode) ?? null;
    if (code !== null || nowMs >= listener.untilMs) {
      this.#listener = null;
      // What was pressed to be bound does nothing else until it comes up.
      this.#letAll();
      listener.hear(code);
    }
  }

  #choose(fresh: readonly string[], nowMs: number): void {
    const { menus, settings } = this.options;
    const isKnown = this.#active?.mapping === 'standard';
    for (const code of fresh) {
      const way = STICK_WAYS[code] ?? (isKnown ? PAD_WAYS[code] : undefined);
      const turn = isKnown ? TURNS[code] : undefined;
      if (way !== undefined) {
        menus.move(way);
        this.#repeat = { code, way, atMs: nowMs + REPEAT_FIRST_MS };
      } else if (code === ACT) {
        menus.act();
      } else if (code === BACK) {
        menus.back();
      } else if (turn !== undefined) {
        menus.turn(turn);
      } else if (padControlOf(settings().buttons, code) === 'menu') {
        this.options.menu();
      }
    }
    this.#goOn(nowMs);
    const { aim } = this.#reading;
    if (aim !== null) {
      menus.scroll(direction(aim).y * SCROLL_PX);
    }
  }

  #goOn(nowMs: number): void {
    if (this.#repeat === null || !this.#reading.codes.has(this.#repeat.code)) {
      this.#repeat = null;
    } else if (nowMs >= this.#repeat.atMs) {
      this.#repeat.atMs = nowMs + REPEAT_MS;
      this.options.menus.move(this.#repeat.way);
    }
  }

  #play(player: PadPlayer, fresh: readonly string[]): void {
    const { codes, walk, aim } = this.#reading;
    for (const code of [...this.#held.keys()].filter((held) => !codes.has(held))) {
      this.#let(player, code);
    }
    for (const code of fresh) {
      this.#take(player, code);
    }
    // The sticks of a pad that is not known may be pedals that rest at their end: a mouse goes first.
    const counts = this.#isUsed || this.#active?.mapping === 'standard';
    this.#walk(player, this.#isStickBlocked || !counts ? 0 : walk);
    if (aim !== null && counts) {
      player.sampler.aim = player.assist(aim);
      Object.assign(player.pointer, scale(direction(player.sampler.aim), player.reach()));
      player.touched();
    }
  }

  /** A thumb on the screen walks by the same stick: a pad that rests leaves it alone. */
  #walk(player: PadPlayer, walk: number): void {
    if (walk === this.#walked) {
      return;
    }
    this.#walked = walk;
    if (walk !== 0 && player.sampler.stick === 0) {
      player.touched();
      player.heard(controlOfWalk(walk), true);
    }
    player.sampler.stick = walk;
  }

  #take(player: PadPlayer, code: string): void {
    player.touched();
    const control = padControlOf(this.options.settings().buttons, code);
    if (control === 'menu') {
      this.options.menu();
    } else if (control !== null) {
      this.#held.set(code, control);
      take(player.sampler, control, player.slots());
      player.heard(control, true);
    }
  }

  /** Two buttons may do the same: the last of them lets go. */
  #let(player: PadPlayer, code: string): void {
    const control = this.#held.get(code);
    this.#held.delete(code);
    if (control === undefined || control === 'menu' || [...this.#held.values()].includes(control)) {
      return;
    }
    if (isAction(control)) {
      release(player.sampler, control);
    }
    player.heard(control, false);
  }

  #leave(): void {
    this.#isAway = true;
    this.#letAll();
  }

  #letAll(): void {
    if (this.#player !== null) {
      for (const code of [...this.#held.keys()]) {
        this.#let(this.#player, code);
      }
      this.#walk(this.#player, 0);
    }
    this.#walked = 0;
    this.#held.clear();
    this.#repeat = null;
    this.#isStickBlocked = this.#reading.walk !== 0;
  }
}

/** Seen for the first time: browsers show a pad when a button of it is pressed, and some axes never rest in the middle. */
function isAwake({ codes }: PadReading): boolean {
  return [...codes].some((code) => code.startsWith('Button'));
}

/** A stick is somewhere else than it was, by more than it trembles. */
function isMoved(before: PadReading, now: PadReading): boolean {
  const aims = now.aim !== null && (before.aim === null || Math.abs(turnTo(before.aim, now.aim)) > TREMBLE);
  return aims || (now.walk !== 0 && now.walk !== before.walk);
}

/** The control of the keyboard that walks most nearly there. */
function controlOfWalk(walk: number): Control {
  const quarter = (((walkAngle(walk) ?? 0) + 0x2000) & 0xffff) >> 14;
  return (['right', 'down', 'left', 'up'] as const)[quarter] ?? 'right';
}
