/**
 * The table of all players by rank, in play and between two matches; in Tug by team, each under all that its players have. A
 * column is one line of {@link COLUMNS}.
 */
import type { Score } from '../protocol/messages.gen.ts';
import { deedsOf } from '../state/deeds.ts';
import { BOT, nameOf, ownSeat, ranking, type State } from '../state/state.ts';
import { isTug, sides, type Side } from '../state/teams.ts';
import type { Praise } from './best.ts';
import { make } from './dom.ts';
import { botMark, teamMark, thread } from './players.ts';
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
  /** What is told of a whole team; nothing by default. */
  readonly team?: (side: Side, told: Told) => string | Node[];
}

const figure = (head: Key, cell: Column['cell']): Column => ({ head, kind: 'figure', cell });
/** A figure that a team has the sum of. */
const sum = (head: Key, of: (score: Score) => number, words: (sum: number) => string): Column => ({
  ...figure(head, (score) => words(of(score))),
  team: ({ players }) => words(players.reduce((all, score) => all + of(score), 0)),
});
const PLACE = figure('scores.place', (_, place) => String(place));
const THREAD = sum('scores.thread', ({ thread: cm }) => cm, metres);
const LONGEST = figure('scores.longest', ({ longest }) => metres(longest));
const KILLS = sum('results.kills', ({ kills }) => kills, String);
const ASSISTS = figure('scores.assists', ({ seat }, _, { state }) => assistsOf(state, seat));
const DEATHS = sum('results.deaths', ({ deaths }) => deaths, String);
const PING = figure('scores.ping', ({ seat }, _, told) => pingOf(seat, told));
const PLAYER: Column = {
  head: 'results.player',
  kind: 'player',
  cell: ({ seat }, _, { state }) => playerOf(state, seat),
  team: ({ team }, { state }) => teamMark(state, team),
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

  /** Of more players than `rows` each table has half, up to {@link ROWS_MAX}. */
  constructor(
    private readonly columns: readonly Column[],
    private readonly rows = ROWS_MAX,
  ) {}

  /** Writes what has changed since the last time. */
  update({ state, pingMs, best }: Told): void {
    const told = { state, pingMs: pingMs === null ? null : Math.round(pingMs), best };
    const order = ranking(state);
    const pings = [told.pingMs, ...state.pings];
    const assists = order.map(({ seat }) => assistsOf(state, seat));
    const now = JSON.stringify([order, isTug(state), [...state.roster.values()], pings, assists, [...best]]);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    this.element.replaceChildren(
      ...tablesOf(state, order, this.rows).map((groups) => this.#table(groups, told)),
    );
  }

  #table(groups: readonly Group[], told: Told): HTMLElement {
    const heads = this.columns.map(({ head, kind }) =>
      make('th', { class: kind, text: say(head), attributes: { scope: 'col', 'data-of': head } }),
    );
    const bodies = groups.map((group) => make('tbody', {}, this.#rows(group, told)));
    return make('table', {}, [make('thead', {}, [make('tr', {}, heads)]), ...bodies]);
  }

  #rows({ side, scores, before }: Group, told: Told): HTMLElement[] {
    const row = (kind: string, cells: readonly HTMLElement[]): HTMLElement =>
      make('tr', { class: kind }, cells);
    const players = scores.map((score, at) => {
      const cells = this.columns.map(({ kind, cell }) => cellOf(kind, cell(score, before + at + 1, told)));
      return row(score.seat === ownSeat(told.state) ? 'own' : '', cells);
    });
    if (side === null) {
      return players;
    }
    const all = this.columns.map(({ kind, team }) => cellOf(kind, team?.(side, told) ?? ''));
    return [row('team', all), ...players];
  }
}

/** Players one under another, by rank: those of a team, or some of all. */
interface Group {
  readonly side: Side | null;
  readonly scores: readonly Score[];
  /** How many stand before them. */
  readonly before: number;
}

/** What stands in each table. */
function tablesOf(state: State, order: readonly Score[], rows: number): Group[][] {
  const teams = sides(state).map((side) => ({ side, scores: side.players, before: 0 }));
  if (teams.length > 0) {
    return order.length > rows ? teams.map((group) => [group]) : [teams];
  }
  const each = Math.min(Math.max(rows, Math.ceil(order.length / 2)), ROWS_MAX);
  return Array.from({ length: Math.ceil(order.length / each) }, (_, at) => {
    const before = at * each;
    return [{ side: null, scores: order.slice(before, before + each), before }];
  });
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
