/**
 * A player of the network check: the real client on a real socket whose bytes are counted, and a bot's will.
 */
import { connect, type Socket as TcpSocket } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import { press, release, want, type Action } from '../../src/input/sampler.ts';
import type { Socket } from '../../src/net/connection.ts';
import { BEYOND_MS } from '../../src/predict/delay.ts';
import { pairAt, posesOf, type Pose } from '../../src/predict/others.ts';
import { tuningAt } from '../../src/predict/tuning.ts';
import { Play, type Picture } from '../../src/play.ts';
import {
  decodeServer,
  decodeClient,
  encodeClient,
  encodeServer,
  PLAYER_FLAGS,
  type PlayerPiece,
} from '../../src/protocol/messages.gen.ts';
import { unitsOf, type Vec2 } from '../../src/sim/grid.ts';
import type { MapFile } from '../../src/sim/map.ts';
import type { Body } from '../../src/sim/movement.ts';
import { newest } from '../../src/state/state.ts';
import type { Fault } from './faults.ts';
import { Measure, type Presses } from './measure.ts';
import { decide, newWill, type Enemy, type Sight, type Wish } from './script.ts';
import type { Tally } from './tally.ts';

const STEERS = ['up', 'down', 'left', 'right'] as const satisfies readonly Action[];
const ACTIONS = [...STEERS, 'fire', 'dash'] as const satisfies readonly Action[];
/** Further than this between two snapshots is no walk, in units. */
const TELEPORT = 220;

export interface PlayerOptions {
  /** The `/ws` that it plays over, and the address that maps come from. */
  readonly socket: string;
  readonly address: string;
  readonly name: string;
  readonly fault: Fault;
  readonly seed: number;
  readonly who: number;
  readonly presses: Presses;
}

export class Player {
  readonly play: Play;
  readonly #options: PlayerOptions;
  readonly #measure: Measure;
  readonly #will;
  readonly #poses: Pose[] = [];
  #line: Line | null = null;
  #bytes = { up: 0, down: 0 };
  #walked = false;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#will = newWill(options.seed, options.who);
    this.play = new Play({
      openSocket: (url, protocols) => {
        this.#line = new Line(url, protocols, options.fault, () => this.#measure.received());
        return this.#line;
      },
      schedule: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      now: () => performance.now(),
      loadMap: async (hash) =>
        (await (await fetch(`${options.address}/maps/${hash}.json`)).json()) as MapFile,
      url: options.socket,
      build: 'netcheck',
      name: options.name,
      room: null,
      watch: false,
      aspect: 16 / 9,
    });
    this.#measure = new Measure(this.play, options.presses);
  }

  dispose(): void {
    this.play.dispose();
  }

  /** It has a body and knows the walls. */
  get isIn(): boolean {
    return this.play.prediction.map !== null && newest(this.play.state)?.own !== undefined;
  }

  begin(nowMs: number): void {
    this.#bytes = this.#line?.bytes() ?? this.#bytes;
    this.#measure.begin(nowMs);
  }

  end(nowMs: number): Tally {
    this.#measure.end(nowMs);
    const bytes = this.#line?.bytes() ?? this.#bytes;
    this.#measure.tally.bytesUp = bytes.up - this.#bytes.up;
    this.#measure.tally.bytesDown = bytes.down - this.#bytes.down;
    return this.#measure.tally;
  }

  /** Input first, then the picture, as a page does it. What is pressed after it waits for the next frame: the worst case. */
  frame(): void {
    const { play } = this;
    play.pump();
    this.#options.fault.before?.(play);
    const picture = play.picture();
    if (picture === null) {
      return;
    }
    const nowMs = performance.now();
    const own = this.#options.fault.own === undefined ? picture.own : this.#options.fault.own(play, picture);
    this.#measure.pictured(picture, own, nowMs);
    const sight = own === null ? null : this.#sight(picture, own, nowMs);
    if (sight !== null) {
      this.#apply(decide(this.#will, sight), nowMs);
    }
  }

  #apply({ held, aim, weapon }: Wish, nowMs: number): void {
    const { sampler } = this.play;
    for (const action of ACTIONS) {
      (held.includes(action) ? press : release)(sampler, action);
    }
    want(sampler, weapon, this.play.slots());
    sampler.aim = aim ?? sampler.aim;
    const walks = STEERS.some((action) => held.includes(action));
    if (walks && !this.#walked) {
      this.#measure.pressed(nowMs);
    }
    this.#walked = walks;
  }

  #sight(picture: Picture, own: Body, nowMs: number): Sight | null {
    const { state, prediction } = this.play;
    const tuning = tuningAt(state, newest(state)?.tick ?? 0);
    const { map, arms } = prediction;
    if (tuning === null || map === null || arms === null) {
      return null;
    }
    return {
      nowMs,
      place: unitsOf(own.place),
      enemies: this.#enemies(picture),
      weapons: tuning.weapons,
      inHand: arms.weapon,
      isCharging: arms.chargedSince > 0,
      map,
    };
  }

  /** The others as the view draws them. */
  #enemies({ tick, tickMs }: Picture): Enemy[] {
    const pair = pairAt(this.play.state, tick, BEYOND_MS / tickMs);
    if (pair === null) {
      return [];
    }
    const seconds = ((pair.newer.tick - pair.older.tick) * tickMs) / 1000;
    const alive = this.#poses
      .slice(0, posesOf(pair, this.#poses))
      .filter(({ flags }) => (flags & PLAYER_FLAGS.alive) !== 0 && (flags & PLAYER_FLAGS.refuses) === 0);
    return alive.map(({ seat, x, y }) => {
      const at = ({ players }: { readonly players: readonly PlayerPiece[] }): PlayerPiece | undefined =>
        players.find((piece) => piece.seat === seat);
      return { place: { x, y }, velocity: velocity(at(pair.older), at(pair.newer), seconds) };
    });
  }
}

