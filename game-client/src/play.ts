/**
 * One visit to a room, without a screen: connection, state, prediction and input, wired together.
 *
 * Runs in Node as well as in a page; clock, socket, scheduler and the loading of maps are arguments. A page calls
 * `pump` before each picture, so that input leaves first, and then draws what `picture` says.
 */
import {
  ACK_HIDDEN_MS,
  beginAnew,
  inputNow,
  message,
  newSampler,
  nudge,
  releaseAll,
  sample,
  wantAtHand,
  type Sampler,
} from './input/sampler.ts';
import { Connection, type Closed, type OpenSocket, type Schedule } from './net/connection.ts';
import { aspectOf, helloOf, type Greeting } from './net/hello.ts';
import {
  helloAgain,
  keepWay,
  newLost,
  nextTry,
  readWay,
  wayOf,
  type Lost,
  type Shelf,
  type WayBack,
} from './net/resume.ts';
import { Loader } from './net/loader.ts';
import { answered, newPing, stamped, type Ping } from './net/ping.ts';
import { BEYOND_MS, came, drew, follow, newDelay, type Delay } from './predict/delay.ts';
import { heard, newLead, sent, type Lead } from './predict/lead.ts';
import { arrived, carried, newLine, pictured, settleAnew, type Line } from './predict/line.ts';
import { lentBody, pairAt, posesOf, type Pose } from './predict/others.ts';
import {
  advance,
  drawn,
  newPrediction,
  predictAnew,
  rebase,
  REPLAY_MAX,
  type Prediction,
} from './predict/own.ts';
import {
  confirm,
  fly,
  follow as followShots,
  forgetVolley,
  newVolley,
  takeFresh,
  type Volley,
} from './predict/volley.ts';
import { targetsAmong, type Target } from './predict/course.ts';
import { newTimeline, observe, tickAt, type Timeline } from './predict/timeline.ts';
import { tickLengthMs, tuningAt } from './predict/tuning.ts';
import type { Received } from './protocol/baseline.ts';
import {
  SNAPSHOT_FLAGS,
  type ClientMessage,
  type Snapshot,
  type Welcome,
  type WireEvent,
} from './protocol/messages.gen.ts';
import { slotsAtHand } from './sim/arms.ts';
import type { Input } from './sim/input.ts';
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

export interface PlayOptions extends Greeting {
  readonly openSocket: OpenSocket;
  readonly schedule: Schedule;
  /** The local clock, in ms. */
  readonly now: () => number;
  readonly loadMap: (hash: string) => Promise<MapFile>;
  readonly url: string;
  /** Where the way back to the seat is kept; without it a lost connection is mended, a page that is loaded anew is not. */
  readonly shelf?: Shelf;
  /** Where the seat that was kept is held no longer, another one is taken; else that is the end. */
  readonly anew?: boolean;
}

/** What a picture shows: the tick of the others' time line, and the own body in the present. */
export interface Picture {
  readonly tick: number;
  readonly tickMs: number;
  readonly own: Body | null;
  /** The tick, with its fraction, that the own body is drawn at. */
  readonly ownTick: number;
  readonly volley: Volley;
  /** What has just left the own hand. */
  readonly fresh: readonly WireEvent[];
}

const NOTHING_HELD: Input = { buttons: 0, walk: 0, aim: 0, weapon: 0 };
/** After a stall, older ticks than this are no longer worth sampling. */
const CATCH_UP_TICKS = 8;
/** So much before a tick it has not happened yet, in ticks. */
const JUST_BEFORE = 0.001;
/** Nothing at all has come for so long: the line is dead, whatever the socket believes. The server thinks so, too. */
const SILENT_MS = 5000;
/** From one shape of the picture that is told to the next: a window that is pulled has many. */
const RESHAPE_MS = 300;
/** Close codes of the protocol, and endings of this client, after which the seat may be taken again. */
const TOO_SLOW = 4006;
const SEAT_BUSY = 4014;
const RETRIED: readonly number[] = [ENDING_LOST, ENDING_UNREACHABLE, TOO_SLOW, SEAT_BUSY];
/** No seat is held any more. */
export const SEAT_GONE = 4013;

