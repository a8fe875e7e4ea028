/**
 * The table of all players by rank, in play and between two matches. A column is one line of {@link COLUMNS}.
 */
import type { Score } from '../protocol/messages.gen.ts';
import { deedsOf } from '../state/deeds.ts';
import { BOT, nameOf, ownSeat, ranking, type State } from '../state/state.ts';
import type { Praise } from './best.ts';
import { make } from './dom.ts';
import { botMark, thread } from './players.ts';
import { say, type Key } from './say.ts';
import { metres } from './words.ts';

export interface Told {
  readonly state: State;
  readonly pingMs: number | null;
  /** What each player did best, by seat. */
  readonly best: ReadonlyMap<number, Praise | null>;
}

interface Column {
  readonly head: Key;
  /** A figure, at the right of its column, who it is, or what they did best. */
  readonly kind: 'figure' | 'player' | 'best';
  readonly cell: (score: Score, place: number, told: Told) => string | Node[];
}

const figure = (head: Key, cell: Column['cell']): Column => ({ head, kind: 'figure', cell });
const PLACE = figure('scores.place', (_, place) => String(place));
const THREAD = figure('scores.thread', ({ thread: cm }) => metres(cm));
const LONGEST = figure('scores.longest', ({ longest }) => metres(longest));
const KILLS = figure('results.kills', ({ kills }) => String(kills));
const ASSISTS = figure('scores.assists', ({ seat }, _, { state }) => assistsOf(state, seat));
const DEATHS = figure('results.deaths', ({ deaths }) => String(deaths));
const PING = figure('scores.ping', ({ seat }, _, told) => pingOf(seat, told));
const PLAYER: Column = {
  head: 'results.player',
  kind: 'player',
  cell: ({ seat }, _, { state }) => playerOf(state, seat),
};
const BEST: Column = {
  head: 'results.best',
  kind: 'best',
  cell: ({ seat }, _, { best }) => praiseOf(best.get(seat) ?? null),
};

/** What is told of each player, from left to right. */
export const RESULT_COLUMNS: readonly Column[] = [PLAYER, THREAD, KILLS, DEATHS, BEST];
export const SCORE_COLUMNS: readonly Column[] = [
  PLACE,
  PLAYER,
  THREAD,
  LONGEST,
  KILLS,
  ASSISTS,
  DEATHS,
  PING,
];

/** So many players stand under one another; more make a second table beside the first. */
const ROWS_MAX = 16;

export class Table {
  readonly element = make('div', { class: 'tables' });
  #shown = '';

  constructor(private readonly columns: readonly Column[]) {}

  /** Writes what has changed since the last time. */
  update({ state, pingMs, best }: Told): void {
    const told = { state, pingMs: pingMs === null ? null : Math.round(pingMs), best };
    const order = ranking(state);
    const pings = [told.pingMs, ...state.pings];
    const assists = order.map(({ seat }) => assistsOf(state, seat));
    const now = JSON.stringify([order, [...state.roster.values()], pings, assists, [...best]]);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    const count = Math.ceil(order.length / ROWS_MAX);
    const tables = Array.from({ length: count }, (_, at) =>
      this.#table(order, at * ROWS_MAX, (at + 1) * ROWS_MAX, told),
    );
    this.element.replaceChildren(...tables);
  }

  #table(order: readonly Score[], from: number, to: number, told: Told): HTMLElement {
    const heads = this.columns.map(({ head, kind }) =>
      make('th', { class: kind, text: say(head), attributes: { scope: 'col', 'data-of': head } }),
    );
    const rows = order.slice(from, to).map((score, at) => {
      const cells = this.columns.map(({ kind, cell }) => cellOf(kind, cell(score, from + at + 1, told)));
      return make('tr', { class: score.seat === ownSeat(told.state) ? 'own' : '' }, cells);
    });
    return make('table', {}, [make('thead', {}, [make('tr', {}, heads)]), make('tbody', {}, rows)]);
  }
}

function cellOf(kind: string, content: string | Node[]): HTMLElement {
  return typeof content === 'string'
    ? make('td', { class: kind, text: content })
    : make('td', { class: kind }, content);
}

function playerOf(state: State, seat: number): Node[] {
  return [thread(seat, nameOf(state, seat)), ...botMark(state, seat)];
}

function praiseOf(praise: Praise | null): string | Node[] {
  return praise === null
    ? say('scores.unknown')
    : [make('span', { class: praise.isAward ? 'award' : '', text: praise.words })];
}

/** The own ones are certain; of others there are at least those that were seen. */
export function assistsOf(state: State, seat: number): string {
  const { assists: count } = deedsOf(state, seat);
  if (seat === ownSeat(state)) {
    return String(count);
  }
  return count === 0 ? say('scores.unknown') : say('scores.atLeast', { count });
}

/** Everybody reads the same ways, those that the server tells; the own one is measured here until then. Bots have none. */
export function pingOf(seat: number, { state, pingMs }: Pick<Told, 'state' | 'pingMs'>): string {
  const own = seat === ownSeat(state) ? pingMs : null;
  const ms = state.roster.get(seat)?.bot === BOT ? null : (state.pings.get(seat) ?? own);
  return ms === null ? say('scores.unknown') : say('scores.ms', { ms });
}
