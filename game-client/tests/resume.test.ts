/** A lost connection, and how the seat is taken again. */
import { expect, test } from 'vitest';
import { press } from '../src/input/sampler.ts';
import { corrected } from '../src/predict/corrections.ts';
import { ENDING_UNREACHABLE } from '../src/state/state.ts';
import { Stage, TICK_MS, tokenOf, WELCOME } from './stage.ts';

test('a_lost_line_is_mended_by_itself_with_the_newest_token', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(6, 100);
  for (let time = 1; time <= 10; time++) {
    stage.cut();
    expect(stage.play.state.ending).toBeNull();
    stage.wait(0);
    await stage.welcome(200 * time, time + 1);
    expect(stage.hello()).toMatchObject({ token: tokenOf(time), room: 'TWINE', name: 'Anna' });
    stage.frames(6, 200 * time);
  }
  expect([stage.opens, stage.play.heldMs]).toEqual([11, null]);
});

test('it_is_tried_more_and_more_rarely_until_the_seat_is_given_up', async () => {
  const stage = new Stage();
  await stage.welcome();
  const tries: number[] = [];
  const from = stage.nowMs;
  stage.cut();
  for (let opens = 1; stage.play.state.ending === null; stage.wait(100)) {
    if (stage.opens > opens) {
      opens = stage.opens;
      tries.push(stage.nowMs - from);
      stage.cut();
    }
  }
  expect(tries).toEqual([100, 600, 1600, 3600, 7600, 11_600, 15_600, 19_600, 23_600]);
  expect(stage.play.state.ending).toMatchObject({ code: ENDING_UNREACHABLE });
  expect(stage.kept).toBeNull();
});

test('while_it_is_mended_the_world_is_drawn_and_nothing_is_played', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(20, 100);
  stage.cut();
  const before = stage.play.picture()?.own?.place;
  const [sent, tick] = [stage.sent.length, stage.play.prediction.tick];
  press(stage.play.sampler, 'right');
  for (let frame = 0; frame < 60; frame++) {
    stage.nowMs += TICK_MS;
    stage.play.pump();
    expect(stage.play.picture()?.own?.place).toEqual(before);
  }
  expect([stage.sent.length, stage.play.prediction.tick]).toEqual([sent, tick]);
  expect(before).toBeDefined();
  expect(stage.play.heldMs).toBeCloseTo(24_000);
});

test('what_was_predicted_on_the_old_line_and_never_heard_is_no_mistake', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(20, 100);
  press(stage.play.sampler, 'right');
  stage.wait(TICK_MS);
  stage.play.pump();
  const head = stage.play.prediction.tick;
  const before = corrected(stage.play.prediction.corrections);
  stage.cut();
  stage.wait(0);
  await stage.welcome(head, 2);
  expect(corrected(stage.play.prediction.corrections)).toBe(before);
});

test('after_it_is_mended_one_plays_on_from_there', async () => {
  const stage = new Stage();
  await stage.welcome();
  press(stage.play.sampler, 'right');
  stage.frames(20, 100);
  stage.cut();
  stage.wait(2000);
  stage.sent = [];
  await stage.welcome(240, 2);
  stage.frames(20, 240);
  const heads = stage.inputs().map((input) => input.ack + input.ahead);
  expect(Math.min(...heads)).toBeGreaterThan(240);
  expect(stage.inputs().length).toBeGreaterThan(5);
  expect(stage.inputs()[0]?.runs.reduce((sum, run) => sum + run.ticks, 0)).toBeLessThanOrEqual(9);
});

test('a_line_on_which_nothing_comes_any_more_is_given_up_for_another_one', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(6, 100);
  stage.wait(4900);
  stage.play.pump();
  expect(stage.opens).toBe(1);
  stage.wait(200);
  stage.play.pump();
  stage.wait(0);
  expect(stage.opens).toBe(2);
  expect(stage.closeCode, 'that is no leave').toBeUndefined();
});

test.each([4000, 4001, 4002, 4004, 4005, 4008, 4011, 4013])('goodbye_%i_is_not_tried_again', async (code) => {
  const stage = new Stage();
  await stage.welcome();
  stage.tell({ kind: 'goodbye', code, params: [] });
  stage.wait(60_000);
  expect(stage.opens).toBe(1);
  expect(stage.play.state.ending).toMatchObject({ code });
  expect(stage.kept).toBeNull();
});

