/** What the hand feels of what happens. */
import { expect, test } from 'vitest';
import type { WireEvent } from '../src/protocol/messages.gen.ts';
import { newState, type State } from '../src/state/state.ts';
import { Haptics } from '../src/ui/haptics.ts';

const OWN = 3;
const OTHER = 5;

function hurt(seat: number, by: number, damage = 14): WireEvent {
  return { kind: 'hurt', ago: 0, seat, by, damage } as unknown as WireEvent;
}

function killed(seat: number, by: number): WireEvent {
  return { kind: 'killed', ago: 0, seat, by, weapon: 0 } as unknown as WireEvent;
}

function seated(): State {
  return { ...newState(), welcome: { seat: OWN } as unknown as State['welcome'] };
}

function happen(state: State, ...events: WireEvent[]): void {
  state.events.push(...events.map((event) => ({ tick: 9, event })));
}

/** What is felt of these events, once the first picture is past. */
function felt(events: readonly WireEvent[], wanted = true, reduced = false): number[][] {
  const [state, patterns] = [seated(), [] as number[][]];
  const haptics = new Haptics((pattern) => patterns.push(pattern));
  happen(state, killed(OWN, OTHER));
  haptics.update(state, wanted, reduced);
  happen(state, ...events);
  haptics.update(state, wanted, reduced);
  haptics.update(state, wanted, reduced);
  return patterns;
}

test.each([
  ['a_hit_given', [hurt(OTHER, OWN)], [[8]]],
  ['a_hit_that_did_nothing', [hurt(OTHER, OWN, 0)], []],
  ['what_others_do', [hurt(OTHER, 7), killed(OTHER, 7)], []],
  ['a_hit_taken', [hurt(OWN, OTHER)], [[35]]],
  ['a_kill', [hurt(OTHER, OWN), killed(OTHER, OWN)], [[20, 40, 20]]],
  ['a_death', [killed(OTHER, OWN), hurt(OWN, OTHER), killed(OWN, OTHER)], [[70, 50, 140]]],
])('of_%s_the_strongest_is_felt_once', (_name, events, patterns) => {
  expect(felt(events)).toEqual(patterns);
});

test('with_reduced_motion_only_what_one_must_know_is_felt', () => {
  const each = [hurt(OTHER, OWN), killed(OTHER, OWN), hurt(OWN, OTHER), killed(OWN, OTHER)];
  expect(each.map((event) => felt([event], true, true))).toEqual([[], [], [[20]], [[60]]]);
});

test('who_does_not_want_it_feels_nothing_and_nothing_later', () => {
  expect(felt([killed(OWN, OTHER)], false)).toEqual([]);
  const [state, patterns] = [seated(), [] as number[][]];
  const haptics = new Haptics((pattern) => patterns.push(pattern));
  haptics.update(state, false, false);
  happen(state, killed(OWN, OTHER));
  haptics.update(state, false, false);
  haptics.update(state, true, false);
  expect(patterns).toEqual([]);
});

test('events_that_were_dropped_do_not_shift_what_is_felt', () => {
  const [state, patterns] = [seated(), [] as number[][]];
  const haptics = new Haptics((pattern) => patterns.push(pattern));
  happen(state, hurt(OTHER, OWN), hurt(OTHER, OWN));
  haptics.update(state, true, false);
  state.eventsDropped += state.events.splice(0, 2).length;
  happen(state, hurt(OWN, OTHER));
  haptics.update(state, true, false);
  expect(patterns).toEqual([[35]]);
});
