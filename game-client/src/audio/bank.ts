/**
 * Every sound of the game as samples, made once at the start: thirty strings, and what is made of them and of noise.
 */
import { bow, finished, noise, onePole, pitchHz, pluck, STEPS, STRINGS, type Samples } from './strings.ts';
import type { Cue, Sound } from './sounds.ts';

const STRING_SECONDS = 0.7;
const DECAY_SECONDS = 0.8;
/** A bow starts on the D below the middle one. */
const BOW_STEP = STEPS;
/** Bows are kept by their length; a designer may turn it all evening. */
const BOWS_KEPT = 4;

/** Sounds that are one recording each; the others depend on the cue. */
type Recorded = Exclude<Sound, 'shot' | 'bounce' | 'wind' | 'lash' | 'charge'>;

export interface Bank {
  readonly rate: number;
  /** By step of the scale. */
  readonly strings: readonly Samples[];
  readonly recorded: Readonly<Record<Recorded, Samples>>;
  /** By length in ms, oldest first. */
  readonly bows: Map<number, Samples>;
}

/** A string in a mixture. */
interface Note {
  readonly step: number;
  readonly at: number;
  readonly gain: number;
}

export function makeBank(rate: number): Bank {
  const strings = Array.from({ length: STRINGS }, (_, step) =>
    pluck(pitchHz(step), STRING_SECONDS, DECAY_SECONDS, rate),
  );
  const play = (notes: readonly Note[]): Samples => mixture(strings, notes, rate);
  const run = (steps: readonly number[], gap: number, last = 1): Note[] =>
    steps.map((step, at) => ({ step, at: at * gap, gain: at === steps.length - 1 ? last : 0.75 }));
  const cadence = play([...run([14, 13], 0.07), ...run([5, 10, 13, 15], 0.012).map(later(0.15))]);
  return {
    rate,
    strings,
    bows: new Map(),
    recorded: {
      reload: play([
        { step: 18, at: 0, gain: 0.5 },
        { step: 20, at: 0.09, gain: 0.8 },
      ]),
      pick: play(run([15, 20], 0.05)),
      said: play(run([15, 18], 0.06)),
      thimble: play(run([20, 18, 20], 0.14)),
      switch: pluck(pitchHz(19), 0.12, 0.2, rate),
      slip: play(run([15, 18], 0.1)),
      block: finished(lowPassed(pluck(pitchHz(8), 0.14, 0.16, rate), 1800, rate), rate),
      snapback: finished(lowPassed(play([...run([5, 8, 10, 13], 0.004)]), 1400, rate), rate),
      broke: finished(lowPassed(layered(snap(rate), play(run([6, 4], 0.06)), 0.8), 1500, rate), rate),
      refuse: swish(0.12, 1500, 4200, rate),
      dash: swish(0.26, 500, 2600, rate),
      hit: pluck(pitchHz(25), 0.09, 0.12, rate),
      hurt: thud(rate),
      snap: snap(rate),
      kill: finished(layered(cadence, snap(rate), 0.9), rate),
      death: finished(lowPassed(layered(play(run([10, 9, 8, 6, 5], 0.1)), thud(rate), 1), 1200, rate), rate),
      spawn: play(run([10, 13, 15], 0.07)),
      unravel: play(run([20, 19, 18, 17, 16, 15, 14, 13], 0.045)),
      great: play(run([20, 18, 16, 14, 12, 10, 8, 5], 0.15)),
      pulse: finished(lowPassed(play([...run([0], 0), ...run([5], 0, 0.6)]), 500, rate), rate),
      start: play(run([5, 8, 10, 11, 13, 15], 0.05)),
      sudden: play([...run([10, 5, 3, 0], 0.16), ...run([0, 3, 5], 0).map(later(0.64))]),
      end: play([...run([9, 12], 0), ...run([0, 5, 8, 10, 13], 0.03).map(later(0.35))]),
      won: play([...run([5, 8, 10, 11, 13], 0.09), ...run([15, 16, 18, 20], 0.03).map(later(0.5))]),
    },
  };
}

