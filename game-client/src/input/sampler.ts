/**
 * From what is held to what is sent: one input a tick, run-length coded, in as few messages as the server needs.
 *
 *     press, release, aim ──▶ sample(tick) ──▶ runs ──▶ message(now): Input, Ack or nothing
 *
 * Knows no key codes and no clock; `input/keys.ts` binds it to a page.
 */
import { HELD_SLOT, type Ack, type InputMessage, type Run } from '../protocol/messages.gen.ts';
import { angleOf } from '../sim/grid.ts';
import {
  DASH,
  FIRE,
  isNeutral,
  RELOAD,
  sameInput,
  SHIELD,
  walksApart,
  walkToward,
  type Input,
} from '../sim/input.ts';

/** What is held or tapped in a tick. */
const ACTIONS = ['up', 'down', 'left', 'right', 'fire', 'dash', 'reload', 'shield'] as const;
export type Action = (typeof ACTIONS)[number];

export function isAction(control: string): control is Action {
  return ACTIONS.some((action) => action === control);
}

/** Input messages a second at most, while nothing is pressed or released. */
const MESSAGES_PER_SECOND = 30;
/** How often an idle client acknowledges, in ms; and one whose page is hidden. */
export const ACK_MS = 100;
export const ACK_HIDDEN_MS = 500;
/** Limits of the protocol. */
const RUN_TICKS_MAX = 255;
const RUNS_MAX = 16;
const AHEAD_MAX = 600;
/** A stick that turns by less than from one key to the next, in 64ths of a turn, waits for the next message, as an aim does. */
const TURN_AT_ONCE = 8;

/** The same input in consecutive ticks. */
interface Sampled extends Input {
  ticks: number;
}

export interface Sampler {
  readonly held: Set<Action>;
  /** Pressed since the last sample: a tap between two ticks still counts. */
  readonly tapped: Set<Action>;
  /** The walk of a stick, as it goes on the wire; 0 while it rests. Keys go before it. */
  stick: number;
  aim: number;
  /** The slot of the weapon that is wanted in hand. */
  weapon: number;
  /** The newest tick that was sampled. */
  tick: number;
  /** The input of that tick. */
  last: Input;
  /** What the server last heard, and what it takes to hold if it hears nothing. */
  told: Input;
  /** Not sent yet, oldest first. */
  runs: Sampled[];
  /** Something was pressed or released since the last message. */
  changed: boolean;
  sentMs: number;
}

export function newSampler(): Sampler {
  const neutral = { buttons: 0, walk: 0, aim: 0, weapon: 0 };
  return {
    held: new Set(),
    tapped: new Set(),
    stick: 0,
    aim: 0,
    weapon: 0,
    tick: 0,
    last: neutral,
    told: neutral,
    runs: [],
    changed: false,
    sentMs: -Infinity,
  };
}

export function press(sampler: Sampler, action: Action): void {
  if (!sampler.held.has(action)) {
    sampler.held.add(action);
    sampler.tapped.add(action);
  }
}

export function release(sampler: Sampler, action: Action): void {
  sampler.held.delete(action);
}

/** Lets go of everything: the page is hidden, or lost the keyboard or the pointer. */
export function releaseAll(sampler: Sampler): void {
  sampler.held.clear();
  sampler.tapped.clear();
  sampler.stick = 0;
}

/** True while anything is held, be it a stick. */
export function holdsAny({ held, stick }: Sampler): boolean {
  return held.size > 0 || stick !== 0;
}

/** A control is pressed: an action, or a wish for a weapon of those at hand. The others act on the screen alone. */
export function take(sampler: Sampler, control: string, slots: readonly number[]): void {
  if (isAction(control)) {
    press(sampler, control);
  } else if (control === 'next') {
    wantNext(sampler, 1, slots);
  } else if (control.startsWith('slot')) {
    want(sampler, Number(control.slice('slot'.length)) - 1, slots);
  }
}

/** Another connection: what was told and sampled before means nothing to it. What is held stays held. */
export function beginAnew(sampler: Sampler): void {
  const { tick, last, told, runs, changed, sentMs } = newSampler();
  Object.assign(sampler, { tick, last, told, runs, changed, sentMs });
}

/** The least that can be done: it shows that somebody is there. */
export function nudge(sampler: Sampler): void {
  sampler.aim ^= 1;
}

/** Wants the weapon of a slot, of those at hand; another one is no wish. */
export function want(sampler: Sampler, slot: number, slots: readonly number[]): void {
  if (slots.includes(slot)) {
    sampler.weapon = slot;
  }
}

