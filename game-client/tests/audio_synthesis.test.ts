import { expect, test } from 'vitest';
import { makeBank, samplesOf } from '../src/audio/bank.ts';
import { cue, NEAR, SOUNDS, type Sound } from '../src/audio/sounds.ts';
import { bow, pitchHz, STRINGS, type Samples } from '../src/audio/strings.ts';

const RATE = 48_000;
const bank = makeBank(RATE);

/** How alike the samples are to themselves so many samples later. */
function likeness(samples: Samples, lag: number, from: number, length: number): number {
  let sum = 0;
  for (let n = from; n < from + length; n++) {
    sum += (samples[n] ?? 0) * (samples[n + lag] ?? 0);
  }
  return sum;
}

/** The period near a guess, in samples: the highest point of the parabola through the best lag and its neighbours. */
function periodNear(samples: Samples, guess: number, rate: number): number {
  // Long enough for many periods, late enough for the burst to be a tone.
  const from = Math.round(0.02 * rate);
  const length = Math.round(0.2 * rate);
  // Over eight periods a small error is a large one of the lag, and still less than half a period within a semitone.
  const periods = 8;
  const middle = Math.round(guess * periods);
  const reach = Math.round(guess / 2);
  let best = middle - reach;
  for (let lag = middle - reach; lag <= middle + reach; lag++) {
    best = likeness(samples, lag, from, length) > likeness(samples, best, from, length) ? lag : best;
  }
  const [left, top, right] = [-1, 0, 1].map((by) => likeness(samples, best + by, from, length));
  const bend = (left ?? 0) - 2 * (top ?? 0) + (right ?? 0);
  return (best + ((left ?? 0) - (right ?? 0)) / 2 / bend) / periods;
}

function power(samples: Samples, fromSeconds: number, seconds: number): number {
  const part = samples.slice(Math.round(fromSeconds * RATE), Math.round((fromSeconds + seconds) * RATE));
  return part.reduce((sum, sample) => sum + sample * sample, 0) / part.length;
}

/** The share of the power below a frequency, by a plain sum of waves. */
function powerAt(samples: Samples, hz: number): number {
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, n) => {
    real += sample * Math.cos((2 * Math.PI * hz * n) / RATE);
    imaginary += sample * Math.sin((2 * Math.PI * hz * n) / RATE);
  });
  return real * real + imaginary * imaginary;
}

function everySound(): [Sound, Samples][] {
  return (Object.keys(SOUNDS) as Sound[]).map((sound) => {
    const asked = cue(sound, NEAR, { seconds: 0.4, step: 12 });
    return [sound, asked === null ? new Float32Array() : samplesOf(bank, asked)];
  });
}

test('the_scale_is_d_minor_pentatonic_with_a_at_440_hz', () => {
  const names = Array.from(
    { length: 5 },
    (_, step) => Math.round(12 * Math.log2(pitchHz(10 + step) / 440)) + 9,
  );
  expect(names).toEqual([2, 5, 7, 9, 12]);
  expect(pitchHz(13)).toBeCloseTo(440, 9);
  expect(pitchHz(15) / pitchHz(10)).toBeCloseTo(2, 9);
  // A slip rises by a fifth.
  expect(Math.round(12 * Math.log2(pitchHz(18) / pitchHz(15)))).toBe(7);
});

test.each([44_100, 48_000])('each_of_the_strings_is_in_tune_within_ten_cents_at_%i_hz', (rate) => {
  const { strings } = makeBank(rate);
  expect(strings).toHaveLength(STRINGS);
  const cents = strings.map((samples, step) => {
    const wanted = rate / pitchHz(step);
    return 1200 * Math.log2(wanted / periodNear(samples, wanted, rate));
  });
  expect(Math.max(...cents.map(Math.abs)), cents.map((cent) => cent.toFixed(1)).join(' ')).toBeLessThan(10);
});

test.each(everySound())('%s_is_loud_enough_and_never_beyond_one', (_, samples) => {
  const most = samples.reduce((sum, sample) => Math.max(sum, Math.abs(sample)), 0);
  expect(most).toBeLessThanOrEqual(1);
  expect(most).toBeGreaterThan(0.5);
  expect(samples.length / RATE).toBeLessThan(2);
  expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  expect(Math.abs(mean)).toBeLessThan(0.01);
});

test('a_plucked_string_decays_and_a_higher_one_sooner', () => {
  const left = bank.strings.map((samples) => power(samples, 0.5, 0.1) / power(samples, 0, 0.1));
  expect(Math.max(...left)).toBeLessThan(0.1);
  expect(left[29] ?? 1).toBeLessThan(left[0] ?? 0);
});

test('the_same_string_is_the_same_every_time', () => {
  expect(makeBank(RATE).strings[7]).toEqual(bank.strings[7]);
});

test('a_bow_rises_for_the_whole_charge', () => {
  for (const seconds of [0.25, 0.4, 1]) {
    const samples = bow(146, seconds, RATE);
    expect(samples.length).toBe(Math.round(seconds * RATE));
    const thirds = [0, 1, 2].map((third) => power(samples, (third * seconds) / 3, seconds / 3));
    expect(thirds).toEqual([...thirds].sort((a, b) => a - b));
    const crossings = [0, 0.8].map((share) => {
      const part = samples.slice(share * samples.length, (share + 0.2) * samples.length);
      return part.filter((sample, n) => n > 0 && sample >= 0 && (part[n - 1] ?? 0) < 0).length;
    });
    // An octave between both ends is 2^0.8 between the middles of the fifths.
    expect((crossings[1] ?? 0) / (crossings[0] ?? 1)).toBeGreaterThan(1.5);
  }
});

test('being_hit_is_dull_and_a_hit_is_high', () => {
  const centre = (samples: Samples): number => {
    const bands = Array.from({ length: 100 }, (_, at) => 60 * 1.06 ** at).filter((hz) => hz < 12_000);
    const powers = bands.map((hz) => powerAt(samples, hz) * hz);
    const all = powers.reduce((sum, value) => sum + value, 0);
    return 2 ** (powers.reduce((sum, value, at) => sum + value * Math.log2(bands[at] ?? 1), 0) / all);
  };
  expect(centre(bank.recorded.hurt)).toBeLessThan(300);
  expect(centre(bank.recorded.hit)).toBeGreaterThan(1500);
});

test('bows_of_many_lengths_do_not_pile_up', () => {
  const many = makeBank(8000);
  for (let ms = 100; ms < 120; ms++) {
    const asked = cue('charge', NEAR, { seconds: ms / 1000 });
    expect(asked === null ? 0 : samplesOf(many, asked).length).toBe(ms * 8);
  }
  expect(many.bows.size).toBeLessThan(5);
});
