import { expect, test } from 'vitest';
import * as happening from '../src/audio/happenings.ts';
import { isCharging, listen, newListener, type Listener } from '../src/audio/listen.ts';
import { beatSeconds, PULSE_SECONDS } from '../src/audio/match.ts';
import { SOUNDS, type Cue, type Sound } from '../src/audio/sounds.ts';
import { pitchHz, STEPS } from '../src/audio/strings.ts';
import { HELD_SLOT, PLAYER_FLAGS, type Match, type WireEvent } from '../src/protocol/messages.gen.ts';
import { receive } from '../src/state/receive.ts';
import { EVENTS_KEPT, newState, type State } from '../src/state/state.ts';
import type { Wanted } from '../src/state/talk.ts';
import { tuningMessage } from './tunings.ts';
import { own, piece, snapshot } from './worlds.ts';

const OWN = 3;
const EAR = { x: 400, y: 300, wide: 1600 };
const SCENE: happening.Scene = { seat: OWN, ear: EAR, nowMs: 0 };
/** 400 units to the right of the ear. */
const RIGHT = { x: 800, y: 300 };
const HERE = { x: 400, y: 300 };

function playing(): State {
  const state = newState();
  receive(
    state,
    {
      kind: 'welcome',
      build: 'test',
      node: 0,
      room: 0,
      epoch: 0,
      seat: OWN,
      code: 'TWINE',
      seats: 8,
      map: '0'.repeat(16),
      token: null,
      hold: 25,
      holdHidden: 120,
      link: null,
    },
    0,
  );
  return state;
}

function match(over: Partial<Match> = {}): Match {
  return {
    kind: 'match',
    number: 1,
    tick: 0,
    seed: 0,
    map: '0'.repeat(16),
    phase: 0,
    left: 144_000,
    mode: 0,
    winner: null,
    ended: 0,
    ...over,
  };
}

/** The cues of events of tick 100, when the picture shows `tick`. */
function heard(events: WireEvent[], tick = 100, listener = newListener(), state = playing()): Cue[] {
  receive(state, snapshot(100, { events, players: [piece(1, RIGHT.x, RIGHT.y)] }), 0);
  return listen(listener, state, { tick, nowMs: 0, ear: EAR, ...NOTHING_NEW });
}

const AT = { ago: 0, x8: RIGHT.x * 8, y8: RIGHT.y * 8 };
/** Nothing has left the own hand, and nothing was shown before the server said so. */
const NOTHING_NEW = {
  map: null,
  talk: { lines: true, words: true, muted: [] },
  fresh: [],
  foreseen: new WeakSet<WireEvent>(),
};
const SHOT = { kind: 'fired', id: 1, generation: 0, weapon: 0, angle: 0, forward: 0, ...AT } as const;
const HURT = { kind: 'hurt', weapon: 0, damage: 14, seen: 0, covered: 0, ...AT } as const;
const KILLED = { kind: 'killed', weapon: 0, ...AT } as const;

const DROPPED = { kind: 'dropped', seat: 1, id: 1, seed: 0, amount: 500, lies: 7200, ...AT } as const;
const LINE = { ago: 0, corners: [AT, { x8: 0, y8: 0 }] } as const;

