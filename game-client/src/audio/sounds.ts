/**
 * What can be heard: every sound with its place among the others, and the cue that asks for one.
 */

/** What a designer turns the volume of; the match has none. */
export type Group = 'weapons' | 'hits' | 'thread' | 'match';

/** How a sound stands among the others. */
interface Traits {
  readonly group: Group;
  /** Loudness at the ear, 0 to 1. */
  readonly level: number;
  /** A voice is never taken from a sound of higher priority. */
  readonly priority: number;
  readonly bus: 'effects' | 'music';
  /** It is never ducked and never loses its voice, and everything else makes way for it. */
  readonly neverMasked: boolean;
}

function traits(group: Group, level: number, priority: number, over: Partial<Traits> = {}): Traits {
  return { group, level, priority, bus: 'effects', neverMasked: false, ...over };
}

/** Every sound. Its caption stands in `lang/en.json` under `sound.` and its name. */
export const SOUNDS = {
  /** A projectile leaves: a pluck in the octave of its weapon. */
  shot: traits('weapons', 0.34, 1),
  /** A projectile comes back from a wall: another pluck. */
  bounce: traits('weapons', 0.2, 1),
  /** A needle is drawn taut. */
  charge: traits('weapons', 0.38, 2),
  /** A needle lets go: a low twang. */
  lash: traits('weapons', 0.7, 2),
  /** A clip is filled again. */
  reload: traits('weapons', 0.2, 1),
  /** Another weapon is in the hand. */
  switch: traits('weapons', 0.2, 1),
  dash: traits('thread', 0.3, 2),
  /** A dash made a needle's line go slack: a rising fifth. */
  slip: traits('hits', 0.6, 4),
  /** A dash refused a projectile. */
  refuse: traits('hits', 0.3, 3),
  /** A shield stops a hit: a muted pluck. */
  block: traits('hits', 0.35, 3),
  /** A shield sent a projectile back: a muted chord. */
  snapback: traits('hits', 0.6, 4),
  /** A shield breaks. */
  broke: traits('hits', 0.4, 3),
  /** The own hit: a high tick. */
  hit: traits('hits', 0.4, 4),
  /** The own body is hit. */
  hurt: traits('hits', 0.95, 5, { neverMasked: true }),
  /** The own kill: a string snaps, and a cadence. */
  kill: traits('hits', 0.6, 4),
  /** Somebody else's thread snaps. */
  snap: traits('hits', 0.36, 2),
  /** The own end. */
  death: traits('hits', 0.85, 5, { neverMasked: true }),
  /** The own return. */
  spawn: traits('thread', 0.4, 3),
  /** Thread falls loose: a falling run of eight. */
  unravel: traits('thread', 0.24, 2),
  /** The leader's whole tail runs out: the same, slow and wide. */
  great: traits('thread', 0.7, 4),
  /** A bit is wound: a soft pizzicato, higher with each. */
  wind: traits('thread', 0.3, 2),
  /** Something is picked up: two bright strings. */
  pick: traits('thread', 0.4, 3),
  /** Somebody says something: a knock of two on a thimble. */
  said: traits('match', 0.3, 3),
  /** A thimble is about to lie there. */
  thimble: traits('match', 0.45, 4),
  /** The beat of the last seconds. */
  pulse: traits('match', 0.5, 4, { bus: 'music' }),
  start: traits('match', 0.5, 4),
  sudden: traits('match', 0.55, 4),
  end: traits('match', 0.55, 4),
  won: traits('match', 0.55, 4),
} satisfies Record<string, Traits>;

export type Sound = keyof typeof SOUNDS;
/** The key of a caption in `lang/en.json`. */
export type CaptionKey = `sound.${Sound}`;

/** A sound that is to be played. */
export interface Cue {
  readonly sound: Sound;
  /** The string, in steps of the scale, for `shot`, `bounce`, `wind` and `lash`; the others have a pitch of their own. */
  readonly step: number;
  /** How long a `charge` is; the others have a length of their own. */
  readonly seconds: number;
  /** The seat that must go on charging for it to be heard on; null for what is heard to its end. */
  readonly held: number | null;
  /** 0 to 1, the level of the sound, its distance and the volume of its group together. */
  readonly gain: number;
  /** -1 left to 1 right. */
  readonly pan: number;
  /** 0 clear to 1 muffled. */
  readonly dullness: number;
  /** From now on. */
  readonly inMs: number;
  readonly caption: CaptionKey;
}

/** Where a sound comes from, seen from the ear. */
export interface Placed {
  readonly gain: number;
  readonly pan: number;
  readonly dullness: number;
}

/** The middle of the picture, and how much of the world it shows from left to right, in units. */
export interface Ear {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
}

/** At the ear itself. */
export const NEAR: Placed = { gain: 1, pan: 0, dullness: 0 };

/** Nothing is heard from further away than this many halves of the picture's width. */
const HEARD = 2;
/** At the edge of the picture a sound still reaches both ears. */
const PAN_MOST = 0.8;
const CLEAR_HZ = 16_000;
const MUFFLED_HZ = 500;

/** How a place sounds; `gain` is 0 where nothing is heard any more. */
export function placed(ear: Ear, x: number, y: number): Placed {
  const half = Math.max(ear.wide / 2, 1);
  const right = (x - ear.x) / half;
  const far = Math.min(Math.hypot(x - ear.x, y - ear.y) / half / HEARD, 1);
  const pan = Math.min(Math.max(right, -1), 1) * PAN_MOST;
  return { gain: (1 - far) ** 2, pan, dullness: Math.min(far * 1.25, 1) };
}

/** Where the low-pass of a voice stands. */
export function cutoffHz(dullness: number): number {
  return CLEAR_HZ * (MUFFLED_HZ / CLEAR_HZ) ** dullness;
}

/** The cue of a sound; null where it is too far away to be heard. */
export function cue(
  sound: Sound,
  at: Placed,
  over: Partial<Pick<Cue, 'step' | 'seconds' | 'held' | 'inMs'>> = {},
): Cue | null {
  const gain = SOUNDS[sound].level * Math.min(at.gain, 1);
  return gain < GAIN_LEAST
    ? null
    : { sound, step: 0, seconds: 0, held: null, inMs: 0, ...over, ...at, gain, caption: `sound.${sound}` };
}

/** Less is not heard beside anything else. */
const GAIN_LEAST = 0.004;
