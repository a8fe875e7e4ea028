import { expect, test } from 'vitest';
import { press, release } from '../src/input/sampler.ts';
import { ENDING_LOST, ENDING_UNREACHABLE, ENDING_UNREADABLE } from '../src/state/state.ts';
import type { MapFile } from '../src/sim/map.ts';
import type { ServerMessage } from '../src/protocol/messages.gen.ts';
import { keyframe } from './keyframes.ts';
import { matchOn, Stage, TICK_MS, WELCOME } from './stage.ts';
import { tuningMessage } from './tunings.ts';
import { FIELD, own, snapshot } from './worlds.ts';

test('hello_is_the_first_word_and_says_who_and_where', () => {
  const stage = new Stage();
  expect(stage.offered).toEqual(['fray.7', 'fray']);
  stage.socket.onopen?.();
  expect(stage.sent).toEqual([
    {
      kind: 'hello',
      version: 7,
      build: 'test',
      name: 'Anna',
      token: null,
      aspect: 1778,
      room: 'TWINE',
      watch: 0,
      private: 0,
      person: null,
    },
  ]);
});

test('inputs_are_stamped_a_few_ticks_after_the_newest_snapshot', async () => {
  const stage = new Stage();
  await stage.welcome();
  press(stage.play.sampler, 'right');
  stage.frames(60, 100);
  const heads = stage.inputs().map((input) => input.ack + input.ahead);
  expect(heads.length).toBeGreaterThanOrEqual(28);
  for (const input of stage.inputs()) {
    // Three, one more because a head that comes just in time is too late for the tick before it, and the clock's own.
    expect(input.ahead).toBeGreaterThanOrEqual(3);
    expect(input.ahead).toBeLessThanOrEqual(6);
  }
  expect(heads.every((head, at) => at === 0 || head > (heads[at - 1] ?? 0))).toBe(true);
});

test('every_message_acknowledges_the_newest_snapshot', async () => {
  const stage = new Stage();
  await stage.welcome();
  press(stage.play.sampler, 'right');
  stage.frames(10, 100);
  release(stage.play.sampler, 'right');
  stage.frames(20, 110);
  const kinds = stage.sent.map((message) => message.kind);
  expect([kinds[0], kinds.includes('input'), kinds.at(-1)]).toEqual(['hello', true, 'ack']);
  stage.sent.slice(1).forEach((message, at) => {
    const acknowledged =
      message.kind === 'input' ? message.ack : message.kind === 'ack' ? message.tick : null;
    expect(acknowledged).toBe(stage.newestWhenSent[at + 1]);
  });
});

test('an_input_names_the_snapshots_that_the_screen_was_drawn_between', async () => {
  const stage = new Stage();
  await stage.welcome();
  press(stage.play.sampler, 'right');
  for (let frame = 0; frame < 20; frame++) {
    stage.frames(2, 100 + frame * 2);
    stage.play.picture();
  }
  // Over an even line the others are drawn 50 to 67 ms late: in the pair that began three to six ticks ago.
  const { seenBack } = stage.inputs().at(-1) ?? { seenBack: 0 };
  expect(seenBack).toBeGreaterThanOrEqual(3);
  expect(seenBack).toBeLessThanOrEqual(6);
});

test('the_own_body_moves_at_once_and_before_the_server_says_so', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(6, 100);
  const before = stage.play.picture()?.own?.place.x ?? 0;
  press(stage.play.sampler, 'right');
  stage.wait(TICK_MS);
  stage.play.pump();
  stage.wait(TICK_MS);
  stage.play.pump();
  expect((stage.play.picture()?.own?.place.x ?? 0) - before).toBeGreaterThan(256);
});

test('one_who_watches_says_so_and_sends_nothing_but_acknowledgements', () => {
  const stage = new Stage(true);
  stage.socket.onopen?.();
  stage.tell({ ...WELCOME, seat: null });
  stage.tell(tuningMessage(0));
  press(stage.play.sampler, 'right');
  stage.frames(60, 100);
  expect(stage.sent[0]).toMatchObject({ kind: 'hello', watch: 1 });
  expect(new Set(stage.sent.slice(1).map(({ kind }) => kind))).toEqual(new Set(['ack']));
});

