import { expect, test } from 'vitest';
import { newState, type State } from '../src/state/state.ts';
import { besides } from '../src/ui/watcher.ts';

/** A room in which these seats are filled. */
function room(...seats: readonly number[]): State {
  const state = newState();
  seats.forEach((seat) =>
    state.roster.set(seat, { seat, name: `player ${seat}`, team: null, bot: 1, mark: 0 }),
  );
  return state;
}

test.each([
  ['right_from_the_whole_map_is_the_first', [5, 2, 9], null, 1, 2],
  ['left_from_the_whole_map_is_the_last', [5, 2, 9], null, -1, 9],
  ['right_is_the_next_filled_seat', [5, 2, 9], 2, 1, 5],
  ['left_is_the_one_before', [5, 2, 9], 5, -1, 2],
  ['right_of_the_last_is_the_first', [5, 2, 9], 9, 1, 2],
  ['left_of_the_first_is_the_last', [5, 2, 9], 2, -1, 9],
  ['seat_zero_counts', [0, 1], 1, -1, 0],
  ['one_who_has_left_still_has_a_place', [5, 2, 9], 7, 1, 9],
  ['nobody_is_beside_nobody', [], null, 1, null],
] as const)('%s', (_name, seats, from, step, to) => {
  expect(besides(room(...seats), from, step)).toBe(to);
});
