/**
 * The last ten seconds of the line, drawn: each snapshot as wide and as high as it had been waited for, and below what the
 * own body was put right by.
 *
 *     ▁▁▁▁▁▁█████▁▁▁▁  gaps
 *           ▔          corrections
 */
import { KEPT_MS, type Line } from '../predict/line.ts';
import { make } from './dom.ts';
import { say } from './say.ts';

/** What a bar of full height means. */
const GAP_MS = 200;
const CORRECTED_UNITS = 20;
const UNITS_A_METRE = 10;
/** The share of the height that corrections have. */
const LOWER = 0.25;
/** The least that a correction is drawn as, in CSS pixels: it was there. */
const LEAST = 3;

export class NetPlot {
  readonly element: HTMLElement;
  readonly #canvas = make('canvas');

  constructor() {
    const label = (text: string): HTMLElement => make('span', { text });
    const metres = CORRECTED_UNITS / UNITS_A_METRE;
    this.element = make('div', { class: 'plot', attributes: { 'aria-hidden': 'true' } }, [
      label(say('graph.gaps', { ms: GAP_MS })),
      label(say('graph.span', { seconds: KEPT_MS / 1000 })),
      this.#canvas,
      label(say('graph.lower', { metres })),
    ]);
  }

  draw(line: Line, nowMs: number): void {
    const { clientWidth: wide, clientHeight: high } = this.#canvas;
    const pen = this.#canvas.getContext('2d');
    if (pen === null || wide === 0) {
      return;
    }
    const style = getComputedStyle(this.#canvas);
    const colour = (name: string): string => style.getPropertyValue(name);
    const scale = devicePixelRatio;
    // Setting the size clears the canvas.
    this.#canvas.width = Math.round(wide * scale);
    this.#canvas.height = Math.round(high * scale);
    pen.scale(scale, scale);
    const base = high * (1 - LOWER);
    const xOf = (atMs: number): number => wide * (1 - (nowMs - atMs) / KEPT_MS);
    const bar = (fromMs: number, toMs: number): void => {
      const height = Math.min((toMs - fromMs) / GAP_MS, 1) * base;
      pen.fillRect(xOf(fromMs), base - height, xOf(toMs) - xOf(fromMs), height);
    };
    for (const { atMs, gapMs, isMissed, corrected } of line.arrivals) {
      pen.fillStyle = colour(isMissed ? '--bad' : '--plate-quiet');
      bar(atMs - gapMs, atMs);
      if (corrected > 0) {
        pen.fillStyle = colour('--uneven');
        const height = Math.max(Math.min(corrected / CORRECTED_UNITS, 1) * high * LOWER, LEAST);
        pen.fillRect(xOf(atMs) - 1, base + 1, 2, height - 1);
      }
    }
    // What is waited for now.
    pen.fillStyle = colour(line.isMissed ? '--bad' : '--plate-quiet');
    bar(line.arrivals.at(-1)?.atMs ?? nowMs, nowMs);
    pen.fillStyle = colour('--plate-ink');
    pen.fillRect(0, base, wide, 1);
  }
}
