/**
 * Strings that are plucked and bowed, and the scale that they are tuned to. Pure: samples out of numbers.
 *
 * A pluck is the algorithm of Karplus and Strong, with the tuning of Jaffe and Smith (both Computer Music Journal 7.2,
 * 1983): a burst of noise runs round a delay line of one period, and loses some of its edge at each turn.
 *
 *     burst ─▶ delay of whole samples ─▶ mean of two ─▶ all-pass, the rest of the period ─▶ × loss ─┬─▶ out
 *                        └──────────────────────────────────────────────────────────────────────────┘
 */
import { mix } from '../sim/chance.ts';

/** Samples between -1 and 1. */
export type Samples = Float32Array<ArrayBuffer>;

/** Semitones of D minor pentatonic: D, F, G, A, C. */
const SCALE = [0, 3, 5, 7, 10] as const;
/** Steps of the scale in an octave. */
export const STEPS = SCALE.length;
/** The lowest string, in Hz: the D two octaves below the middle one, where A is 440 Hz. */
const LOWEST_HZ = 440 * 2 ** (-31 / 12);
const OCTAVES = 6;
/** How many strings there are, one for each step of six octaves. */
export const STRINGS = OCTAVES * STEPS;

/** What the loudest sample of every sound comes to. */
const PEAK = 0.9;
/** Edges of a sound are faded so long, so that they don't click. */
const ATTACK_SECONDS = 0.0005;
const RELEASE_SECONDS = 0.02;
/** Where the string is plucked, as a share of its length: harmonics with a node there are missing. */
const PLUCKED_AT = 0.21;
/** The weight of the older sample in the mean of two: 0.5 is the dullest. */
const MEAN = 0.38;

/** The pitch of a step of the scale above the lowest string. */
export function pitchHz(step: number): number {
  const octave = Math.floor(step / STEPS);
  return LOWEST_HZ * 2 ** (octave + (SCALE[step - octave * STEPS] ?? 0) / 12);
}

/** A plucked string. `decaySeconds`: until a thousandth is left of it. */
export function pluck(hz: number, seconds: number, decaySeconds: number, rate: number): Samples {
  const period = rate / hz;
  const turn = (2 * Math.PI) / period;
  // The mean of two delays by a part of a sample, and the all-pass by what is missing to the period.
  const meanDelay = Math.atan2(MEAN * Math.sin(turn), 1 - MEAN + MEAN * Math.cos(turn)) / turn;
  const whole = Math.floor(period - meanDelay - 0.2);
  const rest = period - meanDelay - whole;
  const allPass = Math.sin(((1 - rest) * turn) / 2) / Math.sin(((1 + rest) * turn) / 2);
  const meanGain = Math.hypot(1 - MEAN + MEAN * Math.cos(turn), MEAN * Math.sin(turn));
  const loss = Math.min(1, 10 ** (-3 / (hz * decaySeconds)) / meanGain);
  const line = burst(whole, Math.round(hz));
  const out = new Float32Array(Math.round(seconds * rate));
  let at = 0;
  let before = 0;
  let meanBefore = 0;
  let passed = 0;
  for (let n = 0; n < out.length; n++) {
    const sample = line[at] ?? 0;
    const mean = (1 - MEAN) * sample + MEAN * before;
    passed = allPass * (mean - passed) + meanBefore;
    before = sample;
    meanBefore = mean;
    line[at] = passed * loss;
    at = at + 1 === whole ? 0 : at + 1;
    out[n] = sample;
  }
  return finished(out, rate);
}

/**
 * A bowed string that is drawn taut: it rises by an octave and grows brighter and louder until its end. A saw-tooth with
 * its edges rounded (PolyBLEP; Välimäki and Huovilainen, 2007), behind a low-pass that opens.
 */
export function bow(fromHz: number, seconds: number, rate: number): Samples {
  const out = new Float32Array(Math.max(1, Math.round(seconds * rate)));
  let phase = 0;
  let low = 0;
  for (let n = 0; n < out.length; n++) {
    const share = n / out.length;
    const shake = 1 + 0.006 * Math.sin((2 * Math.PI * 7 * n) / rate);
    const step = (fromHz * 2 ** share * shake) / rate;
    phase += step;
    phase -= Math.floor(phase);
    const saw = 2 * phase - 1 - corner(phase, step);
    low += (saw - low) * onePole(500 + 2500 * share, rate);
    out[n] = low * (0.15 + 0.85 * share * share);
  }
  return finished(out, rate);
}

/** What rounds the edge of a saw-tooth, within a sample of where it falls. */
function corner(phase: number, step: number): number {
  if (phase < step) {
    const t = phase / step;
    return 2 * t - t * t - 1;
  }
  if (phase > 1 - step) {
    const t = (phase - 1) / step;
    return t * t + 2 * t + 1;
  }
  return 0;
}

/** White noise; the same for the same seed. */
export function noise(seed: number, length: number): Samples {
  const out = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    out[n] = mix(seed, 0, n) / 0x8000_0000 - 1;
  }
  return out;
}

/** How far a one-pole low-pass moves at each sample. */
export function onePole(hz: number, rate: number): number {
  return 1 - Math.exp((-2 * Math.PI * hz) / rate);
}

/** Fades both ends and makes it as loud as every sound, in place. */
export function finished(samples: Samples, rate: number): Samples {
  const attack = Math.round(ATTACK_SECONDS * rate);
  const release = Math.round(RELEASE_SECONDS * rate);
  const last = samples.length - 1;
  for (let n = 0; n < Math.min(attack, samples.length); n++) {
    samples[n] = ((samples[n] ?? 0) * n) / attack;
  }
  for (let n = Math.max(0, last - release); n <= last; n++) {
    samples[n] = ((samples[n] ?? 0) * (last - n)) / release;
  }
  let most = 0;
  for (const sample of samples) {
    most = Math.max(most, Math.abs(sample));
  }
  const gain = most === 0 ? 0 : PEAK / most;
  for (let n = 0; n <= last; n++) {
    samples[n] = (samples[n] ?? 0) * gain;
  }
  return samples;
}

/** What a finger leaves in the string: noise, softened, without the harmonics of the place, and without a mean. */
function burst(length: number, seed: number): Samples {
  const rough = noise(seed, length);
  const out = new Float32Array(length);
  const shift = Math.max(1, Math.round(length * PLUCKED_AT));
  let mean = 0;
  for (let n = 0; n < length; n++) {
    const soft = (at: number): number => (rough[at % length] ?? 0) + (rough[(at + 1) % length] ?? 0);
    out[n] = soft(n) - soft(n + length - shift);
    mean += (out[n] ?? 0) / length;
  }
  return out.map((sample) => sample - mean);
}