test('a_hidden_page_lets_go_and_acknowledges_from_its_messages', async () => {
  const stage = new Stage();
  await stage.welcome();
  press(stage.play.sampler, 'right');
  stage.frames(4, 100);
  stage.play.hide(true);
  expect(stage.inputs().at(-1)?.runs.at(-1)).toMatchObject({ held: 0, walk: 0 });
  stage.sent = [];
  for (let tick = 106; tick < 106 + 120; tick += 2) {
    stage.wait(2 * TICK_MS);
    stage.tell(snapshot(tick));
  }
  expect(stage.sent.length).toBeGreaterThanOrEqual(3);
  expect(stage.sent.length).toBeLessThanOrEqual(5);
  expect(stage.sent.every((message) => message.kind === 'ack')).toBe(true);
});

test('after_a_stall_the_ticks_of_long_ago_are_not_made_up', async () => {
  const stage = new Stage();
  await stage.welcome();
  press(stage.play.sampler, 'right');
  stage.frames(4, 100);
  stage.sent = [];
  stage.wait(1000);
  stage.tell(snapshot(164));
  stage.play.pump();
  const ticks = stage.inputs().flatMap((input) => input.runs.map((run) => run.ticks));
  expect(ticks.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(9);
  expect(stage.inputs().at(-1)).toMatchObject({ ack: 164 });
});

test('a_goodbye_says_more_than_the_close_after_it', () => {
  const stage = new Stage();
  stage.socket.onopen?.();
  stage.tell({ kind: 'goodbye', code: 4003, params: ['TWINE'] });
  stage.socket.onclose?.({ code: 4003 });
  expect(stage.play.state.ending).toEqual({ code: 4003, params: ['TWINE'] });
  expect(stage.closed).toBe(true);
});

test.each([
  ['a_close_code_alone_is_understood', 4006, 4006],
  ['any_other_close_is_a_lost_connection', 1006, ENDING_LOST],
])('%s', (_name, code, ending) => {
  const stage = new Stage();
  stage.socket.onopen?.();
  stage.socket.onclose?.({ code });
  expect(stage.play.state.ending?.code).toBe(ending);
});

test('a_server_that_does_not_answer_is_given_up', () => {
  const stage = new Stage();
  stage.wait(7999);
  expect(stage.play.state.ending).toBeNull();
  stage.wait(2);
  expect(stage.play.state.ending?.code).toBe(ENDING_UNREACHABLE);
});

test.each([
  ['bytes_that_break_the_table_end_it', new Uint8Array([0x92, 0x0f, 0x01]).buffer],
  ['text_ends_it', 'hello'],
])('%s', (_name, data) => {
  const stage = new Stage();
  stage.socket.onopen?.();
  stage.socket.onmessage?.({ data });
  expect(stage.play.state.ending?.code).toBe(ENDING_UNREADABLE);
});

test('a_kill_is_told_with_the_names_of_its_time', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.tell({
    kind: 'roster',
    players: [
      { seat: 2, name: 'Anna', team: null, bot: 0, mark: 0 },
      { seat: 4, name: 'Tow', team: null, bot: 1, mark: 0 },
    ],
  });
  const killed = { kind: 'killed', ago: 1, seat: 2, by: 4, weapon: 0, x8: 0, y8: 0 } as const;
  stage.tell(snapshot(102, { own: own({ life: -1200 }), events: [killed] }));
  stage.tell({ kind: 'roster', players: [{ seat: 2, name: 'Anna', team: null, bot: 0, mark: 0 }] });
  expect(stage.play.state.feed).toMatchObject([{ tick: 101, killerName: 'Tow', victimName: 'Anna' }]);
  expect(stage.play.state.death).toMatchObject({ name: 'Tow' });
  expect(stage.play.picture()?.own).toBeNull();
});