const CASES: [string, WireEvent, Sound | null][] = [
  ['a shot of another', { ...SHOT, seat: 1 }, 'shot'],
  ['an own shot', { ...SHOT, seat: OWN }, 'shot'],
  ['a dash of another', { kind: 'dashed', seat: 1, angle: 0, ...AT }, 'dash'],
  ['an own dash', { kind: 'dashed', seat: OWN, angle: 0, ...AT }, 'dash'],
  ['an own reload', { kind: 'reloading', seat: OWN, ago: 0 }, 'reload'],
  ['a reload of another', { kind: 'reloading', seat: 1, ago: 0 }, null],
  ['a hit taken', { ...HURT, seat: OWN, by: 1 }, 'hurt'],
  ['a hit taken from nobody', { ...HURT, seat: OWN, by: null }, 'hurt'],
  ['a hit given', { ...HURT, seat: 1, by: OWN }, 'hit'],
  ['a hit among others', { ...HURT, seat: 1, by: 2 }, null],
  ['the own death', { ...KILLED, seat: OWN, by: 1 }, 'death'],
  ['an own kill', { ...KILLED, seat: 1, by: OWN }, 'kill'],
  ['a kill among others', { ...KILLED, seat: 1, by: 2 }, 'snap'],
  ['a death by nobody', { ...KILLED, seat: 1, by: null }, 'snap'],
  ['the own return', { kind: 'spawned', seat: OWN, ...AT }, 'spawn'],
  ['a return of another', { kind: 'spawned', seat: 1, ...AT }, null],
  [
    'the end of a shot',
    { kind: 'shotEnded', id: 1, generation: 0, end: 0, seat: null, forward: 0, ...AT },
    null,
  ],
  ['a bounce', { kind: 'bounced', id: 1, generation: 0, angle: 0, forward: 0, ...AT }, 'bounce'],
  ['the lash of another', { kind: 'lashed', seat: 1, weapon: 1, slack: null, ...LINE }, 'lash'],
  ['an own lash', { kind: 'lashed', seat: OWN, weapon: 1, slack: 1, ...LINE }, 'lash'],
  ['an own slip', { kind: 'slipped', seat: OWN, by: 1, ...AT }, 'slip'],
  ['an own lash that is slipped', { kind: 'slipped', seat: 1, by: OWN, ...AT }, 'slip'],
  ['a shot that an own dash refuses', { kind: 'refused', seat: OWN, by: 1, ...AT }, 'refuse'],
  ['an own shot that is refused', { kind: 'refused', seat: 1, by: OWN, ...AT }, 'refuse'],
  ['an own switch', { kind: 'switched', seat: OWN, ago: 0, weapon: 1 }, 'switch'],
  ['a switch of another', { kind: 'switched', seat: 1, ago: 0, weapon: 1 }, null],
  ['an own charge', { kind: 'charging', seat: OWN, ago: 0 }, 'charge'],
  ['a charge of another in view', { kind: 'charging', seat: 1, ago: 0 }, 'charge'],
  ['a charge out of view', { kind: 'charging', seat: 5, ago: 0 }, null],
  ['a bit that is wound', { kind: 'wound', seat: OWN, ago: 0, id: 1, bit: 0 }, 'wind'],
  ['a bit that another winds', { kind: 'wound', seat: 1, ago: 0, id: 1, bit: 0 }, 'wind'],
  ['a bit that is wound out of view', { kind: 'wound', seat: 5, ago: 0, id: 1, bit: 0 }, null],
  ['loose thread', { ...DROPPED, great: 0 }, 'unravel'],
  ['the great unravel', { ...DROPPED, great: 1 }, 'great'],
  ['an impulse', { kind: 'pushed', ago: 0, ix: 1, iy: 1 }, null],
];

test.each(CASES)('%s', (_, event, sound) => {
  expect(heard([event]).map((cue) => cue.sound)).toEqual(sound === null ? [] : [sound]);
});

test('others_are_heard_from_where_they_are_and_the_own_player_at_the_ear', () => {
  const [own, other] = heard([
    { ...SHOT, seat: OWN },
    { ...SHOT, seat: 1 },
  ]);
  expect(own).toMatchObject({ gain: SOUNDS.shot.level, pan: 0, dullness: 0 });
  expect(other?.pan).toBeCloseTo(0.4);
  expect(other?.gain ?? 1).toBeLessThan(SOUNDS.shot.level);
  expect(other?.dullness ?? 0).toBeGreaterThan(0);
});

test('a_viewer_without_a_seat_hears_all_from_where_it_is', () => {
  const state = playing();
  state.welcome = null;
  const events: WireEvent[] = [
    { ...HURT, seat: 1, by: null },
    { ...KILLED, seat: 1, by: null },
  ];
  expect(heard(events, 100, newListener(), state).map((cue) => cue.sound)).toEqual(['snap']);
});

