/**
 * Who leads, who unravelled whom, and the result between two matches.
 */
import { nameOf, ownSeat, ranking, type FeedLine, type State } from '../state/state.ts';
import { make, setText, show } from './dom.ts';
import { botMark, thread } from './players.ts';
import { say } from './say.ts';
import { RESULT_COLUMNS, Table } from './table.ts';

const LEADERS = 5;
/** A line of the feed is shown so long, in ms. */
const FEED_MS = 6000;

export class Leaders {
  readonly element = make('ol', { class: 'leaders', attributes: { 'aria-label': say('hud.leaders') } });
  #shown = '';

  update(state: State): void {
    const own = ownSeat(state);
    const order = ranking(state);
    const top = order.slice(0, LEADERS);
    const mine = order.find((score) => score.seat === own);
    if (mine !== undefined && !top.includes(mine)) {
      top[LEADERS - 1] = mine;
    }
    const rows = top.map(({ seat, kills }) => {
      const { name = '', bot = 0 } = state.roster.get(seat) ?? {};
      return {
        seat,
        name,
        bot: bot === 1,
        kills,
        place: order.findIndex((score) => score.seat === seat) + 1,
      };
    });
    const now = JSON.stringify(rows);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    const lines = rows.map((row) =>
      make('li', { class: row.seat === own ? 'own' : '', attributes: { value: String(row.place) } }, [
        thread(row.seat, row.name),
        ...botMark(state, row.seat),
        make('b', { text: String(row.kills) }),
      ]),
    );
    this.element.replaceChildren(...lines);
  }
}

export class Feed {
  readonly element = make('ul', { class: 'feed', attributes: { 'aria-live': 'off' } });
  readonly #lines = new Map<FeedLine, HTMLElement>();

  update(state: State, nowMs: number): void {
    for (const line of state.feed) {
      if (!this.#lines.has(line) && nowMs - line.atMs < FEED_MS) {
        const element = feedLine(line, ownSeat(state));
        this.#lines.set(line, element);
        this.element.append(element);
      }
    }
    for (const [line, element] of this.#lines) {
      if (nowMs - line.atMs >= FEED_MS || !state.feed.includes(line)) {
        element.remove();
        this.#lines.delete(line);
      }
    }
  }
}

function feedLine(line: FeedLine, own: number | null): HTMLElement {
  const victim = thread(line.victim, line.victimName || say('feed.left'));
  const mine = own !== null && (line.killer === own || line.victim === own) ? 'own' : '';
  if (line.killer === null) {
    return make(
      'li',
      { class: mine, attributes: { 'aria-label': say('feed.alone', { victim: line.victimName }) } },
      [victim],
    );
  }
  const killer = thread(line.killer, line.killerName || say('feed.left'));
  const label = say('feed.unravelled', { killer: line.killerName, victim: line.victimName });
  return make('li', { class: mine, attributes: { 'aria-label': label } }, [
    killer,
    make('i', { class: 'needle' }),
    victim,
  ]);
}

/** The table between two matches. */
export class Results {
  readonly element: HTMLElement;
  readonly #title = make('h2');
  readonly #table = new Table(RESULT_COLUMNS);
  readonly #next = make('p', { class: 'next' });

  constructor() {
    this.element = make('section', { class: 'results patch', attributes: { role: 'status' } }, [
      this.#title,
      this.#table.element,
      this.#next,
    ]);
    this.element.hidden = true;
  }

  update(state: State, secondsLeft: number): void {
    const match = state.match;
    const shown = match?.phase === 1;
    show(this.element, shown);
    if (shown) {
      setText(this.#title, winnerText(state, match.winner));
      setText(this.#next, say('results.next', { seconds: Math.max(0, Math.ceil(secondsLeft)) }));
      this.#table.update(state, null);
    }
  }
}

function winnerText(state: State, winner: number | null): string {
  if (winner === null) {
    return say('results.draw');
  }
  return winner === ownSeat(state)
    ? say('results.won')
    : say('results.winner', { name: nameOf(state, winner) });
}
