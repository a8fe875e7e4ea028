/**
 * What comes and goes over the picture while one plays: scores, hints, captions, the net graph, a word, a warning.
 */
import type { Control } from '../settings/bindings.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { tuningAt } from '../predict/tuning.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import { deedsOf } from '../state/deeds.ts';
import { isLent, MATCH_RESULTS, newest, ownSeat, type State } from '../state/state.ts';
import { Captions, type Caption } from './captions.ts';
import { make, setText, show } from './dom.ts';
import type { Hands } from './hands.ts';
import { hintOf, Hints } from './hints.ts';
import { isIdle, newIdle, stir, type Idle } from './idle.ts';
import { NetGraph, type Net } from './netgraph.ts';
import type { ControlNames } from './padnames.ts';
import { say } from './say.ts';
import { SCORE_COLUMNS, Table } from './table.ts';

/** How long a word about the sound stands. */
const WORD_MS = 1500;
/** While a match runs nobody is told what they did best. */
const NO_BEST: ReadonlyMap<number, null> = new Map();

/** What a picture of it shows. */
export interface Told {
  readonly state: State;
  /** How many weapons are at hand. */
  readonly weapons: number;
  readonly net: Net;
  /** What the player does: whether anything is held, and where they aim. */
  readonly holds: boolean;
  readonly aim: number;
  /** How long the seat is still held while the connection is lost, in ms; null while it is not. */
  readonly heldMs: number | null;
  /** What is heard now, oldest first. */
  readonly captions: readonly Caption[];
}

export class Overlay {
  readonly element: HTMLElement;
  readonly #settings: SettingsStore;
  readonly #hands: Hands;
  readonly #scores: HTMLElement;
  readonly #table = new Table(SCORE_COLUMNS);
  readonly #hints: Hints;
  readonly #captions = new Captions();
  readonly #graph: NetGraph;
  readonly #word = make('p', { class: 'word', attributes: { role: 'status' } });
  readonly #warning = make('p', { class: 'warning', attributes: { role: 'status' } });
  readonly #idle: Idle;
  #nowMs: number;
  #wordMs = -Infinity;

  constructor(settings: SettingsStore, controls: ControlNames, hands: Hands, nowMs: number) {
    this.#settings = settings;
    this.#hands = hands;
    this.#nowMs = nowMs;
    this.#idle = newIdle(nowMs);
    this.#graph = new NetGraph(nowMs);
    this.#hints = new Hints(controls, () => hands.isTouch);
    const attributes = { 'aria-label': say('scores.title') };
    this.#scores = make('section', { class: 'scores patch', attributes }, [this.#table.element]);
    this.#scores.hidden = this.#word.hidden = this.#warning.hidden = true;
    this.element = make('div', { class: 'overlay' }, [
      this.#warning,
      this.#hints.element,
      this.#word,
      this.#captions.element,
      this.#graph.element,
      this.#scores,
    ]);
  }

  /** A control was pressed or let go. */
  heard(control: Control, down: boolean): void {
    stir(this.#idle, this.#nowMs);
    const hint = hintOf(control);
    if (hint !== null && down && !this.#settings.now.used[hint]) {
      this.#settings.set('used', { [hint]: true });
    }
    if (control === 'scores') {
      show(this.#scores, down);
    } else if (control === 'graph' && down) {
      this.#graph.toggle();
    } else if (control === 'mute' && down) {
      const muted = !this.#settings.now.audio.muted;
      this.#settings.set('audio', { muted });
      setText(this.#word, say(muted ? 'mute.on' : 'mute.off'));
      this.#wordMs = this.#nowMs;
    }
  }

  /** Answers with a warning that must not be missed; empty for none. */
  update(told: Told, nowMs: number): string {
    const { state, net } = told;
    const { used, audio } = this.#settings.now;
    this.#nowMs = nowMs;
    if (!this.#scores.hidden) {
      this.#table.update({ state, pingMs: net.pingMs, best: NO_BEST });
    }
    const plays =
      !isLent(state) && state.match?.phase !== MATCH_RESULTS && (newest(state)?.own?.life ?? -1) >= 0;
    if (!used.wind && deedsOf(state, ownSeat(state) ?? -1).wound > 0) {
      this.#settings.set('used', { wind: true });
    }
    const around = { weapons: told.weapons, isLoose: state.loose.size > 0 };
    this.#hints.update(this.#settings.now.used, around, plays, nowMs);
    this.#captions.update(audio.captions ? told.captions : []);
    this.#graph.update(state, net, told.heldMs !== null, nowMs);
    show(this.#word, nowMs - this.#wordMs < WORD_MS);
    const warning = lostWarning(told) ?? this.#idleWarning(told, nowMs);
    setText(this.#warning, warning);
    show(this.#warning, warning !== '');
    return warning;
  }

  /** What one who does nothing is told: that a bot will play for them, or does. */
  #idleWarning(told: Told, nowMs: number): string {
    const { state } = told;
    const seconds = (tuningAt(state, newest(state)?.tick ?? 0)?.match.idle ?? 0) / TIME_PER_SECOND;
    // Between two matches nobody is idle: the result is read.
    const idle =
      isIdle(this.#idle, told, nowMs, seconds * 1000) &&
      state.match?.phase !== MATCH_RESULTS &&
      ownSeat(state) !== null;
    const lent = this.#hands.isTouch ? 'touch.lent' : 'idle.lent';
    return isLent(state) ? say(lent) : idle ? say('idle.warning', { seconds }) : '';
  }
}

/** Whose connection is lost is told that it is being mended. */
function lostWarning({ heldMs }: Told): string | null {
  return heldMs === null ? null : say('lost.again', { seconds: Math.ceil(heldMs / 1000) });
}