test('others_are_heard_when_the_picture_shows_them_and_the_own_player_at_once', () => {
  const state = playing();
  const listener = newListener();
  const events: WireEvent[] = [
    { ...SHOT, seat: 1 },
    { ...HURT, seat: OWN, by: 1 },
    { ...HURT, seat: 1, by: OWN },
  ];
  const sounds = (cues: Cue[]): Sound[] => cues.map((cue) => cue.sound);
  expect(sounds(heard(events, 94, listener, state))).toEqual(['hurt']);
  const at = (tick: number): Sound[] =>
    sounds(listen(listener, state, { tick, nowMs: 0, ear: EAR, ...NOTHING_NEW }));
  expect(at(99.9)).toEqual([]);
  expect(at(100)).toEqual(['shot', 'hit']);
  expect(at(101)).toEqual([]);
});

test('what_is_long_past_is_passed_over', () => {
  expect(heard([{ ...SHOT, seat: 1 }], 119)).toHaveLength(1);
  expect(heard([{ ...SHOT, seat: 1 }], 121)).toEqual([]);
});

test('events_that_the_state_forgot_are_not_heard_and_the_next_ones_are_once', () => {
  const state = playing();
  const listener = newListener();
  const many = Array.from({ length: EVENTS_KEPT + 50 }, () => ({ ...SHOT, seat: 1 }));
  receive(state, snapshot(90, { events: many }), 0);
  expect(state.eventsDropped).toBe(50);
  listen(listener, state, { tick: 90, nowMs: 0, ear: EAR, ...NOTHING_NEW });
  const next = heard([{ kind: 'dashed', seat: 1, angle: 0, ...AT }], 100, listener, state);
  expect(next.map((cue) => cue.sound)).toEqual(['dash']);
});

test('the_pellets_of_one_shot_are_one_sound_and_each_shot_another_note', () => {
  const pellets = Array.from({ length: 7 }, (_, id) => ({ ...SHOT, id, seat: 1, weapon: 2 }));
  expect(heard(pellets)).toHaveLength(1);
  const listener = newListener();
  const steps = Array.from({ length: 16 }, (_, tick) => {
    const cue = happening.fired(SCENE, listener.music, tick % 3, 0, tick, HERE);
    return cue?.step ?? -1;
  });
  expect(new Set(steps).size).toBe(STEPS);
  for (let at = 1; at < steps.length; at++) {
    expect(steps[at]).not.toBe(steps[at - 1]);
  }
});

test('each_weapon_has_its_octave', () => {
  const lowest = [0, 1, 2, 3].map((slot) => {
    const listener = newListener();
    const cues = Array.from({ length: 16 }, (_, tick) =>
      happening.fired(SCENE, listener.music, 1, slot, tick, HERE),
    );
    const steps = cues.map((cue) => cue?.step ?? -1);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(STEPS);
    return pitchHz(Math.min(...steps)) / pitchHz(0);
  });
  expect(lowest.map(Math.round)).toEqual([4, 1, 8, 2]);
});

test('a_needle_is_drawn_for_its_charge_and_twangs_low', () => {
  const listener = newListener();
  expect(happening.charging(SCENE, OWN, HERE, 0.4)).toMatchObject({
    sound: 'charge',
    seconds: 0.4,
    held: OWN,
    pan: 0,
  });
  expect(happening.charging(SCENE, 1, RIGHT, 0.25)?.pan).toBeCloseTo(0.4);
  const twang = happening.lashed(SCENE, listener.music, 1, 1, false, HERE);
  expect(twang).toMatchObject({ sound: 'lash', dullness: 0 });
  expect(pitchHz(twang?.step ?? 29)).toBeLessThan(140);
  expect(happening.lashed(SCENE, listener.music, 1, 1, true, HERE)?.dullness).toBeGreaterThan(0.5);
});

