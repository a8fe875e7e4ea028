/**
 * Between two matches: who won and why, what everybody did, and when the next one starts.
 */
import type { Tuning } from '../sim/tuning.gen.ts';
import { goalOf } from '../sim/thread.ts';
import { MATCH_RESULTS, nameOf, ownSeat, type State } from '../state/state.ts';
import { hasWon, isTug } from '../state/teams.ts';
import type { BallotCards } from './ballot.ts';
import { bestOf, longestTail } from './best.ts';
import { make, setText, show } from './dom.ts';
import { say } from './say.ts';
import { RESULT_COLUMNS, Table } from './table.ts';
import { metres, teamName, wholeMetres } from './words.ts';

/** What ended a match, as the protocol counts it. */
const BY_GOAL = 1;
const BY_SUDDEN_DEATH = 3;

/** There is room for so many under the words and the vote. */
const ROWS = 8;

export class Results {
  readonly element: HTMLElement;
  readonly #title = make('h2');
  readonly #why = make('p');
  readonly #longest = make('p', { class: 'longest' });
  readonly #table = new Table(RESULT_COLUMNS, ROWS);
  readonly #partly = make('p', { class: 'remark', text: say('results.partly') });
  readonly #next = make('p', { class: 'next', attributes: { 'aria-live': 'off' } });

  /** `ballot` is the vote on what comes next. */
  constructor(private readonly ballot: BallotCards) {
    this.element = make('section', { class: 'results patch', attributes: { role: 'status' } }, [
      this.#title,
      this.#why,
      this.#longest,
      make('div', { class: 'line' }, [this.#next, ballot.title]),
      ballot.element,
      this.#table.element,
      this.#partly,
    ]);
    this.element.hidden = true;
  }

  update(state: State, tuning: Tuning | null, secondsLeft: number): void {
    const match = state.match;
    const shown = match?.phase === MATCH_RESULTS && tuning !== null;
    show(this.element, shown);
    this.ballot.update(state);
    if (shown) {
      setText(this.#title, winnerText(state, match.winner));
      setText(this.#why, whyText(state, tuning));
      setText(this.#longest, longestText(state));
      setText(this.#next, say('results.next', { seconds: Math.max(0, Math.ceil(secondsLeft)) }));
      show(this.#partly, !state.deedsWhole);
      this.#table.update({ state, pingMs: null, best: bestOf(state, tuning) });
    }
  }
}

function winnerText(state: State, winner: number | null): string {
  if (winner === null) {
    return say('results.draw');
  }
  if (isTug(state)) {
    return hasWon(state) ? say('tug.won') : say('tug.winner', { team: teamName(winner) });
  }
  return hasWon(state)
    ? say('results.won')
    : say('results.winner', { name: nameOf(state, winner) || say('feed.left') });
}

function whyText(state: State, tuning: Tuning): string {
  if (state.match?.winner === null) {
    return say('results.nobody');
  }
  switch (state.match?.ended) {
    case BY_GOAL:
      return say('results.goal', { metres: wholeMetres(goalOf(isTug(state), state.roster.size, tuning)) });
    case BY_SUDDEN_DEATH:
      return say('results.suddenDeath');
    default:
      return say(isTug(state) ? 'tug.time' : 'results.time');
  }
}

function longestText(state: State): string {
  const tail = longestTail(state);
  if (tail === null) {
    return '';
  }
  return tail.seat === ownSeat(state)
    ? say('results.longestOwn', { metres: metres(tail.cm) })
    : say('results.longest', { name: nameOf(state, tail.seat), metres: metres(tail.cm) });
}
