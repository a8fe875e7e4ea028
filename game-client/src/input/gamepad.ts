/**
 * What one snapshot of a gamepad says: which buttons are down, where the one stick walks and the other aims.
 *
 *     buttons, axes ─▶ pressed above PRESS, let go below RELEASE ─▶ codes
 *     a stick ─▶ nothing within its dead zone, a third, two thirds or all of a walk beyond ─▶ walk
 *     the other stick ─▶ its angle, none near the middle ─▶ aim
 *
 * Knows no page, no clock and no bindings; `input/pads.ts` asks the browser.
 */
import type { AimAxes } from '../settings/settings.ts';
import { angleOf, length, type Angle, type Vec2 } from '../sim/grid.ts';
import { walkToward } from '../sim/input.ts';

/** The part of the browser's `Gamepad` that is read. */
export interface PadSnapshot {
  readonly id: string;
  readonly index: number;
  /** `standard`, or empty for a pad whose buttons the browser does not know. */
  readonly mapping: string;
  readonly connected: boolean;
  readonly axes: readonly number[];
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[];
}

/** Which stick does what. */
export interface PadLayout {
  readonly swapSticks: boolean;
  /** Of a pad that the browser does not know. */
  readonly aimAxes: AimAxes;
}

export interface PadReading {
  /** What is down: codes of buttons and axes, and `Up` to `Right` for the stick that walks. */
  readonly codes: ReadonlySet<string>;
  /** As in an input: 0 stands still, and the rest are 64 directions in three strengths. */
  readonly walk: number;
  /** Null where the stick is let go. */
  readonly aim: Angle | null;
}

/** A pad that nobody touches, or that is gone. */
export const AT_REST: PadReading = { codes: new Set(), walk: 0, aim: null };

/** A trigger is pressed from here on, and let go below the other: a finger that trembles on one of them does not flutter. */
export const PRESS = 0.4;
export const RELEASE = 0.25;
/** So much of a stick's way is no walk: sticks rest beside the middle. */
export const WALK_DEAD = 0.2;
/** A stick that springs back swings over the middle, and would aim the other way there. */
export const AIM_DEAD = 0.35;
/** The rest of the way, up to where a third and two thirds of the speed end. Sticks reach less than 1 in some directions. */
const THIRD_UNTIL = 0.35;
const TWO_THIRDS_UNTIL = 0.75;
/** A stick chooses a direction of a menu from here on, and no longer below the other. */
const WAY_PRESS = 0.55;
const WAY_RELEASE = 0.35;
/** The hat of a pad that the browser does not know is an axis, and rests beyond all that an axis says. */
const AXIS_MOST = 1.05;
const STICK_AXES = 2;
const DIRECTIONS = 64;

/** `before` is what the same pad said in the picture before. */
export function readPad(pad: PadSnapshot, before: PadReading, layout: PadLayout): PadReading {
  const aims = aimAxes(pad, layout);
  const [left, right] = [stick(pad, [0, 1]), stick(pad, aims)];
  const [walks, aim] = layout.swapSticks ? [right, left] : [left, right];
  const codes = new Set([
    ...buttonsDown(pad, before.codes),
    ...axesDown(pad, before.codes, aims),
    ...waysDown(walks, before.codes),
  ]);
  return { codes, walk: walkOf(walks), aim: length(aim) < AIM_DEAD ? null : angleOf(aim) };
}

/** A stick as a walk: radial, so that its dead zone does not pull it onto the axes. */
export function walkOf(way: Vec2): number {
  const beyond = (Math.min(length(way), 1) - WALK_DEAD) / (1 - WALK_DEAD);
  if (beyond <= 0) {
    return 0;
  }
  const weaker = beyond < THIRD_UNTIL ? 2 : beyond < TWO_THIRDS_UNTIL ? 1 : 0;
  return walkToward(angleOf(way)) + weaker * DIRECTIONS;
}

function aimAxes({ mapping }: PadSnapshot, layout: PadLayout): readonly [number, number] {
  const [x = 2, y = 3] = mapping === 'standard' ? [] : layout.aimAxes.split(',').map(Number);
  return [x, y];
}

function stick({ axes }: PadSnapshot, [x, y]: readonly [number, number]): Vec2 {
  return { x: axisOf(axes, x), y: axisOf(axes, y) };
}

function axisOf(axes: readonly number[], at: number): number {
  const value = axes[at] ?? 0;
  return Number.isFinite(value) && Math.abs(value) <= AXIS_MOST ? value : 0;
}

function isDown(value: number, code: string, before: ReadonlySet<string>): boolean {
  return value >= (before.has(code) ? RELEASE : PRESS);
}

function buttonsDown({ buttons }: PadSnapshot, before: ReadonlySet<string>): string[] {
  return buttons.flatMap(({ pressed, value }, at) => {
    const code = `Button${at}`;
    // Some pads tell that a button is pressed, and no value of it.
    return isDown(value > 0 ? value : Number(pressed), code, before) ? [code] : [];
  });
}

/** Axes that are no stick are triggers, pedals or hats: each way along one is a button. */
function axesDown(
  { axes }: PadSnapshot,
  before: ReadonlySet<string>,
  aims: readonly [number, number],
): string[] {
  return axes.flatMap((_, at) => {
    const ways = at < STICK_AXES || aims.includes(at) ? [] : ([1, -1] as const);
    return ways
      .map((sign) => [`Axis${at}${sign > 0 ? '+' : '-'}`, axisOf(axes, at) * sign] as const)
      .filter(([code, value]) => isDown(value, code, before))
      .map(([code]) => code);
  });
}

/** The one direction that a stick leads to most. */
function waysDown({ x, y }: Vec2, before: ReadonlySet<string>): string[] {
  const isLevel = Math.abs(x) > Math.abs(y);
  const code = isLevel ? (x > 0 ? 'Right' : 'Left') : y > 0 ? 'Down' : 'Up';
  const reach = Math.abs(isLevel ? x : y);
  return reach >= (before.has(code) ? WAY_RELEASE : WAY_PRESS) ? [code] : [];
}

/** What a stick's aim may be drawn to, in units: the own place, and others as they are drawn. */
export interface AssistScene {
  readonly from: Vec2;
  readonly enemies: readonly Vec2[];
  /** How far off an enemy an aim is helped, in 1/65536 turn. */
  readonly within: Angle;
  /** A wall stands between. */
  readonly isHidden: (enemy: Vec2) => boolean;
}

/**
 * The aim of a stick, drawn toward the enemy in the open that it points at most nearly: onto it where it points at it, less
 * the further off it is, and not at all from `within` on.
 */
export function assisted(aim: Angle, { from, enemies, within, isHidden }: AssistScene): Angle {
  const off = (enemy: Vec2): number => turnTo(aim, angleOf({ x: enemy.x - from.x, y: enemy.y - from.y }));
  const near = enemies
    .map((enemy) => ({ enemy, off: off(enemy) }))
    .filter((each) => Math.abs(each.off) < within)
    .sort((a, b) => Math.abs(a.off) - Math.abs(b.off))
    .find((each) => !isHidden(each.enemy));
  if (near === undefined) {
    return aim;
  }
  return (aim + Math.round(near.off * (1 - Math.abs(near.off) / within))) & 0xffff;
}

/** From one angle to another, the short way round. */
export function turnTo(from: Angle, to: Angle): number {
  return ((to - from + 0x8000) & 0xffff) - 0x8000;
}