test('a_charge_sounds_for_as_long_as_it_is_held', () => {
  const state = playing();
  const charging = { flags: PLAYER_FLAGS.alive | PLAYER_FLAGS.charging };
  receive(state, snapshot(100, { own: own({ busy: -1 }), players: [piece(1, 0, 0, charging)] }), 0);
  receive(state, snapshot(102, { own: own({ busy: -21 }), players: [piece(1, 0, 0, charging)] }), 33);
  receive(state, snapshot(104, { own: own(), players: [piece(1, 0, 0)] }), 67);
  expect(isCharging(state, 101, 1)).toBe(true);
  expect(isCharging(state, 103, 1)).toBe(false);
  expect(isCharging(state, 101, 5)).toBe(false);
  // The own needle is the newest snapshot's, wherever the picture is.
  expect(isCharging(state, 101, OWN)).toBe(false);
  state.snapshots.pop();
  expect(isCharging(state, 101, OWN)).toBe(true);
});

test('a_charge_is_as_long_as_the_weapon_in_that_hand_says', () => {
  const state = playing();
  receive(state, tuningMessage(0), 0);
  const needle = { flags: PLAYER_FLAGS.alive + PLAYER_FLAGS.slot };
  const events: WireEvent[] = [OWN, 1].map((seat) => ({ kind: 'charging', seat, ago: 0 }));
  receive(
    state,
    snapshot(100, { own: own({ held: HELD_SLOT }), players: [piece(1, 0, 0, needle)], events }),
    0,
  );
  const cues = listen(newListener(), state, { tick: 100, nowMs: 0, ear: EAR, ...NOTHING_NEW });
  expect(cues).toMatchObject([
    { sound: 'charge', seconds: 0.4, held: OWN },
    { sound: 'charge', seconds: 0.4, held: 1 },
  ]);
});

test('a_weapon_sounds_as_it_looks_in_whatever_slot_it_is', () => {
  const state = playing();
  const told = tuningMessage(0);
  receive(state, { ...told, weapons: [...told.weapons].reverse() }, 0);
  const [needle] = heard([{ ...SHOT, seat: 1, weapon: 0 }], 100, newListener(), state);
  expect(needle?.step ?? 29).toBeLessThan(STEPS);
});

test('the_designer_turns_weapons_hits_and_thread_up_and_down', () => {
  const events: WireEvent[] = [
    { ...SHOT, seat: OWN },
    { ...HURT, seat: OWN, by: 1, damage: 50 },
    { kind: 'dashed', seat: OWN, angle: 0, ...AT },
  ];
  const gains = (changes: Readonly<Record<number, number>>): number[] => {
    const state = playing();
    receive(state, tuningMessage(0, changes), 0);
    return heard(events, 100, newListener(), state).map((cue) => cue.gain);
  };
  const full = [SOUNDS.shot.level, SOUNDS.hurt.level, SOUNDS.dash.level];
  // The last but for the help of aims.
  const volumes = tuningMessage(0).values.length - 4;
  expect(gains({ [volumes]: 1000, [volumes + 1]: 1000, [volumes + 2]: 1000 })).toEqual(full);
  expect(gains({ [volumes]: 0, [volumes + 1]: 1000, [volumes + 2]: 1000 })).toEqual(full.slice(1));
  expect(gains({ [volumes]: 1000, [volumes + 1]: 500, [volumes + 2]: 1000 })[1]).toBe(SOUNDS.hurt.level / 2);
  expect(gains({ [volumes]: 1000, [volumes + 1]: 1000, [volumes + 2]: 250 })[2]).toBe(SOUNDS.dash.level / 4);
});

test('a_slip_is_heard_alike_by_both_and_softer_by_others', () => {
  const slipper = happening.slipped(SCENE, OWN, 1, RIGHT);
  const shooter = happening.slipped(SCENE, 1, OWN, RIGHT);
  expect(slipper).toEqual(shooter);
  expect(slipper).toMatchObject({ sound: 'slip', gain: SOUNDS.slip.level, dullness: 0 });
  expect(happening.slipped(SCENE, 1, 2, RIGHT)?.gain ?? 1).toBeLessThan(SOUNDS.slip.level);
  expect(happening.slipped({ ...SCENE, seat: null }, 1, null, RIGHT)?.gain ?? 1).toBeLessThan(
    SOUNDS.slip.level,
  );
});

