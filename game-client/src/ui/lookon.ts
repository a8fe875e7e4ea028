/**
 * While one is dead: the camera goes to whoever killed one, a moment after the fall, and from there to whom one wants.
 */
import type { Control } from '../settings/bindings.ts';
import { MATCH_RESULTS, nameOf, newest, ownSeat, type State } from '../state/state.ts';
import { button, make, show } from './dom.ts';
import { botMark, thread } from './players.ts';
import { say } from './say.ts';
import { besides } from './watcher.ts';

/** So long one sees how one's own thread unravels, in ms. */
const FALL_MS = 800;
/** What one walks with chooses while one cannot walk. */
const STEPS: Partial<Record<Control, -1 | 1>> = { left: -1, right: 1, next: 1 };

export class LookOn {
  readonly element: HTMLElement;
  /** The seat that the camera follows; null for the own body. */
  followed: number | null = null;
  readonly #follow: (seat: number | null) => void;
  readonly #who = make('p', { class: 'who', attributes: { role: 'status' } });
  #state: State | null = null;
  #diedMs: number | null = null;
  #shown = '';

  /** `follow` tells the server whom one looks on with. */
  constructor(follow: (seat: number | null) => void) {
    this.#follow = follow;
    const chooser = (text: string, step: -1 | 1, label: string): HTMLElement => {
      const element = button(text, 'small', () => this.#choose(step));
      element.setAttribute('aria-label', label);
      return element;
    };
    const attributes = { 'aria-label': say('watch.camera') };
    this.element = make('section', { class: 'watcher lookon', attributes }, [
      chooser('←', -1, say('watch.previous')),
      this.#who,
      chooser('→', 1, say('watch.next')),
    ]);
    this.element.hidden = true;
  }

  /** A control was pressed. */
  heard(control: Control): void {
    const step = STEPS[control];
    if (step !== undefined && this.#diedMs !== null) {
      this.#choose(step);
    }
  }

  update(state: State, nowMs: number): void {
    const own = newest(state)?.own ?? null;
    const isDead = own !== null && own.life < 0 && state.match?.phase !== MATCH_RESULTS;
    this.#state = state;
    if (!isDead) {
      this.followed = this.#diedMs = null;
    } else if (this.#diedMs === null) {
      this.#diedMs = nowMs;
    } else if (this.followed === null && nowMs - this.#diedMs > FALL_MS) {
      this.#go(state.death?.seat ?? null);
    }
    if (this.followed !== null && !state.roster.has(this.followed)) {
      this.followed = null;
    }
    const now = `${this.followed} ${nameOf(state, this.followed)}`;
    show(this.element, this.followed !== null);
    if (now !== this.#shown && this.followed !== null) {
      this.#who.replaceChildren(
        thread(this.followed, nameOf(state, this.followed)),
        ...botMark(state, this.followed),
      );
    }
    this.#shown = now;
  }

  #choose(step: -1 | 1): void {
    const state = this.#state;
    if (state === null) {
      return;
    }
    const next = besides(state, this.followed ?? ownSeat(state), step);
    this.#go(next === ownSeat(state) ? besides(state, next, step) : next);
  }

  #go(seat: number | null): void {
    if (seat !== null && seat !== this.followed && seat !== (this.#state && ownSeat(this.#state))) {
      this.followed = seat;
      this.#follow(seat);
    }
  }
}