test('a_match_on_another_map_loads_it_and_the_one_named_last_is_kept', async () => {
  const stage = new Stage();
  const asked: string[] = [];
  const loads: ((file: MapFile) => void)[] = [];
  await stage.welcome();
  stage.loadMap = (hash) => {
    asked.push(hash);
    return new Promise((resolve) => loads.push(resolve));
  };
  const named = (letter: string): MapFile => ({ ...FIELD, name: letter });
  stage.tell(matchOn(WELCOME.map, 102));
  stage.tell(matchOn('a'.repeat(16), 104));
  stage.tell(matchOn('b'.repeat(16), 106));
  stage.tell(matchOn('b'.repeat(16), 108));
  expect(asked).toEqual(['a'.repeat(16), 'b'.repeat(16)]);
  expect(stage.play.prediction.map?.file.name).toBe('field');
  loads[1]?.(named('b'));
  loads[0]?.(named('a'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(stage.play.prediction.map?.file.name).toBe('b');
});

test.each([
  ['after_a_moment_is_there', 1],
  ['for_long_ends_it', Infinity],
])('a_map_that_cannot_be_loaded_%s', async (_name, failures) => {
  const stage = new Stage();
  let tries = 0;
  stage.loadMap = () => (++tries > failures ? Promise.resolve(FIELD) : Promise.reject(new Error('offline')));
  stage.socket.onopen?.();
  stage.tell(WELCOME);
  for (let second = 0; second < 10; second++) {
    await new Promise((resolve) => setImmediate(resolve));
    stage.wait(1000);
  }
  const isThere = failures === 1;
  expect(stage.play.prediction.map !== null).toBe(isThere);
  expect(stage.play.state.ending?.code).toBe(isThere ? undefined : ENDING_UNREADABLE);
  expect(tries).toBe(isThere ? 2 : 5);
});

test('the_server_is_told_of_a_picture_that_has_another_shape', async () => {
  const stage = new Stage();
  await stage.welcome();
  stage.frames(6, 100);
  const told = (): number[] => stage.sent.flatMap((each) => (each.kind === 'screen' ? each.aspect : []));
  expect(told()).toEqual([]);
  stage.wait(300);
  for (const aspect of [1.5, 1.2, 0.5]) {
    stage.play.aspect = aspect;
    stage.play.pump();
  }
  stage.wait(300);
  stage.play.pump();
  expect(told(), 'the first, and the last of those that followed at once').toEqual([1500, 500]);
  stage.wait(300);
  stage.play.pump();
  expect(told()).toHaveLength(2);
  stage.cut();
  stage.wait(0);
  stage.socket.onopen?.();
  expect(stage.hello()).toMatchObject({ aspect: 500 });
});

test('a_snapshot_that_cannot_be_used_is_passed_over_and_a_keyframe_is_asked_for_once_in_two_seconds', async () => {
  const stage = new Stage();
  await stage.welcome();
  const leaning = (tick: number): ServerMessage => ({ ...keyframe(snapshot(tick)), flags: 0, since: 7 });
  const asked = (): number => stage.sent.filter(({ kind }) => kind === 'keyframeRequest').length;
  for (const tick of [102, 104, 106]) {
    stage.pass(leaning(tick));
    stage.wait(600);
  }
  expect([asked(), stage.play.state.snapshots.length]).toEqual([1, 1]);
  stage.wait(300);
  stage.pass(leaning(108));
  expect(asked()).toBe(2);
  expect(stage.sent.at(-1)).toEqual({ kind: 'keyframeRequest', why: 0 });
  stage.tell(snapshot(110));
  expect(stage.play.state.snapshots.map(({ tick }) => tick)).toEqual([100, 110]);
  expect(stage.play.state.mismatches).toBe(0);
});

test('a_sum_that_differs_is_counted_and_a_keyframe_is_asked_for', async () => {
  const stage = new Stage();
  await stage.welcome();
  const nothing = snapshot(102, { own: null });
  stage.pass(keyframe(nothing, 0));
  expect(stage.play.state.mismatches).toBe(0);
  stage.pass(keyframe({ ...nothing, tick: 104 }, 1));
  expect(stage.play.state.mismatches).toBe(1);
  expect(stage.sent.at(-1)).toEqual({ kind: 'keyframeRequest', why: 1 });
  stage.tell(snapshot(106));
  expect(stage.play.state.snapshots.map(({ tick }) => tick)).toEqual([100, 102, 104, 106]);
  expect(stage.play.state.mismatches).toBe(1);
});