function velocity(from: PlayerPiece | undefined, to: PlayerPiece | undefined, seconds: number): Vec2 {
  if (from === undefined || to === undefined || seconds <= 0) {
    return { x: 0, y: 0 };
  }
  const way = { x: (to.x8 - from.x8) / 8, y: (to.y8 - from.y8) / 8 };
  return Math.hypot(way.x, way.y) > TELEPORT ? { x: 0, y: 0 } : { x: way.x / seconds, y: way.y / seconds };
}

/** Node's socket as the client's, with what is heard changed by a fault, and with its bytes counted below the frames. */
class Line implements Socket {
  binaryType = '';
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #socket: WebSocket;
  #tcp: TcpSocket | null = null;

  readonly #fault: Fault;

  constructor(url: string, protocols: readonly string[], fault: Fault, received: () => void) {
    this.#fault = fault;
    const { heard } = fault;
    const { hostname, port } = new URL(url);
    const options = {
      perMessageDeflate: false,
      createConnection: () => (this.#tcp = connect(Number(port), hostname)),
    } as ClientOptions;
    this.#socket = new WebSocket(url, [...protocols], options);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.onopen?.();
    this.#socket.onclose = ({ code }) => this.onclose?.({ code });
    this.#socket.onerror = () => this.onerror?.();
    this.#socket.onmessage = ({ data }) => {
      const told = heard === undefined ? data : changed(data, heard);
      if (told !== null) {
        this.onmessage?.({ data: told });
        received();
      }
    };
  }

  /** All that went over the wire so far. */
  bytes(): { up: number; down: number } {
    return { up: this.#tcp?.bytesWritten ?? 0, down: this.#tcp?.bytesRead ?? 0 };
  }

  send(bytes: Uint8Array): void {
    const { said } = this.#fault;
    const told = said === undefined ? null : said(decodeClient(bytes));
    if (said === undefined || told !== null) {
      this.#socket.send(told === null ? bytes : encodeClient(told));
    }
  }

  close(code?: number): void {
    this.#socket.close(code);
  }
}

function changed(data: unknown, heard: NonNullable<Fault['heard']>): unknown {
  if (!(data instanceof ArrayBuffer)) {
    return data;
  }
  const told = heard(decodeServer(new Uint8Array(data)));
  return told === null ? null : encodeServer(told).slice().buffer;
}
