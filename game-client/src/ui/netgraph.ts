/**
 * How the line to the server does: a bar for each of the last snapshots, as high as it had been waited for.
 */
import { newest, rateStep, type State } from '../state/state.ts';
import { make, setStyle, setText } from './dom.ts';
import { say } from './say.ts';

const BARS = 60;
/** A bar of full height. */
const FULL_MS = 150;
const SECOND_MS = 1000;

export class NetGraph {
  readonly element: HTMLElement;
  readonly #bars = Array.from({ length: BARS }, () => make('i'));
  readonly #ping = make('span');
  readonly #rate = make('span');
  readonly #corrected = make('span');
  /** When snapshots came, newest last. */
  readonly #cameMs: number[] = [];
  #tick = -1;

  constructor() {
    const bars = make('div', { class: 'bars', attributes: { 'aria-hidden': 'true' } }, this.#bars);
    this.element = make('section', { class: 'graph', attributes: { 'aria-label': say('graph.title') } }, [
      bars,
      this.#ping,
      this.#rate,
      this.#corrected,
    ]);
    this.element.hidden = true;
  }

  update(state: State, pingMs: number | null, corrected: number, nowMs: number): void {
    const { tick = -1 } = newest(state) ?? {};
    if (tick === this.#tick) {
      return;
    }
    this.#tick = tick;
    this.#cameMs.push(nowMs);
    this.#cameMs.splice(0, this.#cameMs.length - BARS - 1);
    if (!this.element.hidden) {
      this.#draw(state, pingMs, corrected, nowMs);
    }
  }

  #draw(state: State, pingMs: number | null, corrected: number, nowMs: number): void {
    const first = BARS + 1 - this.#cameMs.length;
    this.#bars.forEach((bar, at) => {
      const cameMs = this.#cameMs[at - first + 1] ?? 0;
      const beforeMs = this.#cameMs[at - first] ?? cameMs;
      setStyle(bar, '--share', Math.min((cameMs - beforeMs) / FULL_MS, 1).toFixed(2));
    });
    setText(
      this.#ping,
      say('graph.ping', { ms: pingMs === null ? say('scores.unknown') : Math.round(pingMs) }),
    );
    const rate = this.#cameMs.filter((cameMs) => nowMs - cameMs < SECOND_MS).length;
    const behind = rateStep(state) > 0 ? ` · ${say('line.bursts')}` : '';
    setText(this.#rate, say('graph.rate', { rate }) + behind);
    setText(this.#corrected, say('graph.corrected', { count: corrected }));
  }
}
