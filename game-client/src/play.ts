/**
 * One visit to a room, without a screen: connection, state, prediction and input, wired together.
 *
 * Runs in Node as well as in a page; clock, socket, scheduler and the loading of maps are arguments. A page calls
 * `pump` before each picture, so that input leaves first, and then draws what `picture` says.
 */
import {
  ACK_HIDDEN_MS,
  inputNow,
  message,
  newSampler,
  nudge,
  releaseAll,
  sample,
  type Sampler,
} from './input/sampler.ts';
import { Connection, type Closed, type OpenSocket, type Schedule } from './net/connection.ts';
import { answered, newPing, stamped, type Ping } from './net/ping.ts';
import { came, drew, follow, newDelay, type Delay } from './predict/delay.ts';
import { heard, newLead, sent, type Lead } from './predict/lead.ts';
import { lentBody, pairAt } from './predict/others.ts';
import { advance, drawn, newPrediction, rebase, REPLAY_MAX, type Prediction } from './predict/own.ts';
import { newTimeline, observe, tickAt, type Timeline } from './predict/timeline.ts';
import { tickLengthMs, tuningAt } from './predict/tuning.ts';
import type { Received } from './protocol/baseline.ts';
import { SNAPSHOT_FLAGS, VERSION, type Hello } from './protocol/messages.gen.ts';
import { readyMap, type MapFile } from './sim/map.ts';
import type { Body } from './sim/movement.ts';
import { TIME_PER_SECOND } from './sim/time.ts';
import { receive } from './state/receive.ts';
import {
  ENDING_LOST,
  ENDING_UNREACHABLE,
  ENDING_UNREADABLE,
  isLent,
  isPaused,
  newest,
  newState,
  ownSeat,
  rateStep,
  type Ending,
  type State,
} from './state/state.ts';

export interface PlayOptions {
  readonly openSocket: OpenSocket;
  readonly schedule: Schedule;
  /** The local clock, in ms. */
  readonly now: () => number;
  readonly loadMap: (hash: string) => Promise<MapFile>;
  readonly url: string;
  readonly build: string;
  readonly name: string;
  /** The code of the room to join; null for quick play. */
  readonly room: string | null;
  /** Without a seat: one sees everything and does nothing. */
  readonly watch: boolean;
  /** Width of the picture divided by its height. */
  readonly aspect: number;
}

/** What a picture shows: the tick of the others' time line, and the own body in the present. */
export interface Picture {
  readonly tick: number;
  readonly tickMs: number;
  readonly own: Body | null;
}

/** After a stall, older ticks than this are no longer worth sampling. */
const CATCH_UP_TICKS = 8;
/** Limits of the hello. */
const ASPECT_MIN = 450;
const ASPECT_MAX = 2334;

export class Play {
  readonly state: State = newState();
  readonly prediction: Prediction = newPrediction();
  readonly sampler: Sampler = newSampler();
  readonly ping: Ping = newPing();
  readonly lead: Lead = newLead();
  readonly delay: Delay = newDelay();
  /** The page is hidden: nothing is drawn and nobody plays. */
  hidden = false;
  readonly #timeline: Timeline = newTimeline();
  readonly #options: PlayOptions;
  readonly #connection: Connection;
  #drawnTick = 0;
  /** The hash of the map that was asked for last. */
  #map = '';