/** The way back that is kept, where it leads to where one wants to go. */
function wayInto({ watch, room, shelf, ...options }: PlayOptions): WayBack | null {
  const way = watch || options.private === true ? null : readWay(shelf);
  return room === null || way?.code === room ? way : null;
}

export class Play {
  readonly state: State = newState();
  readonly prediction: Prediction = newPrediction();
  readonly sampler: Sampler = newSampler();
  readonly ping: Ping = newPing();
  readonly lead: Lead = newLead();
  readonly delay: Delay = newDelay();
  readonly volley: Volley = newVolley();
  /** What the line did lately, for whoever shows it. */
  readonly line: Line;
  /** The page is hidden: nothing is drawn and nobody plays. */
  hidden = false;
  readonly #timeline: Timeline = newTimeline();
  readonly #options: PlayOptions;
  #connection: Connection;
  /** How the seat is taken again; null without a seat, and where none is held. */
  #way: WayBack | null;
  /** The connection is lost, and tried again; null while all is well. */
  #lost: Lost | null = null;
  #cancelTry: () => void = () => undefined;
  #drawnTick = 0;
  readonly #poses: Pose[] = [];
  /** Matches name the map again and again, by its hash. */
  readonly #maps: Loader<MapFile>;
  /** The shape of the picture, what the server knows of it, and since when. */
  aspect: number;
  #told = { aspect: 0, atMs: 0 };

