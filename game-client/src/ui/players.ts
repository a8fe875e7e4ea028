/**
 * How a player is named wherever players are listed.
 */
import { BOT, PERSON, type State } from '../state/state.ts';
import { threadStyle } from '../view/palette.ts';
import { make } from './dom.ts';
import { say } from './say.ts';

/** A name in its thread's colour. */
export function thread(seat: number, name: string): HTMLElement {
  return make('span', { class: 'thread' }, [dot(seat), make('span', { class: 'name', text: name })]);
}

/** Where a name would be too much. */
export function dot(seat: number): HTMLElement {
  const element = make('i', { class: 'dot' });
  element.style.setProperty('--thread', threadStyle(seat));
  return element;
}

/** Who is no person, or none at the moment, is marked as such wherever players are listed. */
export function botMark(state: State, seat: number): HTMLElement[] {
  const plays = state.roster.get(seat)?.bot ?? PERSON;
  return plays === PERSON ? [] : [make('small', { text: say(plays === BOT ? 'hud.bot' : 'hud.away') })];
}