  constructor(options: PlayOptions) {
    this.#options = options;
    this.#connection = new Connection({
      openSocket: options.openSocket,
      schedule: options.schedule,
      url: options.url,
      hello: helloOf(options),
      onMessage: (received) => this.#receive(received),
      onMismatch: () => (this.state.mismatches += 1),
      onClosed: (closed) => this.#closed(closed),
    });
  }

  dispose(): void {
    this.#connection.dispose();
  }

  /** Samples the ticks that are due, and sends what is to be sent. `ahead`: one tick more than is due, if none is. */
  pump(ahead = false): void {
    const { state, sampler, prediction } = this;
    const last = newest(state);
    const nowMs = this.#options.now();
    const tuning = tuningAt(state, last?.tick ?? 0);
    if (last === undefined || tuning === null || state.ending !== null) {
      return;
    }
    if (ownSeat(state) !== null && !this.hidden) {
      const now = Math.floor(this.#inputTick(nowMs) ?? 0);
      const due = ahead ? Math.max(now, sampler.tick + 1) : now;
      const first = Math.max(sampler.tick + 1, due - CATCH_UP_TICKS, last.tick + 1);
      for (let tick = first; tick <= due; tick++) {
        advance(prediction, state, tick, sample(sampler, tick));
      }
    }
    const pair = pairAt(state, this.#drawnTick);
    const seen = pair === null ? { tick: last.tick, share: 0 } : { tick: pair.older.tick, share: pair.share };
    const told = message(sampler, last.tick, seen, nowMs, tuning.rates.tick, this.hidden);
    if (told !== null) {
      if (told.kind === 'input') {
        stamped(this.ping, told.ack + told.ahead, nowMs);
        sent(this.lead, told.ack + told.ahead);
      }
      this.#connection.send(told);
    }
  }

  /** Something was pressed that need not be a control: whoever's seat a bot plays takes it back. */
  touch(): void {
    if (isLent(this.state)) {
      nudge(this.sampler);
    }
  }

  /** Where the own body aims; of a bot in the own seat only its shots tell. */
  get aim(): number {
    const shot = isLent(this.state)
      ? this.state.events.findLast(
          ({ event }) => event.kind === 'fired' && event.seat === ownSeat(this.state),
        )
      : undefined;
    return shot?.event.kind === 'fired' ? shot.event.angle : this.sampler.aim;
  }

  /** Orders something in a sandbox, by the numbers of the protocol. */
  command(what: number, arg = ''): void {
    this.#connection.send({ kind: 'command', what, arg });
  }

  /** How many weapons there are. */
  weapons(): number {
    return tuningAt(this.state, newest(this.state)?.tick ?? 0)?.weapons.length ?? 1;
  }

  /** The page is hidden or shown again. Whoever hides it lets go of everything, and the server hears of it at once. */
  hide(hidden: boolean): void {
    if (hidden) {
      releaseAll(this.sampler);
      this.pump(true);
    }
    this.hidden = hidden;
  }

  /** What is to be drawn now; null before the first snapshot. */
  picture(): Picture | null {
    const nowMs = this.#options.now();
    const tick = tickAt(this.#timeline, nowMs);
    const last = newest(this.state);
    const tuning = tuningAt(this.state, last?.tick ?? 0);
    if (tick === null || last === undefined || tuning === null) {
      return null;
    }
    const tickMs = tickLengthMs(tuning, this.state);
    const fewer = Math.min(rateStep(this.state), 2) + 1;
    const betweenMs = (fewer * tickMs * tuning.rates.tick) / Math.max(tuning.rates.snapshot, 1);
    follow(this.delay, nowMs, betweenMs, (tuning.view.delay * 1000) / TIME_PER_SECOND);
    // A room that stands still is drawn as it stands.
    const paused = isPaused(this.state);
    this.#drawnTick = Math.max(this.#drawnTick, paused ? last.tick : tick - this.delay.ms / tickMs);
    drew(this.delay, this.#drawnTick <= last.tick);
    const fraction = (this.#inputTick(nowMs) ?? 0) - this.prediction.tick;
    const own =
      isLent(this.state) || paused
        ? lentBody(pairAt(this.state, this.#drawnTick))
        : drawn(this.prediction, this.state, inputNow(this.sampler), fraction, nowMs);
    return { tick: this.#drawnTick, tickMs, own };
  }

  /** The tick, with its fraction, that an input of now is for. */
  #inputTick(nowMs: number): number | null {
    const last = newest(this.state);
    const tick = tickAt(this.#timeline, nowMs);
    if (last === undefined || tick === null) {
      return null;
    }
    const now = isPaused(this.state) ? last.tick : tick;
    return Math.min(now + this.lead.ahead, last.tick + REPLAY_MAX);
  }

  #receive(received: Received): void {
    const nowMs = this.#options.now();
    receive(this.state, received, nowMs);
    if (received.kind === 'welcome' || received.kind === 'match') {
      void this.#loadMap(received.map);
    } else if (received.kind === 'sandbox') {
      this.#anchor(nowMs);
    } else if (received.kind === 'snapshot') {
      const tuning = tuningAt(this.state, received.tick);
      const moved = (received.flags & SNAPSHOT_FLAGS.moved) !== 0;
      const tickMs = tuning === null ? 1000 / 60 : tickLengthMs(tuning, this.state);
      came(this.delay, observe(this.#timeline, received.tick, nowMs, tickMs, moved));
      const isLate = (received.flags & SNAPSHOT_FLAGS.late) !== 0;
      heard(this.lead, received.tick, received.lead, isLate, tickMs);
      answered(this.ping, received.tick, received.lead, nowMs, tickMs);
      rebase(this.prediction, this.state, nowMs);
      // A hidden page draws no pictures, and a busy one few: acknowledgements do not wait for them.
      if (this.hidden || nowMs - this.sampler.sentMs > ACK_HIDDEN_MS) {
        this.pump();
      }
    }
  }

  /** The pace of a sandbox is another one: the clock starts anew at the newest snapshot. */
  #anchor(nowMs: number): void {
    const last = newest(this.state);
    const tuning = tuningAt(this.state, last?.tick ?? 0);
    if (last !== undefined && tuning !== null) {
      observe(this.#timeline, last.tick, nowMs, tickLengthMs(tuning, this.state), true);
    }
  }

  /** Matches name the map again and again; one that is drawn anew while another one loads has the last word. */
  async #loadMap(hash: string): Promise<void> {
    if (hash === this.#map) {
      return;
    }
    this.#map = hash;
    const file = await this.#options.loadMap(hash).catch(() => null);
    if (hash !== this.#map) {
      return;
    }
    if (file === null) {
      this.#end({ code: ENDING_UNREADABLE, params: [] });
    } else {
      this.prediction.map = readyMap(file);
    }
  }

  #closed(closed: Closed): void {
    if (closed.kind === 'closed') {
      this.#end({ code: closed.code >= 4000 ? closed.code : ENDING_LOST, params: [] });
    } else {
      this.#end({ code: closed.kind === 'unreachable' ? ENDING_UNREACHABLE : ENDING_UNREADABLE, params: [] });
    }
  }

  /** A goodbye that came before the close says more than the close. */
  #end(ending: Ending): void {
    this.state.ending ??= ending;
    this.#connection.dispose();
  }
}

function helloOf(options: PlayOptions): Hello {
  const { build, name, room } = options;
  const aspect = Math.min(Math.max(Math.round(options.aspect * 1000), ASPECT_MIN), ASPECT_MAX);
  const watch = options.watch ? 1 : 0;
  return { kind: 'hello', version: VERSION, build, name, token: null, aspect, room, watch };
}
