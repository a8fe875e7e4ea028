/**
 * World time: an integer count of 1/600 s. A mirror of `src/sim/time.rs`.
 */

/** Units of {@link Time} in one second. */
export const TIME_PER_SECOND = 600;

/** An instant of world time or a span of it, in 1/600 s. */
export type Time = number;

/** A count of simulation steps since the room began. */
export type Tick = number;

const TIME_MAX = 0xffff_ffff;

/** The instant `span` after this one. */
export function after(instant: Time, span: Time): Time {
  return Math.min(instant + span, TIME_MAX);
}

/** What is left from `now` until an instant; zero once it has passed. */
export function left(instant: Time, now: Time): Time {
  return Math.max(instant - now, 0);
}
