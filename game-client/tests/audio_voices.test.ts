import { expect, test } from 'vitest';
import { captionsAt, LINE_MS, LINES_MAX, newCaptions, tell } from '../src/audio/captions.ts';
import {
  cue,
  cutoffHz,
  NEAR,
  placed,
  SOUNDS,
  type Cue,
  type Placed,
  type Sound,
} from '../src/audio/sounds.ts';
import { allot, duckAt, letGo, limited, newVoices, VOICES_MAX, type Voices } from '../src/audio/voices.ts';
import { isKey, say } from '../src/ui/say.ts';

function wanted(sound: Sound, over: Partial<Placed> = {}): Cue {
  const made = cue(sound, { ...NEAR, ...over });
  if (made === null) {
    throw new Error(`${sound} is not heard`);
  }
  return made;
}

function full(sound: Sound): Voices {
  const voices = newVoices();
  for (let at = 0; at < VOICES_MAX; at++) {
    expect(allot(voices, wanted(sound), 1, at)?.stolen).toBeNull();
  }
  return voices;
}

test('no_more_than_24_voices_sound_at_once', () => {
  const voices = newVoices();
  for (let at = 0; at < 500; at++) {
    allot(voices, wanted(at % 7 === 0 ? 'hurt' : 'shot'), 0.7, at * 3);
    expect(voices.playing.length).toBeLessThanOrEqual(24);
  }
  expect(VOICES_MAX).toBe(24);
});

test('a_voice_that_ended_is_free_again', () => {
  const voices = full('shot');
  expect(allot(voices, wanted('shot', { gain: 0.1 }), 1, 1030)?.stolen).toBeNull();
});

test('the_oldest_quiet_voice_is_stolen_first', () => {
  const voices = full('shot');
  expect(allot(voices, wanted('shot'), 1, 900)?.stolen?.startMs).toBe(0);
  // A younger one may be quieter still.
  const mixed = newVoices();
  for (let at = 0; at < VOICES_MAX; at++) {
    allot(mixed, wanted('shot', { gain: at === 9 ? 0.1 : 1 }), 1, at);
  }
  expect(allot(mixed, wanted('shot'), 1, 900)?.stolen?.startMs).toBe(0);
});

test('where_none_is_quiet_the_least_important_goes', () => {
  const voices = newVoices();
  allot(voices, wanted('kill'), 1, 0);
  for (let at = 1; at < VOICES_MAX; at++) {
    allot(voices, wanted(at === 9 ? 'dash' : 'slip'), 1, at);
  }
  expect(allot(voices, wanted('hit'), 1, 30)?.stolen?.sound).toBe('dash');
});

test('a_quieter_sound_of_the_same_kind_waits_for_nobody', () => {
  expect(allot(full('shot'), wanted('shot', { gain: 0.5 }), 1, 30)).toBeNull();
});

test.each(Object.keys(SOUNDS) as Sound[])('%s_never_steals_from_a_hit_taken', (sound) => {
  const voices = full('hurt');
  expect(allot(voices, wanted(sound), 1, 990)).toBeNull();
  expect(voices.playing.every((voice) => voice.sound === 'hurt')).toBe(true);
});

test('a_hit_taken_gets_a_voice_whatever_sounds', () => {
  for (const sound of Object.keys(SOUNDS) as Sound[]) {
    if (!SOUNDS[sound].neverMasked) {
      expect(allot(full(sound), wanted('hurt', { gain: 0.7 }), 1, 30)?.stolen?.sound).toBe(sound);
    }
  }
});

test('a_charge_that_is_let_go_of_loses_its_voice', () => {
  const voices = newVoices();
  for (const held of [1, 2]) {
    const charge = cue('charge', NEAR, { seconds: 0.4, held });
    expect(charge === null ? null : allot(voices, charge, 0.4, 0)?.voice).toMatchObject({ held });
  }
  allot(voices, wanted('shot'), 1, 0);
  expect(letGo(voices, () => true)).toEqual([]);
  expect(letGo(voices, (seat) => seat === 1)).toMatchObject([{ sound: 'charge', held: 2 }]);
  expect(voices.playing.map(({ sound }) => sound)).toEqual(['charge', 'shot']);
});

test('everything_makes_way_for_a_hit_taken_and_comes_back', () => {
  const voices = newVoices();
  allot(voices, wanted('kill'), 1, 0);
  expect(duckAt(voices, 1)).toBe(1);
  allot(voices, wanted('hurt'), 0.3, 1000);
  expect(duckAt(voices, 1000)).toBeLessThan(0.5);
  expect(duckAt(voices, 1200)).toBeLessThan(duckAt(voices, 1300));
  expect(duckAt(voices, 1500)).toBe(1);
});

