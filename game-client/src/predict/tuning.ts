/**
 * Which tuning holds at which tick. A change is told ahead of its tick, and a replay crosses it at that very tick.
 */
import type { TuningMessage } from '../protocol/messages.gen.ts';
import { readTuning, type Tuning } from '../sim/tuning.gen.ts';
import { TIME_PER_SECOND, type Time } from '../sim/time.ts';
import { isPaused, PACE_FULL, type State } from '../state/state.ts';

/** Reading is pure, so what a message reads as is kept with the message. */
const readings = new WeakMap<TuningMessage, Tuning | null>();

function read(message: TuningMessage): Tuning | null {
  let tuning = readings.get(message);
  if (tuning === undefined) {
    tuning = readTuning(message.values, message.weapons);
    readings.set(message, tuning);
  }
  return tuning;
}

/** The tuning of the step of this tick; null before the first one is told. */
export function tuningAt(state: State, tick: number): Tuning | null {
  for (let at = state.tunings.length - 1; at >= 0; at--) {
    const message = state.tunings[at];
    if (message !== undefined && (message.tick <= tick || at === 0)) {
      return read(message);
    }
  }
  return null;
}

/** The length of a step of world time. */
export function stepOf(tuning: Tuning): Time {
  return Math.floor(TIME_PER_SECOND / Math.max(tuning.rates.tick, 1));
}

/** The same in milliseconds. */
export function stepMs(tuning: Tuning): number {
  return (stepOf(tuning) * 1000) / TIME_PER_SECOND;
}

/** From one tick to the next by the local clock: longer in a sandbox that runs slowly. A paused one makes no difference. */
export function tickLengthMs(tuning: Tuning, state: State): number {
  const pace = state.pace === null || isPaused(state) ? PACE_FULL : state.pace;
  return (stepMs(tuning) * PACE_FULL) / pace;
}
