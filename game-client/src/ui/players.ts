/**
 * How a player is named wherever players are listed.
 */
import type { State } from '../state/state.ts';
import { css, threadOf } from '../view/palette.ts';
import { make } from './dom.ts';
import { say } from './say.ts';

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
