import { expect, test } from 'vitest';
import { message, newSampler, press, release, sample } from '../src/input/sampler.ts';
import { encodeClient } from '../src/protocol/messages.gen.ts';

/** Header and mask of a small ws frame from a client. */
const FRAME_BYTES = 6;
const TICK_MS = 1000 / 60;
/** Past the first 18 minutes of a room ticks take more bytes. */
const FIRST = 70_000;

/** Bytes a second of one whose hands do `play` for 20 s, a snapshot coming every second tick. */
function bytesPerSecond(play: (sampler: ReturnType<typeof newSampler>, tick: number) => void): number {
  const sampler = newSampler();
  let bytes = 0;
  for (let at = 0; at < 1200; at++) {
    const tick = FIRST + at;
    play(sampler, at);
    sample(sampler, tick);
    const ack = tick - 6 - (tick % 2);
    const told = message(sampler, ack, { tick: ack - 4, share: 0.4 }, at * TICK_MS, 60, false);
    bytes += told === null ? 0 : encodeClient(told).length + FRAME_BYTES;
  }
  return bytes / 20;
}

test('who_moves_and_aims_sends_at_most_900_bytes_a_second', () => {
  const busy = bytesPerSecond((sampler, at) => {
    // Another way five times a second, a shot six times, and an aim that never rests.
    (at % 24 < 12 ? press : release)(sampler, 'right');
    (at % 24 < 12 ? release : press)(sampler, 'up');
    (at % 10 < 5 ? press : release)(sampler, 'fire');
    sampler.aim = (40_000 + at * 211) & 0xffff;
  });
  expect(busy).toBeGreaterThan(400);
  expect(busy).toBeLessThanOrEqual(900);
});

test('thumbs_that_never_rest_send_no_more_than_keys', () => {
  const busy = bytesPerSecond((sampler, at) => {
    sampler.stick = 1 + (Math.floor(at / 2) % 192);
    (at % 10 < 5 ? press : release)(sampler, 'fire');
    sampler.aim = (40_000 + at * 211) & 0xffff;
  });
  expect(busy).toBeGreaterThan(400);
  expect(busy).toBeLessThanOrEqual(900);
});

test('who_does_nothing_sends_at_most_150_bytes_a_second', () => {
  const idle = bytesPerSecond(() => undefined);
  expect(idle).toBeGreaterThan(50);
  expect(idle).toBeLessThanOrEqual(150);
});
