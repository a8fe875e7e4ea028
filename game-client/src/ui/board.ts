/**
 * Who leads, who unravelled whom, and the result between two matches.
 */
import { nameOf, ownSeat, ranking, type FeedLine, type State } from '../state/state.ts';
import { css, threadOf } from '../view/palette.ts';
import { make, setText, show } from './dom.ts';
import { say } from './say.ts';

const LEADERS = 5;
/** A line of the feed is shown so long, in ms. */
const FEED_MS = 6000;

/** A name in its thread's colour. */
export function thread(seat: number, name: string): HTMLElement {
  const dot = make('i', { class: 'dot' });
  dot.style.setProperty('--thread', css(threadOf(seat)));
  return make('span', { class: 'thread' }, [dot, make('span', { class: 'name', text: name })]);
}

/** Programs are marked as such wherever players are listed. */
export function botMark(state: State, seat: number): HTMLElement[] {
  return state.roster.get(seat)?.bot === 1 ? [make('small', { text: say('hud.bot') })] : [];
}

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
  readonly #body = make('tbody');
  readonly #next = make('p', { class: 'next' });
  #shown = '';

  constructor() {
    const heads = (['results.player', 'results.kills', 'results.deaths'] as const).map((key) =>
      make('th', { text: say(key), attributes: { scope: 'col' } }),
    );
    const table = make('table', {}, [make('thead', {}, [make('tr', {}, heads)]), this.#body]);
    this.element = make('section', { class: 'results patch', attributes: { role: 'status' } }, [
      this.#title,
      table,
      this.#next,
    ]);
    this.element.hidden = true;
  }

  update(state: State, secondsLeft: number): void {
    const match = state.match;
    const shown = match?.phase === 1;
    show(this.element, shown);
    if (!shown) {
      this.#shown = '';
      return;
    }
    setText(this.#next, say('results.next', { seconds: Math.max(0, Math.ceil(secondsLeft)) }));
    const order = ranking(state);
    const now = JSON.stringify([match.winner, order]);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    setText(this.#title, winnerText(state, match.winner));
    const rows = order.map((score) =>
      make('tr', { class: score.seat === ownSeat(state) ? 'own' : '' }, [
        make('td', {}, [thread(score.seat, nameOf(state, score.seat)), ...botMark(state, score.seat)]),
        make('td', { text: String(score.kills) }),
        make('td', { text: String(score.deaths) }),
      ]),
    );
    this.#body.replaceChildren(...rows);
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