  constructor(options: PlayOptions) {
    this.#options = options;
    this.line = newLine(options.now());
    this.aspect = options.aspect;
    const { loadMap: load, schedule } = options;
    this.#maps = new Loader({
      load,
      schedule,
      loaded: (file) => (this.prediction.map = readyMap(file)),
      failed: () => this.#end({ code: ENDING_UNREADABLE, params: [] }),
    });
    this.#way = wayInto(options);
    this.#connection = this.#connect();
  }

  #connect(): Connection {
    const { openSocket, schedule, url } = this.#options;
    const code = this.state.welcome?.code;
    // A room of one's own is opened once.
    const own = this.#options.private === true && code !== undefined ? { private: false, room: code } : {};
    const hello = helloOf({ ...this.#options, aspect: this.aspect, ...own });
    this.#told = { aspect: hello.aspect, atMs: this.#options.now() };
    return new Connection({
      openSocket,
      schedule,
      url,
      hello: this.#way === null ? hello : helloAgain(hello, this.#way),
      onMessage: (received) => this.#receive(received),
      onMismatch: () => (this.state.mismatches += 1),
      onCarried: (up, down) => carried(this.line, up, down, this.#options.now()),
      onClosed: (closed) => this.#closed(closed),
    });
  }

  /** One leaves by one's own will: the seat is free at once. */
  dispose(): void {
    this.#maps.stop();
    this.#cancelTry();
    keepWay(this.#options.shelf, null);
    this.#connection.leave();
  }

  /** How long the seat is still held while the connection is lost, in ms; null while it is not. */
  get heldMs(): number | null {
    return this.#lost === null ? null : Math.max(this.#lost.untilMs - this.#options.now(), 0);
  }

  /** Samples the ticks that are due, and sends what is to be sent. `ahead`: one tick more than is due, if none is. */
  pump(ahead = false): void {
    const { state, sampler, prediction } = this;
    const last = newest(state);
    const nowMs = this.#options.now();
    const tuning = tuningAt(state, last?.tick ?? 0);
    if (last === undefined || tuning === null || state.ending !== null || this.#lost !== null) {
      return;
    }
    if (this.#way !== null && nowMs - this.line.heardMs > SILENT_MS && !isPaused(state)) {
      this.#lose({ code: ENDING_LOST, params: [] });
      return;
    }
    this.#tellShape(nowMs);
    if (ownSeat(state) !== null && !this.hidden) {
      const now = Math.floor(this.#inputTick(nowMs) ?? 0);
      const due = ahead ? Math.max(now, sampler.tick + 1) : now;
      const first = Math.max(sampler.tick + 1, due - CATCH_UP_TICKS, last.tick + 1);
      for (let tick = first; tick <= due; tick++) {
        wantAtHand(sampler, this.slots());
        advance(prediction, state, tick, sample(sampler, tick));
      }
      this.#follow();
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

  /** A phone was turned, or a window grew: the server shows what is in the picture. It heeds no more than one shape a second. */
  #tellShape(nowMs: number): void {
    const aspect = aspectOf(this.aspect);
    if (aspect !== this.#told.aspect && nowMs - this.#told.atMs >= RESHAPE_MS) {
      this.#told = { aspect, atMs: nowMs };
      this.#connection.send({ kind: 'screen', aspect });
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

  /** Says something to the server that is no input. Without a connection it is lost. */
  tell(message: ClientMessage): void {
    if (this.#lost === null && this.state.ending === null) {
      this.#connection.send(message);
    }
  }

  /** The slots of the weapons at hand. */
  slots(): readonly number[] {
    const tuning = tuningAt(this.state, newest(this.state)?.tick ?? 0);
    const { arms } = this.prediction;
    return tuning === null || arms === null ? [0] : slotsAtHand(arms, tuning);
  }

  /** The page is hidden or shown again. Whoever hides it lets go of everything, and the server hears of it at once. */
  hide(hidden: boolean): void {
    if (hidden) {
      releaseAll(this.sampler);
      this.pump(true);
    }
    this.hidden = hidden;
    settleAnew(this.line, this.#options.now());
    const last = newest(this.state);
    if (last !== undefined && this.#lost === null && this.state.ending === null) {
      this.sampler.sentMs = this.#options.now();
      this.#connection.send({ kind: 'ack', tick: last.tick, hidden: hidden ? 1 : 0 });
    }
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
    pictured(this.line, this.#drawnTick <= last.tick, nowMs);
    const ownTick = this.#inputTick(nowMs) ?? 0;
    if (this.volley.shots.length > 0) {
      fly(
        this.volley,
        { state: this.state, tuning, targetsAt: (at) => this.#targetsAt(at), nowMs },
        ownTick,
        this.#drawnTick,
      );
    }
    const fraction = ownTick - this.prediction.tick;
    const input = this.#lost === null ? inputNow(this.sampler) : NOTHING_HELD;
    const own =
      isLent(this.state) || paused
        ? lentBody(pairAt(this.state, this.#drawnTick))
        : drawn(this.prediction, this.state, input, fraction, nowMs);
    return {
      tick: this.#drawnTick,
      tickMs,
      own,
      ownTick,
      volley: this.volley,
      fresh: takeFresh(this.volley),
    };
  }

  /** The own shots are those that the hand has fired. */
  #follow(): void {
    const { state, prediction, sampler, volley } = this;
    const { map, triggers } = prediction;
    const tuning = tuningAt(state, prediction.tick);
    const isBusy = triggers.length + volley.shots.length + volley.lines.length > 0;
    if (isBusy && tuning !== null && map !== null) {
      const depth = Math.max(sampler.tick - this.#drawnTick, 0);
      followShots(volley, triggers, { state, tuning, map, targets: this.#targetsAt(this.#drawnTick), depth });
    }
  }

  /** The others as they are drawn at a tick of their time line. */
  #targetsAt(tick: number): Target[] {
    const tickMs = this.#tickMs();
    // Who dies in a tick is still met in it.
    const pair = pairAt(this.state, tick - JUST_BEFORE, BEYOND_MS / tickMs);
    const count = pair === null ? 0 : posesOf(pair, this.#poses);
    const tuning = tuningAt(this.state, tick);
    return targetsAmong(this.#poses.slice(0, count), this.state, ownSeat(this.state), tuning);
  }

  /** The length of a tick now, in ms. */
  #tickMs(): number {
    const tuning = tuningAt(this.state, newest(this.state)?.tick ?? 0);
    return tuning === null ? 1000 / 60 : tickLengthMs(tuning, this.state);
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
    if (received.kind === 'goodbye') {
      this.#lose({ code: received.code, params: received.params });
      return;
    }
    if (received.kind === 'welcome') {
      this.#welcomed(received);
    }
    receive(this.state, received, nowMs);
    if (received.kind === 'welcome' || received.kind === 'match') {
      this.#maps.want(received.map);
    } else if (received.kind === 'sandbox') {
      this.#anchor(nowMs);
    } else if (received.kind === 'snapshot') {
      const moved = (received.flags & SNAPSHOT_FLAGS.moved) !== 0;
      const tickMs = this.#tickMs();
      came(this.delay, observe(this.#timeline, received.tick, nowMs, tickMs, moved));
      const isLate = (received.flags & SNAPSHOT_FLAGS.late) !== 0;
      const unanswered = this.lead.heads.length;
      heard(this.lead, received.tick, received.lead, isLate, tickMs);
      answered(this.ping, received.tick, received.lead, nowMs, tickMs);
      rebase(this.prediction, this.state, nowMs);
      this.#note(received, this.lead.heads.length < unanswered, nowMs);
      confirm(this.volley, this.state, received);
      this.#follow();
      // A hidden page draws no pictures, and a busy one few: acknowledgements do not wait for them.
      if (this.hidden || nowMs - this.sampler.sentMs > ACK_HIDDEN_MS) {
        this.pump();
      }
    }
  }

  /** For whoever shows how the line does. `isNew`: the server answered an input. */
  #note({ tick, flags, lead }: Snapshot, isNew: boolean, nowMs: number): void {
    const correction = this.prediction.corrections.last.at(-1);
    arrived(this.line, flags, isNew ? lead : null, correction?.tick === tick ? correction : null, nowMs);
  }

  /** In a room, for the first time or again: nothing of an old connection means anything on this one. */
  #welcomed(welcome: Welcome): void {
    this.#way = wayOf(welcome);
    keepWay(this.#options.shelf, this.#way);
    this.#lost = null;
    beginAnew(this.sampler);
    predictAnew(this.prediction);
    forgetVolley(this.volley);
    Object.assign(this.#timeline, newTimeline());
    this.lead.heads = [];
    this.ping.waiting = [];
    settleAnew(this.line, this.#options.now());
    this.#drawnTick = 0;
  }

  /** The pace of a sandbox is another one: the clock starts anew at the newest snapshot. */
  #anchor(nowMs: number): void {
    const last = newest(this.state);
    const tuning = tuningAt(this.state, last?.tick ?? 0);
    if (last !== undefined && tuning !== null) {
      observe(this.#timeline, last.tick, nowMs, tickLengthMs(tuning, this.state), true);
    }
  }

  #closed(closed: Closed): void {
    if (closed.kind === 'closed') {
      this.#lose({ code: closed.code >= 4000 ? closed.code : ENDING_LOST, params: [] });
    } else {
      this.#lose({
        code: closed.kind === 'unreachable' ? ENDING_UNREACHABLE : ENDING_UNREADABLE,
        params: [],
      });
    }
  }

  /** The connection is gone. A goodbye that came before the close says more than the close, which is not heard any more. */
  #lose(ending: Ending): void {
    this.#connection.dispose();
    if (
      ending.code === SEAT_GONE &&
      this.#way !== null &&
      (this.#lost !== null || this.#options.anew === true)
    ) {
      // Whoever still looks at the match, or has pressed Play, plays on in a new seat.
      this.#way = null;
      this.#connection = this.#connect();
      return;
    }
    const waitMs = this.#nextTry(ending);
    if (waitMs === null) {
      this.#end(ending);
    } else {
      this.#cancelTry = this.#options.schedule(() => (this.#connection = this.#connect()), waitMs);
    }
  }

  /** How long to wait before the seat is taken again; null where it is not. */
  #nextTry(ending: Ending): number | null {
    if (this.#way === null || !RETRIED.includes(ending.code)) {
      return null;
    }
    const nowMs = this.#options.now();
    this.#lost ??= newLost(this.#way, this.hidden, nowMs);
    return nextTry(this.#lost, nowMs);
  }

  #end(ending: Ending): void {
    this.state.ending ??= ending;
    this.#maps.stop();
    this.#lost = null;
    this.#cancelTry();
    keepWay(this.#options.shelf, null);
    this.#connection.dispose();
  }
}
