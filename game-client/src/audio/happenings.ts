/**
 * What each kind of event sounds like: one function a kind, each over plain values. `null` is silence.
 *
 * The own player is heard at the ear, everybody else where they are.
 */
import { cue, NEAR, placed, type Cue, type Ear, type Placed } from './sounds.ts';
import { STEPS } from './strings.ts';

/** The octave of each look of a weapon, above the lowest one: stitch, needle, shears, bobbin. */
const OCTAVES = [2, 0, 3, 1] as const;
/** How dull the twang of a line is that went slack. */
const SLACK_DULLNESS = 0.6;
/** The shots of everybody together play this tune, in steps of the scale: it goes by neighbours, so any part of it fits any other. */
const TUNE = [0, 2, 3, 4, 3, 2, 0, 1, 2, 3, 2, 1, 0, 1, 2, 4] as const;
/** Bits that are wound within this time of one another rise by a step each, up to so many. */
const WINDING_MS = 1500;
const WINDING_STEP = 15;
const WINDING_STEPS = 9;
/** Damage that sounds as hard as it gets. */
const HARD_DAMAGE = 50;
/** How much of the sounds of others is left, where they matter less than the own ones. */
const ASIDE = 0.4;
/** The great unravel is heard everywhere, at least so loud. */
const GREAT_GAIN_LEAST = 0.45;

/** What shots and bits need to know of those before them. */
export interface Music {
  /** How many shots there were. */
  shots: number;
  /** Who shot last, and in which tick: all pellets of one shot are one sound. */
  shooter: number | null;
  shotTick: number;
  /** Steps that winding has risen, and when the last bit was wound. */
  wound: number;
  woundMs: number;
}

export function newMusic(): Music {
  return { shots: 0, shooter: null, shotTick: 0, wound: 0, woundMs: -Infinity };
}

/** Who listens, from where, and when. */
export interface Scene {
  readonly seat: number | null;
  readonly ear: Ear;
  readonly nowMs: number;
}

/** A place in units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

function at({ ear }: Scene, { x, y }: Place): Placed {
  return placed(ear, x, y);
}

/** The own player at the ear, others at their place. */
function from(scene: Scene, seat: number, place: Place): Placed {
  return seat === scene.seat ? NEAR : at(scene, place);
}

function softer(where: Placed, share: number): Placed {
  return { ...where, gain: where.gain * share };
}

/** Louder than it would be from there: it concerns the own player. */
function close(scene: Scene, place: Place): Placed {
  return { ...at(scene, place), gain: 1, dullness: 0 };
}

/** The next note of the tune in the octave of a look. */
function note(music: Music, look: number): number {
  const step = TUNE[music.shots % TUNE.length] ?? 0;
  music.shots += 1;
  return (OCTAVES[look % OCTAVES.length] ?? 0) * STEPS + step;
}

export function fired(
  scene: Scene,
  music: Music,
  seat: number,
  look: number,
  tick: number,
  place: Place,
): Cue | null {
  if (music.shooter === seat && music.shotTick === tick) {
    return null;
  }
  music.shooter = seat;
  music.shotTick = tick;
  return cue('shot', from(scene, seat, place), { step: note(music, look) });
}

export function bounced(scene: Scene, music: Music, look: number, place: Place): Cue | null {
  return cue('bounce', at(scene, place), { step: note(music, look) });
}

export function charging(scene: Scene, seat: number, place: Place, seconds: number): Cue | null {
  return cue('charge', from(scene, seat, place), { seconds, held: seat });
}

/** A line that went slack twangs without an edge. */
export function lashed(
  scene: Scene,
  music: Music,
  seat: number,
  look: number,
  slack: boolean,
  place: Place,
): Cue | null {
  const where = from(scene, seat, place);
  const dullness = slack ? Math.max(where.dullness, SLACK_DULLNESS) : where.dullness;
  return cue('lash', { ...where, dullness }, { step: note(music, look) });
}

/** Heard alike by the one who slipped and by the one who shot. */
export function slipped(scene: Scene, seat: number, by: number | null, place: Place): Cue | null {
  return cue('slip', concerns(scene, seat, by) ? close(scene, place) : at(scene, place));
}

export function refused(scene: Scene, seat: number, by: number | null, place: Place): Cue | null {
  return cue('refuse', concerns(scene, seat, by) ? close(scene, place) : softer(at(scene, place), ASIDE));
}

/** A shield that stops something is heard by the two whom it concerns, and softly by others; so is one that breaks. */
export function blocked(scene: Scene, seat: number, by: number, place: Place): Cue | null {
  return cue('block', concerns(scene, seat, by) ? close(scene, place) : softer(at(scene, place), ASIDE));
}

export function snappedBack(scene: Scene, seat: number, by: number, place: Place): Cue | null {
  return cue('snapback', concerns(scene, seat, by) ? close(scene, place) : at(scene, place));
}

export function broke(scene: Scene, seat: number, place: Place): Cue | null {
  return cue('broke', from(scene, seat, place));
}

function concerns(scene: Scene, seat: number, by: number | null): boolean {
  return scene.seat !== null && (seat === scene.seat || by === scene.seat);
}

export function dashed(scene: Scene, seat: number, place: Place): Cue | null {
  return cue('dash', from(scene, seat, place));
}

export function reloading(scene: Scene, seat: number): Cue | null {
  return seat === scene.seat ? cue('reload', NEAR) : null;
}

export function switched(scene: Scene, seat: number): Cue | null {
  return seat === scene.seat ? cue('switch', NEAR) : null;
}

export function hurt(
  scene: Scene,
  seat: number,
  by: number | null,
  damage: number,
  place: Place,
): Cue | null {
  const hardness = 0.7 + 0.3 * Math.min(damage / HARD_DAMAGE, 1);
  if (seat === scene.seat) {
    return cue('hurt', softer(NEAR, hardness));
  }
  return scene.seat !== null && by === scene.seat ? cue('hit', softer(close(scene, place), hardness)) : null;
}

export function killed(scene: Scene, seat: number, by: number | null, place: Place): Cue | null {
  if (seat === scene.seat) {
    return cue('death', NEAR);
  }
  const own = scene.seat !== null && by === scene.seat;
  return own ? cue('kill', close(scene, place)) : cue('snap', at(scene, place));
}

export function spawned(scene: Scene, seat: number): Cue | null {
  return seat === scene.seat ? cue('spawn', NEAR) : null;
}

export function dropped(scene: Scene, great: boolean, place: Place): Cue | null {
  const where = at(scene, place);
  return great
    ? cue('great', { ...where, gain: Math.max(where.gain, GREAT_GAIN_LEAST) })
    : cue('unravel', where);
}

/** Others are heard softly, and only near by: it says where they are. */
export function picked(scene: Scene, seat: number, place: Place | null): Cue | null {
  if (seat === scene.seat) {
    return cue('pick', NEAR);
  }
  return place === null ? null : cue('pick', softer(at(scene, place), ASIDE));
}

/** Others wind softly, and at the bottom of the scale: it says that thread is going. */
export function wound(scene: Scene, music: Music, seat: number, place: Place): Cue | null {
  if (seat !== scene.seat) {
    return cue('wind', softer(at(scene, place), ASIDE), { step: WINDING_STEP });
  }
  const rising = scene.nowMs - music.woundMs < WINDING_MS;
  music.wound = rising ? Math.min(music.wound + 1, WINDING_STEPS) : 0;
  music.woundMs = scene.nowMs;
  return cue('wind', NEAR, { step: WINDING_STEP + music.wound });
}
