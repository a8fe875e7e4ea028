/**
 * Who plays with whom. In Tug two teams pull at one rope, each with all the thread of its players; else everybody plays for
 * themselves, and nobody has a team.
 */
import type { Score } from '../protocol/messages.gen.ts';
import { ownSeat, ranking, scoreOf, type State } from './state.ts';

/** What a match is played for. */
export const MODE_TUG = 1;
/** The teams of a match of Tug, by their numbers. */
export const TEAMS = [0, 1] as const;

/** A team with all its players, those with most thread first. */
export interface Side {
  readonly team: number;
  /** All thread of its players, in cm. */
  readonly thread: number;
  readonly players: readonly Score[];
}

export function isTug({ match }: State): boolean {
  return match?.mode === MODE_TUG;
}

/** The team of whoever sits there; null for nobody, and where everybody plays for themselves. */
export function teamOf(state: State, seat: number | null): number | null {
  return seat === null ? null : (state.roster.get(seat)?.team ?? null);
}

export function ownTeam(state: State): number | null {
  return teamOf(state, ownSeat(state));
}

/** True for two who play together. */
export function isMate(state: State, one: number, other: number): boolean {
  const team = teamOf(state, one);
  return one !== other && team !== null && team === teamOf(state, other);
}

/** All thread of a team, in cm. */
export function threadOfTeam(state: State, team: number): number {
  let thread = 0;
  for (const player of state.roster.values()) {
    thread += player.team === team ? scoreOf(state, player.seat).thread : 0;
  }
  return thread;
}

/** The teams, the one with more thread first; none where everybody plays for themselves. */
export function sides(state: State): Side[] {
  if (!isTug(state)) {
    return [];
  }
  const order = ranking(state);
  const side = (team: number): Side => ({
    team,
    thread: threadOfTeam(state, team),
    players: order.filter(({ seat }) => teamOf(state, seat) === team),
  });
  return TEAMS.map(side).sort((a, b) => b.thread - a.thread || a.team - b.team);
}

/** True when the match was won by whoever sits in the own seat, or by their team. */
export function hasWon(state: State): boolean {
  const winner = state.match?.winner ?? null;
  return winner !== null && winner === (isTug(state) ? ownTeam(state) : ownSeat(state));
}
