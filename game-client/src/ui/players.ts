/**
 * How a player, or a team, is named wherever players are listed.
 */
import { BOT, PERSON, type State } from '../state/state.ts';
import { ownTeam } from '../state/teams.ts';
import { teamStyle, threadStyle } from '../view/palette.ts';
import { isCrossed } from '../view/wear.ts';
import { make } from './dom.ts';
import { say } from './say.ts';
import { teamName } from './words.ts';

/** A name in its thread's colour. */
export function thread(seat: number, name: string): HTMLElement {
  return beside(dot(seat), name);
}

/** Where a name would be too much. */
export function dot(seat: number): HTMLElement {
  return mark(threadStyle(seat), isCrossed(seat));
}

/** A team by its name, and whether it is the own one. */
export function teamMark(state: State, team: number): HTMLElement[] {
  const own = ownTeam(state) === team ? [make('small', { text: say('tug.own') })] : [];
  return [beside(teamDot(team), teamName(team)), ...own];
}

export function teamDot(team: number): HTMLElement {
  return mark(teamStyle(team), team === 1);
}

/** The second team's thread is crossed here as well as in the world. */
function mark(colour: string, crossed: boolean): HTMLElement {
  const element = make('i', { class: crossed ? 'dot crossed' : 'dot' });
  element.style.setProperty('--thread', colour);
  return element;
}

function beside(mark: HTMLElement, name: string): HTMLElement {
  return make('span', { class: 'thread' }, [mark, make('span', { class: 'name', text: name })]);
}

/** Who is no person, or none at the moment, is marked as such wherever players are listed. */
export function botMark(state: State, seat: number): HTMLElement[] {
  const plays = state.roster.get(seat)?.bot ?? PERSON;
  return plays === PERSON ? [] : [make('small', { text: say(plays === BOT ? 'hud.bot' : 'hud.away') })];
}
