/**
 * How a player is named wherever players are listed.
 */
import { BOT, PERSON, type State } from '../state/state.ts';
import { threadStyle } from '../view/palette.ts';
import { make } from './dom.ts';
import { say } from './say.ts';

/** A name in its thread's colour. */
export function thread(seat: number, name: string): HTMLElement {
  const dot = make('i', { class: 'dot' });
  dot.style.setProperty('--thread', threadStyle(seat));
  return make('span', { class: 'thread' }, [dot, make('span', { class: 'name', text: name })]);
}

/** Who is no person, or none at the moment, is marked as such wherever players are listed. */
export function botMark(state: State, seat: number): HTMLElement[] {
  const plays = state.roster.get(seat)?.bot ?? PERSON;
  return plays === PERSON ? [] : [make('small', { text: say(plays === BOT ? 'hud.bot' : 'hud.away') })];
}
