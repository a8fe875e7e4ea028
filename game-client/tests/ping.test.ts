import { expect, test } from 'vitest';
import { answered, newPing, stamped } from '../src/net/ping.ts';

const TICK_MS = 1000 / 60;

/** Inputs every second tick, on a way of so many ms there and back, for two seconds; `stallAt` delays one answer. */
function pinged(wayMs: number, lead: number, stallAt = -1): number | null {
  const ping = newPing();
  const events: { atMs: number; run: () => void }[] = [];
  for (let tick = 0; tick < 120; tick += 2) {
    // The head of this tick comes `lead` ticks before it is used.
    const sentMs = (tick - lead) * TICK_MS - wayMs / 2;
    events.push({ atMs: sentMs, run: () => stamped(ping, tick, sentMs) });
    const cameMs = tick * TICK_MS + wayMs / 2 + (tick === stallAt ? 400 : 0);
    events.push({ atMs: cameMs, run: () => answered(ping, tick, lead, cameMs, TICK_MS) });
  }
  events.sort((a, b) => a.atMs - b.atMs).forEach(({ run }) => run());
  return ping.ms;
}

test.each([
  [0, 1],
  [40, 0],
  [100, 3],
  [250, 2],
])('a_way_of_%i_ms_with_a_lead_of_%i_ticks_is_found', (wayMs, lead) => {
  expect(Math.abs((pinged(wayMs, lead) ?? Infinity) - wayMs)).toBeLessThanOrEqual(TICK_MS);
});

test('one_stall_is_no_ping', () => {
  expect(Math.abs((pinged(60, 2, 80) ?? Infinity) - 60)).toBeLessThanOrEqual(TICK_MS);
});

test('who_has_sent_nothing_has_no_ping', () => {
  const ping = newPing();
  answered(ping, 100, 0, 1000, TICK_MS);
  expect(ping.ms).toBeNull();
});
