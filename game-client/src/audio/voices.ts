/**
 * Who sounds: at most so many at once, what makes way for what, and how loud all of it may get. Pure; time is an argument.
 */
import { SOUNDS, type Cue, type Sound } from './sounds.ts';

/** Sounds at the same time. */
export const VOICES_MAX = 24;
/** A voice with less left than this is quiet: it is the first to go. */
const QUIET = 0.03;

/** What is left of everything else while a sound that is never masked begins, and how it comes back. */
const DUCKED = 0.3;
const DUCK_HOLD_MS = 110;
const DUCK_RETURN_MS = 280;

/** Up to here the sum of all voices passes as it is; beyond, it is bent so that it never reaches 1. */
const LIMIT_KNEE = 0.75;

export interface Voice {
  readonly id: number;
  readonly sound: Sound;
  readonly gain: number;
  /** Whose charge it sounds for; null for what sounds to its end. */
  readonly held: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Voices {
  /** Oldest first. */
  playing: Voice[];
  /** The id of the next one. */
  next: number;
  /** When a sound that is never masked last began; null when none has. */
  duckedMs: number | null;
}

/** What became of a cue: the voice that plays it, and the one that ends for it. */
export interface Allotted {
  readonly voice: Voice;
  readonly stolen: Voice | null;
}

export function newVoices(): Voices {
  return { playing: [], next: 0, duckedMs: null };
}

/** Gives a cue a voice; null when all voices are needed more. */
export function allot(voices: Voices, cue: Cue, seconds: number, nowMs: number): Allotted | null {
  const startMs = nowMs + cue.inMs;
  const { sound, gain, held } = cue;
  voices.playing = voices.playing.filter((voice) => voice.endMs > nowMs);
  const stolen = voices.playing.length < VOICES_MAX ? null : spare(voices, cue, nowMs);
  if (stolen === undefined) {
    return null;
  }
  const voice = { id: voices.next, sound, gain, held, startMs, endMs: startMs + seconds * 1000 };
  voices.next += 1;
  voices.playing = [...voices.playing.filter((other) => other !== stolen), voice];
  if (SOUNDS[sound].neverMasked) {
    voices.duckedMs = startMs;
  }
  return { voice, stolen };
}

/** Takes the voices of charges that were let go of. */
export function letGo(voices: Voices, isCharging: (seat: number) => boolean): readonly Voice[] {
  const over = voices.playing.filter(({ held }) => held !== null && !isCharging(held));
  voices.playing = voices.playing.filter((voice) => !over.includes(voice));
  return over;
}

/** The voice that is missed least: the oldest quiet one, else the quietest of the lowest priority. */
function spare(voices: Voices, cue: Cue, nowMs: number): Voice | undefined {
  const priority = (sound: Sound): number => SOUNDS[sound].priority;
  const free = voices.playing.filter((voice) => {
    const weaker = priority(voice.sound) < priority(cue.sound);
    const quieter = priority(voice.sound) === priority(cue.sound) && loudness(voice, nowMs) < cue.gain;
    return !SOUNDS[voice.sound].neverMasked && (weaker || quieter);
  });
  const least = (a: Voice, b: Voice): number =>
    priority(a.sound) - priority(b.sound) || loudness(a, nowMs) - loudness(b, nowMs);
  return free.find((voice) => loudness(voice, nowMs) < QUIET) ?? free.sort(least)[0];
}

/** How much of a voice is left: strings fade towards their end. */
function loudness(voice: Voice, nowMs: number): number {
  const age = Math.max(0, nowMs - voice.startMs) / Math.max(voice.endMs - voice.startMs, 1);
  return voice.gain * Math.max(0, 1 - age) ** 2;
}

/** What everything but the never masked is multiplied with. */
export function duckAt(voices: Voices, nowMs: number): number {
  if (voices.duckedMs === null || nowMs < voices.duckedMs) {
    return 1;
  }
  const back = (nowMs - voices.duckedMs - DUCK_HOLD_MS) / DUCK_RETURN_MS;
  return DUCKED + (1 - DUCKED) * Math.min(Math.max(back, 0), 1);
}

/** The sum of all voices, bent to less than 1. */
export function limited(sum: number): number {
  const over = Math.abs(sum) - LIMIT_KNEE;
  const room = 1 - LIMIT_KNEE;
  return over <= 0 ? sum : Math.sign(sum) * (LIMIT_KNEE + room * Math.tanh(over / room));
}