test('a_refused_shot_is_heard_by_both', () => {
  expect(happening.refused(SCENE, OWN, 1, RIGHT)?.gain).toBe(SOUNDS.refuse.level);
  expect(happening.refused(SCENE, 1, OWN, RIGHT)?.gain).toBe(SOUNDS.refuse.level);
  expect(happening.refused(SCENE, 1, 2, RIGHT)?.gain ?? 1).toBeLessThan(SOUNDS.refuse.level / 2);
});

test('only_the_own_hand_is_heard_to_switch', () => {
  expect(happening.switched(SCENE, OWN)?.sound).toBe('switch');
  expect(happening.switched(SCENE, 1)).toBeNull();
});

test('bits_that_are_wound_one_after_another_rise', () => {
  const { music } = newListener();
  const wind = (nowMs: number): number => happening.wound({ ...SCENE, nowMs }, music, OWN, HERE)?.step ?? -1;
  const steps = Array.from({ length: 12 }, (_, at) => wind(at * 300));
  for (let at = 1; at < 10; at++) {
    expect(steps[at]).toBe((steps[at - 1] ?? 0) + 1);
  }
  expect(steps[11]).toBe(steps[10]);
  expect(wind(20_000)).toBe(steps[0]);
});

test('the_winding_of_others_is_soft_and_does_not_rise', () => {
  const { music } = newListener();
  const first = happening.wound(SCENE, music, 1, RIGHT);
  expect(happening.wound(SCENE, music, 1, RIGHT)).toEqual(first);
  expect(first?.gain ?? 1).toBeLessThan(SOUNDS.wind.level / 2);
});

test('loose_thread_is_heard_near_and_the_great_unravel_everywhere', () => {
  const far = { x: 6000, y: 4000 };
  expect(happening.dropped(SCENE, false, RIGHT)?.sound).toBe('unravel');
  expect(happening.dropped(SCENE, false, far)).toBeNull();
  expect(happening.dropped(SCENE, true, far)).toMatchObject({ sound: 'great', dullness: 1 });
  expect(happening.dropped(SCENE, true, far)?.pan).toBeCloseTo(0.8);
});

function course(state: State, listener: Listener, nowMs: number): Sound[] {
  return listen(listener, state, { tick: 0, nowMs, ear: EAR, ...NOTHING_NEW }).map((cue) => cue.sound);
}

test('the_own_team_is_heard_to_win_and_the_other_one_to_end_it', () => {
  const state = playing();
  const listener = newListener();
  const players = [OWN, OWN + 1].map((seat) => ({
    seat,
    name: '',
    team: seat === OWN ? 1 : 0,
    bot: 0,
    mark: 0,
  }));
  receive(state, { kind: 'roster', players }, 0);
  const ends = (number: number, winner: number): Sound[] => {
    receive(state, match({ number, mode: 1 }), 0);
    course(state, listener, 0);
    receive(state, match({ number, mode: 1, phase: 1, winner }), 0);
    return course(state, listener, 0);
  };
  expect(ends(1, 1)).toEqual(['won']);
  expect(ends(2, 0)).toEqual(['end']);
});

test('a_match_is_heard_to_start_and_to_end_but_not_when_one_joins', () => {
  const state = playing();
  const listener = newListener();
  const tell = (over: Partial<Match>): Sound[] => {
    receive(state, match(over), 0);
    return course(state, listener, 0);
  };
  expect(course(state, listener, 0)).toEqual([]);
  expect(tell({})).toEqual([]);
  expect(tell({ left: 100_000 })).toEqual([]);
  expect(tell({ phase: 1 })).toEqual(['end']);
  expect(tell({ number: 2 })).toEqual(['start']);
  expect(tell({ number: 2, phase: 1, winner: OWN })).toEqual(['won']);
  expect(tell({ number: 3, phase: 2 })).toEqual([]);
  expect(tell({ number: 3 })).toEqual(['start']);
  expect(tell({ number: 3, phase: 3 })).toEqual(['sudden']);
  expect(tell({ number: 3, phase: 1, winner: 1 })).toEqual(['end']);
});

