/**
 * From fingers to what is held: two sticks that float, and knobs. Knows no page; `ui/touch.ts` binds it to one.
 *
 *     land ─▶ a finger with its part ─▶ move, lift ─▶ gripOf: the walk, the aim, whether it fires, the knobs
 *
 * A stick stands where its finger landed, and comes along when it is pulled further than it reaches. A finger has one part
 * from its landing to its lifting; one more on a stick that is taken has none, and disturbs nobody.
 */
import { angleOf, type Angle, type Vec2 } from '../sim/grid.ts';
import { walkToward } from '../sim/input.ts';

/** What is pressed rather than pulled. */
export const KNOBS = ['dash', 'shield', 'reload', 'next', 'scores', 'menu'] as const;
export type Knob = (typeof KNOBS)[number];
export const STICKS = ['walk', 'aim'] as const;
export type Stick = (typeof STICKS)[number];
export type Part = Stick | Knob;

/** How far a stick reaches, in CSS pixels: about what a thumb does without moving the hand. */
export const REACH = 52;
/** Below these pulls the walking stick rests, walks at one third, at two. */
const WALKS = { rests: 8, third: 22, thirds: 38 } as const;
/** From this pull on the other one aims and fires, and from that one down no more: a thumb that trembles is no trigger. */
export const FIRES_FROM = 14;
export const FIRES_UNTIL = 9;

interface Finger {
  readonly part: Part;
  /** The middle of its stick, in CSS pixels. */
  from: Vec2;
  at: Vec2;
  /** It is pulled so far that it aims. */
  aims: boolean;
}

/** By the number that the browser gives each finger. */
export type Fingers = Map<number, Finger>;

/** What all fingers hold together. */
export interface Grip {
  /** As it goes on the wire. */
  readonly walk: number;
  /** Null while nothing aims: the aim stays. */
  readonly aim: Angle | null;
  readonly fires: boolean;
  readonly knobs: ReadonlySet<Knob>;
}

/** The stick of a half of the picture: the left one walks, unless the hands are swapped. */
export function stickAt(x: number, width: number, swapped: boolean): Stick {
  return x < width / 2 !== swapped ? 'walk' : 'aim';
}

/** A finger comes down; false where it finds nothing to hold. */
export function land(fingers: Fingers, id: number, part: Part, at: Vec2): boolean {
  const isTaken = isStick(part) && holderOf(fingers, part) !== null;
  if (!isTaken) {
    fingers.set(id, { part, from: at, at, aims: false });
  }
  return !isTaken;
}

/** A finger moved; one that holds nothing is passed over. */
export function move(fingers: Fingers, id: number, at: Vec2): void {
  const finger = fingers.get(id);
  if (finger === undefined) {
    return;
  }
  finger.at = at;
  const pull = pullOf(finger);
  finger.aims = pull >= (finger.aims ? FIRES_UNTIL : FIRES_FROM);
  if (isStick(finger.part) && pull > REACH) {
    const over = 1 - REACH / pull;
    const { from } = finger;
    finger.from = { x: from.x + (at.x - from.x) * over, y: from.y + (at.y - from.y) * over };
  }
}

/** A finger came up, was taken away by the browser, or lost what it held: all the same. Says what it held. */
export function lift(fingers: Fingers, id: number): Part | null {
  const part = fingers.get(id)?.part ?? null;
  fingers.delete(id);
  return part;
}

export function gripOf(fingers: Fingers): Grip {
  const [walks, aims] = [holderOf(fingers, 'walk'), holderOf(fingers, 'aim')];
  const fires = aims?.aims ?? false;
  // A shield that is dragged turns: both are the same thumb's.
  const shields = [...fingers.values()].find(({ part, aims: drags }) => part === 'shield' && drags) ?? null;
  const turns = fires ? aims : shields;
  return {
    walk: walks === null ? 0 : walkOf(walks),
    aim: turns === null ? null : angleOf(wayOf(turns)),
    fires,
    knobs: new Set([...fingers.values()].flatMap(({ part }) => (isStick(part) ? [] : [part]))),
  };
}

/** Where a stick stands and how it is pulled, for those who draw it; null while nobody holds it. */
export function pulled(fingers: Fingers, stick: Stick): { readonly from: Vec2; readonly by: Vec2 } | null {
  const finger = holderOf(fingers, stick);
  return finger === null ? null : { from: finger.from, by: wayOf(finger) };
}

function isStick(part: Part): part is Stick {
  return part === 'walk' || part === 'aim';
}

function holderOf(fingers: Fingers, stick: Stick): Finger | null {
  return [...fingers.values()].find(({ part }) => part === stick) ?? null;
}

function wayOf({ from, at }: Finger): Vec2 {
  return { x: at.x - from.x, y: at.y - from.y };
}

function pullOf(finger: Finger): number {
  const { x, y } = wayOf(finger);
  return Math.hypot(x, y);
}

function walkOf(finger: Finger): number {
  const pull = pullOf(finger);
  if (pull < WALKS.rests) {
    return 0;
  }
  return walkToward(angleOf(wayOf(finger)), pull < WALKS.third ? 2 : pull < WALKS.thirds ? 1 : 0);
}
