/**
 * What is left of the phase of a match, and what that phase means; while all is plain, what a thimble does or will do. In Tug
 * the rope is between them.
 */
import { secondsLeft } from '../predict/timeline.ts';
import type { GameMap } from '../sim/map.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { thimbleComesMs, thimbleLeftMs } from '../predict/thimble.ts';
import {
  MATCH_RESULTS,
  MATCH_RUNNING,
  MATCH_SUDDEN_DEATH,
  MATCH_WARMUP,
  ownSeat,
  type State,
} from '../state/state.ts';
import { clockText, make, setText, show } from './dom.ts';
import { say, type Key } from './say.ts';
import { Rope } from './tug.ts';

/** From here on the clock is written in gold, in seconds. */
const LAST_SECONDS = 30;

/** What is told of a phase; null where the clock says it all. */
export function phaseWords(phase: number, seconds: number): Key | null {
  switch (phase) {
    case MATCH_WARMUP:
      return 'phase.warmup';
    case MATCH_SUDDEN_DEATH:
      return 'phase.suddenDeath';
    case MATCH_RESULTS:
      return 'phase.results';
    default:
      return seconds <= LAST_SECONDS ? 'phase.last' : null;
  }
}

/** What is told of a thimble: for how long one has it, or that it is about to lie there. */
function thimbleText(state: State, map: GameMap | null, tuning: Tuning | null, nowMs: number): string {
  if (map === null || tuning === null || state.match?.phase !== MATCH_RUNNING) {
    return '';
  }
  const leftMs = thimbleLeftMs(state, ownSeat(state), map, tuning, nowMs);
  if (leftMs > 0) {
    return say('pickup.twice', { seconds: Math.ceil(leftMs / 1000) });
  }
  const comesMs = thimbleComesMs(state, map, tuning, nowMs);
  return comesMs === null ? '' : say('pickup.thimble', { seconds: Math.ceil(comesMs / 1000) });
}

export class Clock {
  readonly element: HTMLElement;
  readonly #time = make('b', { class: 'time' });
  readonly #rope = new Rope();
  readonly #phase = make('p', { class: 'phase', attributes: { role: 'status' } });

  constructor() {
    this.element = make('section', { class: 'clock', attributes: { 'aria-label': say('hud.time') } }, [
      make('p', { class: 'plate' }, [this.#time]),
      this.#rope.element,
      this.#phase,
    ]);
    this.#phase.hidden = true;
  }

  update(state: State, map: GameMap | null, tuning: Tuning | null, nowMs: number): void {
    this.#rope.update(state, tuning);
    const phase = state.match?.phase ?? MATCH_RUNNING;
    const seconds = secondsLeft(state, nowMs);
    const words = state.match === null ? null : phaseWords(phase, seconds);
    setText(this.#time, clockText(seconds));
    this.#time.classList.toggle('last', words === 'phase.last' || words === 'phase.suddenDeath');
    const text = words === null ? thimbleText(state, map, tuning, nowMs) : say(words);
    show(this.#phase, text !== '');
    setText(this.#phase, text);
  }
}
