/**
 * The rope of Tug, across the top: all thread of each team at its end, and between them a knot that goes to the side that leads.
 *
 *     12.3 m ════════◆═══════════ 8.1 m
 *     ● your team    of 54 m    ◍ Ember
 */
import { goalOf } from '../sim/thread.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import type { State } from '../state/state.ts';
import { isTug, ownTeam, TEAMS, threadOfTeam } from '../state/teams.ts';
import { make, setStyle, setText, show } from './dom.ts';
import { teamDot } from './players.ts';
import { say } from './say.ts';
import { metres, teamName, wholeMetres } from './words.ts';

/** How far from the middle the knot is: -1 at the first team's end, 1 at the other's. */
export function knotAt(first: number, second: number, goal: number): number {
  return Math.min(Math.max((second - first) / Math.max(goal, 1), -1), 1);
}

/** What stands at the end of one team. */
class End {
  readonly thread = make('b');
  readonly name = make('span', { class: 'name' });
  readonly whose: HTMLElement;

  constructor(readonly team: number) {
    this.whose = make('span', { class: 'thread' }, [teamDot(team), this.name]);
    for (const element of [this.thread, this.whose]) {
      element.classList.add(team === 0 ? 'first' : 'second');
    }
  }

  update(state: State): void {
    const isOwn = ownTeam(state) === this.team;
    setText(this.thread, say('tug.metres', { metres: metres(threadOfTeam(state, this.team)) }));
    setText(this.name, isOwn ? say('tug.own') : teamName(this.team));
    this.whose.classList.toggle('own', isOwn);
    this.thread.classList.toggle('own', isOwn);
  }
}

export class Rope {
  readonly element: HTMLElement;
  readonly #ends = TEAMS.map((team) => new End(team));
  readonly #goal = make('span', { class: 'label' });
  readonly #band = make('div', { class: 'band', attributes: { 'aria-hidden': 'true' } }, [
    make('i', { class: 'pull' }),
    make('i', { class: 'middle' }),
    make('i', { class: 'knot' }),
  ]);

  constructor() {
    const [first, second] = this.#ends;
    const attributes = { role: 'group', 'aria-label': say('tug.rope') };
    const parts = [first?.thread, this.#band, second?.thread, first?.whose, this.#goal, second?.whose];
    this.element = make(
      'div',
      { class: 'rope', attributes },
      parts.filter((part) => part !== undefined),
    );
    this.element.hidden = true;
  }

  update(state: State, tuning: Tuning | null): void {
    const shown = tuning !== null && isTug(state);
    show(this.element, shown);
    if (shown) {
      const goal = goalOf(true, state.roster.size, tuning);
      this.#ends.forEach((end) => end.update(state));
      setText(this.#goal, say('hud.goal', { metres: wholeMetres(goal) }));
      const knot = knotAt(threadOfTeam(state, TEAMS[0]), threadOfTeam(state, TEAMS[1]), goal);
      setStyle(this.#band, '--knot', knot.toFixed(3));
    }
  }
}
