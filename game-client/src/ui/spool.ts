/**
 * The own thread: the score, as a spool that fills up to the goal, with those who lead under it. In Tug the goal is the team's,
 * and the rope shows how far that is.
 */
import { goalOf } from '../sim/thread.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { ownSeat, scoreOf, type State } from '../state/state.ts';
import { isTug, ownTeam, threadOfTeam } from '../state/teams.ts';
import { make, setText, show } from './dom.ts';
import { meter, setMeter } from './meter.ts';
import { say } from './say.ts';
import { metres, wholeMetres } from './words.ts';

export class Spool {
  readonly element: HTMLElement;
  readonly #thread = make('b');
  readonly #goal = make('span', { class: 'label' });
  readonly #meter = meter(say('hud.thread'), 'spool');

  constructor() {
    this.element = make('div', { class: 'score' }, [
      make('p', { class: 'kills' }, [
        make('span', { class: 'label', text: say('hud.thread') }),
        this.#thread,
        this.#goal,
      ]),
      this.#meter,
    ]);
  }

  update(state: State, tuning: Tuning): void {
    const seat = ownSeat(state);
    const { thread } = scoreOf(state, seat ?? -1);
    const tug = isTug(state);
    const team = ownTeam(state);
    const goal = goalOf(tug, state.roster.size, tuning);
    setText(this.#thread, metres(thread));
    setText(
      this.#goal,
      team === null
        ? say('hud.goal', { metres: wholeMetres(goal) })
        : say('tug.ofTeam', { metres: metres(threadOfTeam(state, team)) }),
    );
    show(this.#meter, !tug);
    setMeter(this.#meter, thread / Math.max(goal, 1));
  }
}
