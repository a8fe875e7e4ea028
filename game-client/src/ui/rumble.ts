/**
 * What is felt in a gamepad: being hit, an own kill, the own death.
 */
import type { Rumble } from '../input/pads.ts';
import { newest, ownSeat, scoreOf, type State } from '../state/state.ts';

export const FELT = {
  hit: { duration: 90, strongMagnitude: 0.25, weakMagnitude: 0.6 },
  kill: { duration: 160, strongMagnitude: 0.3, weakMagnitude: 1 },
  death: { duration: 320, strongMagnitude: 1, weakMagnitude: 0.5 },
} as const satisfies Readonly<Record<string, Rumble>>;

/** What of it happened last. */
interface Known {
  readonly health: number | null;
  readonly kills: number;
  readonly deaths: number;
}

export class Felt {
  #known: Known | null = null;

  /** What is felt now, the strongest of it; null for nothing. Of a match that one comes into nothing is. */
  update(state: State): Rumble | null {
    const before = this.#known;
    const now = knownOf(state);
    this.#known = now;
    if (before === null || now === null) {
      return null;
    }
    if (now.deaths > before.deaths) {
      return FELT.death;
    }
    if (now.kills > before.kills) {
      return FELT.kill;
    }
    return now.health !== null && before.health !== null && now.health < before.health ? FELT.hit : null;
  }
}

function knownOf(state: State): Known | null {
  const seat = ownSeat(state);
  const own = newest(state)?.own ?? null;
  const score = seat === null ? null : scoreOf(state, seat);
  if (own === null || score === null) {
    return null;
  }
  return { health: own.life < 0 ? null : own.health, kills: score.kills, deaths: score.deaths };
}
