import { expect, test } from 'vitest';
import { flightAt } from '../src/predict/flight.ts';
import { pairAt, posesOf, type Pose } from '../src/predict/others.ts';
import { newTimeline, observe, tickAt } from '../src/predict/timeline.ts';
import { receive } from '../src/state/receive.ts';
import { newState, type ShotTrack } from '../src/state/state.ts';
import { piece, snapshot } from './worlds.ts';

const TICK_MS = 1000 / 60;

function two(from: ReturnType<typeof piece>, to: ReturnType<typeof piece>, at: number): Pose | undefined {
  const state = newState();
  receive(state, snapshot(10, { players: [from] }), 0);
  receive(state, snapshot(12, { players: [to] }), 33);
  const pair = pairAt(state, at);
  const poses: Pose[] = [];
  return pair === null || posesOf(pair, poses) === 0 ? undefined : poses[0];
}

test('others_are_drawn_between_two_snapshots', () => {
  expect(two(piece(1, 100, 200), piece(1, 110, 220), 10.5)).toMatchObject({ x: 102.5, y: 205 });
});

test('an_aim_turns_the_short_way_round', () => {
  const pose = two(piece(1, 0, 0, { aim: 250 }), piece(1, 0, 0, { aim: 10 }), 11);
  expect(((pose?.aim ?? 0) * 256) / (Math.PI * 2)).toBeCloseTo(258);
});

test('a_return_elsewhere_is_no_walk', () => {
  expect(two(piece(1, 100, 100), piece(1, 700, 100), 11)).toMatchObject({ x: 700 });
  expect(two(piece(1, 100, 100, { flags: 0 }), piece(1, 120, 100), 11)).toMatchObject({ x: 120 });
});

test('a_body_dies_where_it_was_and_not_before_its_time', () => {
  expect(two(piece(1, 100, 100), piece(1, 100, 100, { flags: 0, health: 0 }), 11.5)).toMatchObject({
    flags: 1,
  });
});

test('beyond_the_newest_snapshot_the_picture_stands', () => {
  expect(two(piece(1, 100, 100), piece(1, 110, 100), 19)).toMatchObject({ x: 110 });
});

test('the_timeline_follows_the_earliest_snapshots_through_lateness', () => {
  const line = newTimeline();
  const late = [0, 9, 30, 2, 55, 0, 14, 3, 0, 41];
  for (let at = 0; at < 60; at++) {
    const tick = 100 + at * 2;
    observe(line, tick, 5000 + tick * TICK_MS + (late[at % late.length] ?? 0), TICK_MS, false);
  }
  expect(tickAt(line, 5000 + 300 * TICK_MS)).toBeCloseTo(300, 1);
});

test('a_schedule_that_moved_anchors_the_timeline_anew', () => {
  const line = newTimeline();
  for (let tick = 0; tick < 60; tick += 2) {
    observe(line, tick, tick * TICK_MS, TICK_MS, false);
  }
  observe(line, 60, 60 * TICK_MS + 80, TICK_MS, true);
  expect(tickAt(line, 60 * TICK_MS + 80)).toBeCloseTo(60, 5);
});

const SHOT: ShotTrack = { seat: 1, weapon: 0, tick: 100, x: 50, y: 60, angle: 0, end: null };
const SPEED = 900 * 256;

test('a_shot_of_another_flies_on_the_others_time_line', () => {
  const out = { x: 0, y: 0 };
  expect(flightAt(SHOT, 99, TICK_MS, SPEED, out)).toBe(false);
  expect(flightAt(SHOT, 106, TICK_MS, SPEED, out)).toBe(true);
  expect(out.x).toBeCloseTo(50 + 90);
  expect(out.y).toBeCloseTo(60, 3);
});

test('an_ended_shot_is_drawn_up_to_its_end', () => {
  const ended: ShotTrack = { ...SHOT, end: { tick: 104, x: 110, y: 60 } };
  const out = { x: 0, y: 0 };
  expect(flightAt(ended, 103.9, TICK_MS, SPEED, out)).toBe(true);
  expect(flightAt(ended, 104, TICK_MS, SPEED, out)).toBe(false);
});

test('a_shot_that_the_snapshot_no_longer_shows_is_over', () => {
  const state = newState();
  const shot = { id: 3, generation: 1, seat: 2, weapon: 0, x8: 80, y8: 80, angle: 0, ago: 0 };
  receive(state, snapshot(10, { shots: [shot] }), 0);
  receive(state, snapshot(12), 33);
  expect([...state.shots.values()]).toMatchObject([{ tick: 10, end: { tick: 12 } }]);
  receive(state, snapshot(200), 3000);
  expect(state.shots.size).toBe(0);
});
