/**
 * How the line to the server does: a word that comes by itself when something is wrong, and on demand the figures behind it.
 */
import { CAUSES, corrected, type Corrections } from '../predict/corrections.ts';
import type { Delay } from '../predict/delay.ts';
import { attend, figuresOf, judge, newAttention, type Health } from '../predict/health.ts';
import type { Lead } from '../predict/lead.ts';
import { countOver, type Line } from '../predict/line.ts';
import { rateStep, type State } from '../state/state.ts';
import { make, setText, show } from './dom.ts';
import { NetPlot } from './netplot.ts';
import { figure, say } from './say.ts';

/** What it shows. */
export interface Net {
  readonly line: Line;
  readonly delay: Delay;
  readonly lead: Lead;
  readonly corrections: Corrections;
  /** There and back, in ms; null while it is not known. */
  readonly pingMs: number | null;
  /** The length of a tick now, in ms. */
  readonly tickMs: number;
}

const ROWS = [
  'ping',
  'jitter',
  'lead',
  'buffer',
  'delay',
  'missed',
  'rate',
  'bytes',
  'keyframes',
  'corrections',
] as const;
type Row = (typeof ROWS)[number];

/** Figures stand for so long that they can be read; the plot moves, and the word is thought over. */
const FIGURES_MS = 500;
const PLOT_MS = 100;
/** Over so long rates are taken. */
const RATE_MS = 2000;
/** The share of snapshots that are no later than the jitter that is told. */
const JITTER = 0.95;
/** How many of the last snapshots the server's buffer is read from. */
const BUFFERED = 30;
/** The steps of the rate of snapshots, as the flags of a snapshot count them. */
const STEPS = ['full', 'half', 'third', 'latest'] as const;
const GOOD: Health = { level: 'good', reason: null, amount: 0 };

export class NetGraph {
  readonly element: HTMLElement;
  readonly #graph: HTMLElement;
  readonly #plot = new NetPlot();
  readonly #figures = Object.fromEntries(ROWS.map((row) => [row, make('dd')])) as Record<Row, HTMLElement>;
  /** What the corrections were for. */
  readonly #causes = make('dd', { class: 'causes' });
  readonly #level = make('b');
  readonly #reason = make('span');
  readonly #health: HTMLElement;
  readonly #attention;
  #figuresMs = -Infinity;
  #plotMs = -Infinity;

  constructor(nowMs: number) {
    this.#attention = newAttention(nowMs);
    const bars = make('i', { class: 'bars', attributes: { 'aria-hidden': 'true' } });
    const parts = [bars, this.#level, this.#reason];
    this.#health = make('p', { class: 'condition', attributes: { role: 'status' } }, parts);
    const rows = ROWS.map((row) =>
      make('div', {}, [make('dt', { text: say(`graph.${row}`) }), this.#figures[row]]),
    );
    rows.at(-1)?.append(this.#causes);
    const attributes = { 'aria-label': say('graph.title') };
    this.#graph = make('section', { class: 'graph', attributes }, [this.#plot.element, make('dl', {}, rows)]);
    this.#graph.hidden = this.#health.hidden = true;
    this.element = make('div', { class: 'net' }, [this.#health, this.#graph]);
  }

  toggle(): void {
    show(this.#graph, this.#graph.hidden !== false);
    this.#figuresMs = -Infinity;
  }

  /** `isLost`: the connection is being mended, which is told elsewhere. */
  update(state: State, net: Net, isLost: boolean, nowMs: number): void {
    const isOpen = this.#graph.hidden === false;
    const isDue = nowMs - this.#plotMs >= PLOT_MS;
    if (isDue) {
      this.#plotMs = nowMs;
      attend(this.#attention, judge(figuresOf(net.line, state, net.pingMs, nowMs)), nowMs);
    }
    const health = this.#attention.shown;
    show(this.#health, isOpen || (health !== null && !isLost));
    if (isOpen || health !== null) {
      this.#tell(health ?? GOOD);
    }
    if (isOpen && isDue) {
      this.#plot.draw(net.line, nowMs);
    }
    if (isOpen && nowMs - this.#figuresMs >= FIGURES_MS) {
      this.#figuresMs = nowMs;
      const texts = textsOf(state, net, nowMs);
      ROWS.forEach((row) => setText(this.#figures[row], texts[row]));
      setText(this.#causes, causesText(net.corrections));
    }
  }

  #tell({ level, reason, amount }: Health): void {
    if (this.#health.dataset['level'] !== level) {
      this.#health.dataset['level'] = level;
    }
    setText(this.#level, say(`health.${level}`));
    setText(this.#reason, say(`line.${reason ?? 'good'}`, { amount }));
  }
}

function textsOf(state: State, net: Net, nowMs: number): Record<Row, string> {
  const { line, delay, lead, corrections, pingMs, tickMs } = net;
  const over = (count: Parameters<typeof countOver>[1]): number => countOver(line, count, RATE_MS, nowMs);
  const perSecond = (count: Parameters<typeof countOver>[1]): number => (over(count) * 1000) / RATE_MS;
  const kilobytes = (bytes: number): string => figure(bytes / 1000, 1);
  const ticks = (count: number): string => {
    const [ms, exact] = [Math.round(count * tickMs), figure(count, 1)].map((figure) =>
      `${figure}`.replace('-', '−'),
    );
    return say('graph.ticks', { ms: ms ?? '', ticks: exact ?? '' });
  };
  const early = line.arrivals.slice(-BUFFERED).flatMap((arrival) => arrival.early ?? []);
  const ms = (value: number): string => say('graph.ms', { ms: Math.round(value) });
  const share = (100 * over('missed')) / Math.max(over('pictures'), 1);
  const rate = { rate: Math.round(perSecond('snapshots')) };
  return {
    ping: pingMs === null ? say('scores.unknown') : ms(pingMs),
    jitter: ms(shareOf(delay.late, JITTER)),
    lead: ticks(lead.ahead),
    buffer: early.length === 0 ? say('scores.unknown') : ticks(shareOf(early, 0.5)),
    delay: ms(delay.ms),
    missed: say('graph.share', { share: figure(share, 1) }),
    rate: say(`graph.rate.${STEPS[Math.min(rateStep(state), 3)] ?? 'full'}`, rate),
    bytes: say('graph.both', { down: kilobytes(perSecond('down')), up: kilobytes(perSecond('up')) }),
    corrections: String(corrected(corrections)),
    keyframes: say('graph.counts', { keyframes: line.keyframes, mismatches: state.mismatches }),
  };
}

/** What they were for, most of it first. */
function causesText({ causes }: Corrections): string {
  const told = CAUSES.filter((cause) => causes[cause] > 0).toSorted((a, b) => causes[b] - causes[a]);
  return told.map((cause) => say(`cause.${cause}`, { count: causes[cause] })).join(', ');
}

/** The value that this share of the values does not exceed; 0 of none. */
function shareOf(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(Math.ceil(values.length * share) - 1, 0)] ?? 0;
}