/** Wants the next weapon of those at hand, or the one before, around the end. */
export function wantNext(sampler: Sampler, by: 1 | -1, slots: readonly number[]): void {
  const at = slots.indexOf(sampler.weapon) + by;
  sampler.weapon = slots.at(at % Math.max(slots.length, 1)) ?? 0;
}

/** A weapon that is gone is wanted no more: when it is found again it is not taken in hand by itself. */
export function wantAtHand(sampler: Sampler, slots: readonly number[]): void {
  if (!slots.includes(sampler.weapon)) {
    sampler.weapon = slots[0] ?? 0;
  }
}

/** What is held now. */
export function inputNow(sampler: Sampler): Input {
  const down = (action: Action): boolean => sampler.held.has(action) || sampler.tapped.has(action);
  const button = (action: Action, bit: number): number => (down(action) ? bit : 0);
  const axis = (more: Action, less: Action): number => (down(more) ? 1 : 0) - (down(less) ? 1 : 0);
  const way = { x: axis('right', 'left'), y: axis('down', 'up') };
  const walk = way.x === 0 && way.y === 0 ? sampler.stick : walkToward(angleOf(way));
  const pressed = button('fire', FIRE) | button('dash', DASH) | button('reload', RELOAD);
  const buttons = pressed | button('shield', SHIELD);
  return { buttons, walk, aim: sampler.aim & 0xffff, weapon: sampler.weapon };
}

/** Samples the input of a tick, which must be later than the last one. */
export function sample(sampler: Sampler, tick: number): Input {
  const input = inputNow(sampler);
  sampler.tapped.clear();
  const last = sampler.last;
  const { buttons, walk, weapon } = last;
  const turned = walksApart(input.walk, walk) >= TURN_AT_ONCE;
  sampler.changed ||= input.buttons !== buttons || turned || input.weapon !== weapon;
  if (tick !== sampler.tick + 1) {
    // Runs end at the head without a gap, so what was sampled before a gap can no longer be told.
    sampler.runs = [];
  }
  const run = sampler.runs.at(-1);
  if (run !== undefined && run.ticks < RUN_TICKS_MAX && sameInput(run, input)) {
    run.ticks += 1;
  } else {
    sampler.runs.push({ ticks: 1, ...input });
    sampler.runs.splice(0, sampler.runs.length - RUNS_MAX);
  }
  sampler.tick = tick;
  sampler.last = input;
  return input;
}

/** What is to be sent now, if anything. `ack` is the newest snapshot's tick, `seen` what the screen was drawn between. */
export function message(
  sampler: Sampler,
  ack: number,
  seen: { readonly tick: number; readonly share: number },
  nowMs: number,
  tickRate: number,
  hidden: boolean,
): InputMessage | Ack | null {
  if (isDue(sampler, tickRate) && sampler.tick >= ack) {
    const told: InputMessage = {
      kind: 'input',
      ack,
      ahead: Math.min(sampler.tick - ack, AHEAD_MAX),
      seenBack: Math.min(Math.max(ack - seen.tick, 0), 0xffff),
      seenFraction: Math.min(Math.max(Math.floor(seen.share * 16 + 0.5), 0), 16),
      runs: sampler.runs.map(toldRun),
    };
    sampler.runs = [];
    sampler.changed = false;
    sampler.told = sampler.last;
    sampler.sentMs = nowMs;
    return told;
  }
  if (isSilent(sampler)) {
    // The last message's open end covers these ticks.
    sampler.runs = [];
  }
  if (nowMs - sampler.sentMs < (hidden ? ACK_HIDDEN_MS : ACK_MS)) {
    return null;
  }
  sampler.sentMs = nowMs;
  return { kind: 'ack', tick: ack, hidden: hidden ? 1 : 0 };
}

function toldRun({ ticks, buttons, walk, aim, weapon }: Sampled): Run {
  return { ticks, held: buttons + weapon * HELD_SLOT, walk, aim };
}

function isDue(sampler: Sampler, tickRate: number): boolean {
  if (sampler.runs.length === 0 || isSilent(sampler)) {
    return false;
  }
  const ticks = sampler.runs.reduce((sum, run) => sum + run.ticks, 0);
  return sampler.changed || ticks >= Math.ceil(tickRate / MESSAGES_PER_SECOND);
}

/** True while the server already holds what all unsent runs say. */
function isSilent(sampler: Sampler): boolean {
  return isNeutral(sampler.told) && sampler.runs.every((run) => sameInput(run, sampler.told));
}
