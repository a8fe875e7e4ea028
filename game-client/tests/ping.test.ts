import { expect, test } from 'vitest';
import { answered, newPing, stamped } from '../src/net/ping.ts';
import { receive } from '../src/state/receive.ts';
import { BOT, BOT_FOR_PERSON, newState, PERSON } from '../src/state/state.ts';
import { pingOf } from '../src/ui/table.ts';

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

test('the_scores_show_the_own_measure_what_the_server_tells_of_other_people_and_nothing_of_bots', () => {
  const state = newState();
  const map = '0'.repeat(16);
  const room = {
    build: '',
    node: 0,
    room: 0,
    epoch: 0,
    code: 'BCDFG',
    seats: 8,
    map,
    token: null,
    hold: 25,
    holdHidden: 120,
    link: null,
  };
  receive(state, { kind: 'welcome', ...room, seat: 2 }, 0);
  const players = [PERSON, BOT, PERSON, BOT_FOR_PERSON, PERSON].map((bot, seat) => ({
    seat,
    name: '',
    team: null,
    bot,
    mark: 0,
  }));
  receive(state, { kind: 'roster', players }, 0);
  const shown = (pingMs: number | null): string[] =>
    players.map(({ seat }) => pingOf(seat, { state, pingMs }));
  expect(shown(31)).toEqual(['–', '–', '31 ms', '–', '–']);
  // Who sat in the second seat has gone, and a bot sits there now.
  const told = [34, 50, 60, 210].map((ms, seat) => ({ seat, ms }));
  receive(state, { kind: 'pings', pings: told }, 0);
  expect(shown(31)).toEqual(['34 ms', '–', '60 ms', '210 ms', '–']);
  expect(shown(null)).toEqual(['34 ms', '–', '60 ms', '210 ms', '–']);
  receive(state, { kind: 'pings', pings: [{ seat: 4, ms: 7 }] }, 0);
  expect(shown(31)).toEqual(['–', '–', '31 ms', '–', '7 ms']);
});
