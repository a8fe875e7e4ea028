/**
 * What is left of the phase of a match, and what that phase means.
 */
import { secondsLeft } from '../predict/timeline.ts';
import {
  MATCH_RESULTS,
  MATCH_RUNNING,
  MATCH_SUDDEN_DEATH,
  MATCH_WARMUP,
  type State,
} from '../state/state.ts';
import { clockText, make, setText, show } from './dom.ts';
import { say, type Key } from './say.ts';

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

export class Clock {
  readonly element: HTMLElement;
  readonly #time = make('b', { class: 'time' });
  readonly #phase = make('p', { class: 'phase', attributes: { role: 'status' } });

  constructor() {
    this.element = make('section', { class: 'clock', attributes: { 'aria-label': say('hud.time') } }, [
      make('p', { class: 'plate' }, [this.#time]),
      this.#phase,
    ]);
    this.#phase.hidden = true;
  }

  update(state: State, nowMs: number): void {
    const phase = state.match?.phase ?? MATCH_RUNNING;
    const seconds = secondsLeft(state, nowMs);
    const words = state.match === null ? null : phaseWords(phase, seconds);
    setText(this.#time, clockText(seconds));
    this.#time.classList.toggle('last', words === 'phase.last' || words === 'phase.suddenDeath');
    show(this.#phase, words !== null);
    if (words !== null) {
      setText(this.#phase, say(words));
    }
  }
}