test('a_beat_that_is_still_to_come_has_its_voice_in_time', () => {
  const voices = newVoices();
  const beat = cue('pulse', NEAR, { inMs: 80 });
  expect(beat === null ? null : allot(voices, beat, 0.5, 1000)?.voice).toMatchObject({
    startMs: 1080,
    endMs: 1580,
  });
});

test('no_sum_of_voices_reaches_beyond_one', () => {
  let before = -2;
  for (let sum = -30; sum <= 30; sum += 0.05) {
    const out = limited(sum);
    expect(Math.abs(out)).toBeLessThanOrEqual(1);
    expect(out).toBeGreaterThanOrEqual(before);
    before = out;
  }
  expect(limited(0.6)).toBe(0.6);
  expect(limited(-0.6)).toBe(-0.6);
});

test.each([
  { x: 0, y: 0, pan: 0 },
  { x: 400, y: 0, pan: 0.4 },
  { x: -800, y: 300, pan: -0.8 },
  { x: 1500, y: 0, pan: 0.8 },
  { x: 0, y: -450, pan: 0 },
])('a_sound_at_$x_$y_comes_from_$pan', ({ x, y, pan }) => {
  expect(placed({ x: 1000, y: 500, wide: 1600 }, 1000 + x, 500 + y).pan).toBeCloseTo(pan);
});

test('far_is_dull_and_soft_and_beyond_hearing_is_silent', () => {
  const ear = { x: 0, y: 0, wide: 1600 };
  const places = [0, 200, 400, 800, 1200, 1590].map((x) => placed(ear, x, 0));
  for (let at = 1; at < places.length; at++) {
    expect(places[at]?.gain ?? 1).toBeLessThan(places[at - 1]?.gain ?? 0);
    expect(cutoffHz(places[at]?.dullness ?? 0)).toBeLessThanOrEqual(cutoffHz(places[at - 1]?.dullness ?? 1));
  }
  expect(places[0]).toEqual(NEAR);
  expect(cutoffHz(0)).toBeGreaterThan(10_000);
  expect(cutoffHz(1)).toBeLessThan(1000);
  expect(cue('shot', placed(ear, 1700, 0))).toBeNull();
});

test.each(Object.keys(SOUNDS) as Sound[])('the_sound_%s_has_a_caption_with_a_sentence', (sound) => {
  const key = wanted(sound).caption;
  expect(key).toBe(`sound.${sound}`);
  expect(isKey(key)).toBe(true);
  expect(say(key)).toMatch(/^[A-Z].{5,48}$/);
});

test('a_caption_stands_for_a_moment_and_says_the_side', () => {
  const captions = newCaptions();
  tell(captions, wanted('shot', { pan: -0.7 }), 0);
  tell(captions, wanted('dash', { pan: 0.1 }), 100);
  tell(captions, wanted('snap', { pan: 0.5 }), 100);
  expect(captionsAt(captions, 200)).toMatchObject([
    { key: 'sound.shot', side: 'left' },
    { key: 'sound.dash', side: 'middle' },
    { key: 'sound.snap', side: 'right' },
  ]);
  expect(captionsAt(captions, LINE_MS + 50)).toMatchObject([{ key: 'sound.dash' }, { key: 'sound.snap' }]);
  expect(captionsAt(captions, LINE_MS + 100)).toEqual([]);
});

test('a_sound_that_goes_on_keeps_its_line', () => {
  const captions = newCaptions();
  for (let at = 0; at < 100; at++) {
    tell(captions, wanted('shot', { pan: at === 99 ? 0.8 : -0.8 }), at * 100);
    tell(captions, wanted('hit'), at * 100);
  }
  expect(captionsAt(captions, 9900)).toMatchObject([
    { key: 'sound.shot', side: 'right' },
    { key: 'sound.hit' },
  ]);
});

test('the_least_important_line_gives_way', () => {
  const captions = newCaptions();
  for (const sound of ['hurt', 'shot', 'kill', 'slip', 'dash'] as const) {
    tell(captions, wanted(sound), 0);
  }
  expect(captionsAt(captions, 1).map(({ key }) => key)).toEqual([
    'sound.hurt',
    'sound.kill',
    'sound.slip',
    'sound.dash',
  ]);
  expect(LINES_MAX).toBe(4);
});