test.each([16.7, 7, 40])('the_last_seconds_beat_from_120_to_150_at_pictures_every_%f_ms', (pictureMs) => {
  const state = playing();
  const listener = newListener();
  receive(state, match({ left: 40 * 600 }), 0);
  const beats: number[] = [];
  for (let nowMs = 0; nowMs < 45_000; nowMs += pictureMs) {
    for (const cue of listen(listener, state, { tick: 0, nowMs, ear: EAR, ...NOTHING_NEW })) {
      expect(cue.sound).toBe('pulse');
      beats.push(nowMs + cue.inMs);
    }
  }
  const gaps = beats.slice(1).map((beat, at) => beat - (beats[at] ?? 0));
  expect(beats[0]).toBeCloseTo(10_000, 3);
  expect(beats).toHaveLength(68);
  expect(60_000 / (gaps[0] ?? 1)).toBeCloseTo(120, 0);
  expect(60_000 / (gaps.at(-1) ?? 1)).toBeCloseTo(150, 0);
  expect(beats.at(-1) ?? Infinity).toBeLessThan(40_000);
  expect(beatSeconds(67)).toBeLessThan(PULSE_SECONDS);
});

test('one_who_joins_late_hears_no_beats_of_before', () => {
  const state = playing();
  const listener = newListener();
  receive(state, match({ left: 5 * 600 }), 0);
  let beats = 0;
  for (let nowMs = 0; nowMs < 1000; nowMs += 16) {
    beats += course(state, listener, nowMs).length;
  }
  // 145 a minute.
  expect(beats).toBeGreaterThanOrEqual(2);
  expect(beats).toBeLessThanOrEqual(3);
});

test.each([
  [0, 12],
  [1, 0],
  [2, 0],
  [3, 12],
])('in_phase_%i_the_last_five_seconds_have_%i_beats', (phase, wanted) => {
  const state = playing();
  const listener = newListener();
  receive(state, match({ phase, left: 5 * 600 }), 0);
  let beats = 0;
  for (let nowMs = 0; nowMs < 6000; nowMs += 16) {
    beats += course(state, listener, nowMs).length;
  }
  expect(beats).toBe(wanted);
});

test('what_others_say_is_heard_once_and_not_of_who_is_muted', () => {
  const [state, listener] = [playing(), newListener()];
  const players = [
    { seat: 1, mark: 7 },
    { seat: 2, mark: 0 },
  ].map((player) => ({ ...player, name: 'Ben', team: null, bot: 0 }));
  receive(state, { kind: 'roster', players }, 0);
  const says = (seat: number, word: number | null = null): void =>
    receive(state, { kind: 'said', seat, to: 0, word, text: 'hello' }, 0);
  const hears = (talk: Partial<Wanted> = {}): number =>
    listen(listener, state, {
      ...{ tick: 0, nowMs: 0, ear: EAR, ...NOTHING_NEW },
      talk: { ...NOTHING_NEW.talk, ...talk },
    }).filter(({ sound }) => sound === 'said').length;
  says(1);
  says(2);
  expect([hears(), hears()], 'two lines at once are one sound').toEqual([1, 0]);
  says(OWN);
  expect(hears(), 'one knows what one says').toBe(0);
  says(1);
  expect(hears({ muted: [7] })).toBe(0);
  says(2);
  expect(hears({ muted: [0] }), 'nobody can mute whom nobody knows').toBe(1);
  says(1);
  expect(hears({ lines: false })).toBe(0);
  says(1, 3);
  expect(hears({ lines: false })).toBe(1);
  says(1, 3);
  expect(hears({ words: false })).toBe(0);
});