test.each([4006, 4014])('goodbye_%i_is_tried_again', async (code) => {
  const stage = new Stage();
  await stage.welcome();
  stage.tell({ kind: 'goodbye', code, params: [] });
  stage.wait(0);
  expect(stage.opens).toBe(2);
});

test('who_comes_back_too_late_plays_on_in_a_new_seat', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(6, 100);
  stage.cut();
  stage.wait(0);
  stage.socket.onopen?.();
  stage.tell({ kind: 'goodbye', code: 4013, params: [] });
  stage.socket.onopen?.();
  expect(stage.hello()).toMatchObject({ token: null, room: 'TWINE' });
  stage.tell({ ...WELCOME, room: 2, seat: 5, token: tokenOf(9) });
  expect(stage.play.state).toMatchObject({ snapshots: [], ending: null, welcome: { seat: 5 } });
  expect(stage.play.heldMs).toBeNull();
});

test('a_page_that_is_loaded_anew_shows_what_its_tab_kept', async () => {
  const stage = new Stage();
  await stage.welcome(100, 7);
  stage.load();
  await stage.welcome(200, 8);
  expect(stage.hello()).toMatchObject({ token: tokenOf(7), room: 'TWINE' });
  stage.load();
  stage.socket.onopen?.();
  expect(stage.hello()).toMatchObject({ token: tokenOf(8) });
  stage.tell({ kind: 'goodbye', code: 4013, params: [] });
  expect(stage.play.state.ending, 'nobody is let in anew unasked').toMatchObject({ code: 4013 });
});

test('who_has_pressed_play_gets_another_seat_where_the_kept_one_is_held_no_longer', async () => {
  const stage = new Stage();
  await stage.welcome(100, 7);
  stage.load({ anew: true });
  stage.socket.onopen?.();
  expect(stage.hello()).toMatchObject({ token: tokenOf(7) });
  stage.tell({ kind: 'goodbye', code: 4013, params: [] });
  stage.socket.onopen?.();
  expect(stage.hello()).toMatchObject({ token: null, room: 'TWINE' });
  await stage.welcome(300, 8);
  expect(stage.play.state.ending).toBeNull();
});

test.each([
  ['another_room', { room: 'OTHER' }, null, 'OTHER'],
  ['a_room_of_ones_own', { room: null, private: true }, null, null],
  ['any_room', { room: null }, tokenOf(7), 'TWINE'],
])('into_%s_the_way_that_is_kept_leads_or_not', async (_name, wanted, token, room) => {
  const stage = new Stage();
  await stage.welcome(100, 7);
  stage.load(wanted);
  stage.socket.onopen?.();
  expect(stage.hello()).toMatchObject({ token, room });
});

test.each(['', 'x', '{}', '{"token":"00","code":"TWINE","holdMs":1,"holdHiddenMs":1}'])(
  'a_shelf_that_holds_%j_is_empty',
  (kept) => {
    const stage = new Stage(false, kept);
    stage.socket.onopen?.();
    expect(stage.hello()).toMatchObject({ token: null });
  },
);

test('who_leaves_says_so_and_keeps_nothing', async () => {
  const stage = new Stage();
  await stage.welcome();
  expect(stage.kept).not.toBeNull();
  stage.play.dispose();
  expect([stage.closeCode, stage.kept]).toEqual([1000, null]);
});

test('a_page_says_at_once_that_it_is_hidden_and_that_it_is_shown', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(6, 100);
  stage.play.hide(true);
  expect(stage.sent.at(-1)).toEqual({ kind: 'ack', tick: 106, hidden: 1 });
  stage.cut();
  expect(stage.play.heldMs, 'a hidden page has more time').toBe(120_000);
  stage.wait(0);
  await stage.welcome(200, 2);
  expect(stage.sent.at(-1)).toEqual({ kind: 'ack', tick: 200, hidden: 1 });
  stage.play.hide(false);
  expect(stage.sent.at(-1)).toEqual({ kind: 'ack', tick: 200, hidden: 0 });
});
