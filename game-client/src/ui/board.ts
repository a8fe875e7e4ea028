/**
 * Who leads, and who unravelled whom with what.
 */
import type { Tuning } from '../sim/tuning.gen.ts';
import { STREAKS } from '../state/feats.ts';
import { ownSeat, ranking, type FeedLine, type State } from '../state/state.ts';
import { make, setStyle } from './dom.ts';
import { botMark, dot, thread } from './players.ts';
import { say } from './say.ts';
import { lookInSlot, metres } from './words.ts';

const LEADERS = 5;
/** A line of the feed is shown so long, in ms. */
const FEED_MS = 6000;
/** Dots of helpers beside a killer. */
const HELPERS_MAX = 2;

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
    const rows = top.map((score) => {
      const { seat } = score;
      const { name = '', bot = 0, team = null } = state.roster.get(seat) ?? {};
      return {
        seat,
        name,
        team,
        bot: bot === 1,
        tail: metres(score.thread),
        place: order.indexOf(score) + 1,
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
        make('b', { text: row.tail }),
      ]),
    );
    this.element.replaceChildren(...lines);
  }
}

export class Feed {
  readonly element = make('ul', { class: 'feed', attributes: { 'aria-live': 'off' } });
  readonly #lines = new Map<FeedLine, HTMLElement>();

  update(state: State, tuning: Tuning | null, nowMs: number): void {
    for (const line of state.feed) {
      if (!this.#lines.has(line) && nowMs - line.atMs < FEED_MS) {
        const element = feedLine(line, ownSeat(state), lookInSlot(tuning, line.weapon));
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
    [...this.#lines.values()].forEach((element, at) => setStyle(element, '--at', String(at)));
  }
}

function feedLine(line: FeedLine, own: number | null, look: string): HTMLElement {
  const victim = thread(line.victim, line.victimName || say('feed.left'));
  const { helpers } = line.feats;
  const concerned = [line.killer, line.victim, ...helpers];
  const mine = own !== null && concerned.includes(own) ? 'own' : '';
  if (line.killer === null) {
    return make(
      'li',
      { class: mine, attributes: { 'aria-label': say('feed.alone', { victim: line.victimName }) } },
      [victim],
    );
  }
  const tags = tagsOf(line);
  const killer = thread(line.killer, line.killerName || say('feed.left'));
  const said = say('feed.unravelled', { killer: line.killerName, victim: line.victimName });
  const label = [said, ...tags.map(({ words }) => words)].join(', ');
  return make('li', { class: mine, attributes: { 'aria-label': label } }, [
    killer,
    ...helpersOf(helpers),
    make('i', { class: 'mark', attributes: { 'data-look': look } }),
    victim,
    ...tags.map(({ sign }) => make('small', { text: sign })),
  ]);
}

/** Who helped: a plus, and their dots. */
function helpersOf(helpers: readonly number[]): HTMLElement[] {
  return helpers.length === 0
    ? []
    : [make('span', { class: 'helpers', text: '+' }, helpers.slice(0, HELPERS_MAX).map(dot))];
}

/** What a kill was beside a kill: as a sign, and in words. */
function tagsOf({ feats: { streak, revenge } }: FeedLine): { sign: string; words: string }[] {
  const tags = revenge ? [{ sign: '↩', words: say('feed.revenge') }] : [];
  return streak < STREAKS[0]
    ? tags
    : [...tags, { sign: `×${streak}`, words: say('feed.streak', { count: streak }) }];
}