/** What a cue sounds like. */
export function samplesOf(bank: Bank, cue: Cue): Samples {
  switch (cue.sound) {
    case 'shot':
    case 'bounce':
    case 'wind':
    case 'lash':
      return bank.strings[cue.step] ?? new Float32Array();
    case 'charge':
      return bowOf(bank, cue.seconds);
    default:
      return bank.recorded[cue.sound];
  }
}

function bowOf(bank: Bank, seconds: number): Samples {
  const ms = Math.round(seconds * 1000);
  const made = bank.bows.get(ms) ?? bow(pitchHz(BOW_STEP), seconds, bank.rate);
  bank.bows.delete(ms);
  bank.bows.set(ms, made);
  for (const oldest of bank.bows.keys()) {
    if (bank.bows.size <= BOWS_KEPT) {
      break;
    }
    bank.bows.delete(oldest);
  }
  return made;
}

function later(seconds: number): (note: Note) => Note {
  return (note) => ({ ...note, at: note.at + seconds });
}

function mixture(strings: readonly Samples[], notes: readonly Note[], rate: number): Samples {
  const end = Math.max(...notes.map(({ at }) => at)) + STRING_SECONDS;
  const out = new Float32Array(Math.round(end * rate));
  for (const { step, at, gain } of notes) {
    add(out, strings[step] ?? new Float32Array(), Math.round(at * rate), gain);
  }
  return finished(out, rate);
}

function layered(under: Samples, over: Samples, gain: number): Samples {
  const out = under.slice();
  add(out, over, 0, gain);
  return out;
}

function add(into: Samples, what: Samples, from: number, gain: number): void {
  const length = Math.min(what.length, into.length - from);
  for (let n = 0; n < length; n++) {
    into[from + n] = (into[from + n] ?? 0) + (what[n] ?? 0) * gain;
  }
}

/** Twelve decibels an octave. */
function lowPassed(samples: Samples, hz: number, rate: number): Samples {
  const step = onePole(hz, rate);
  let first = 0;
  let second = 0;
  return samples.map((sample) => {
    first += (sample - first) * step;
    second += (first - second) * step;
    return second;
  });
}

/** Being hit: two low tones that fall and rub against one another, and a knock. Nothing else in the game is so low. */
function thud(rate: number): Samples {
  const knock = lowPassed(noise(11, Math.round(0.32 * rate)), 600, rate);
  let phase = 0;
  let other = 0;
  return finished(
    knock.map((sample, n) => {
      const t = n / rate;
      const hz = 98 + 130 * Math.exp(-t / 0.03);
      phase += (2 * Math.PI * hz) / rate;
      other += (2 * Math.PI * hz * 1.045) / rate;
      const tones = (Math.sin(phase) + Math.sin(other)) * Math.exp(-t / 0.09);
      return tones + 4 * sample * Math.exp(-t / 0.02);
    }),
    rate,
  );
}

/** A string that breaks: a crack, and a whip of falling pitch. */
function snap(rate: number): Samples {
  const crack = noise(12, Math.round(0.16 * rate));
  let phase = 0;
  return finished(
    crack.map((sample, n) => {
      const t = n / rate;
      phase += (2 * Math.PI * (260 + 2600 * Math.exp(-t / 0.022))) / rate;
      return 0.8 * sample * Math.exp(-t / 0.006) + Math.sin(phase) * Math.exp(-t / 0.045);
    }),
    rate,
  );
}

/** Thread that sweeps over cloth: noise in a band that rises and comes back (state-variable filter; Chamberlin, 1980). */
function swish(seconds: number, fromHz: number, toHz: number, rate: number): Samples {
  let low = 0;
  let band = 0;
  const rough = noise(13, Math.round(seconds * rate));
  return finished(
    rough.map((sample, n) => {
      const arc = Math.sin((Math.PI * n) / rough.length);
      const tune = 2 * Math.sin((Math.PI * (fromHz + (toHz - fromHz) * arc)) / rate);
      low += tune * band;
      band += tune * (sample - low - 0.5 * band);
      return band * arc * arc;
    }),
    rate,
  );
}
