/**
 * One connection to the server: says hello, reads what comes, and says why it ended. It rebuilds snapshots, and asks for a keyframe where
 * it cannot. Decides nothing else.
 *
 * Socket and scheduler are arguments, so it runs wherever there is a WebSocket, and in tests without one.
 */
import { newBaseline, rebuild, type Received } from '../protocol/baseline.ts';
import { decodeServer, encodeClient, SUBPROTOCOLS } from '../protocol/messages.gen.ts';
import type { ClientMessage, Hello, ServerMessage, SnapshotMessage } from '../protocol/messages.gen.ts';

/** The part of a WebSocket that is used. */
export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  onerror: (() => void) | null;
  send(bytes: Uint8Array): void;
  close(code?: number): void;
}

export type OpenSocket = (url: string, protocols: readonly string[]) => Socket;
/** Calls `run` after `ms`, and returns how to prevent that. */
export type Schedule = (run: () => void, ms: number) => () => void;

/** How a connection ended. A goodbye came as a message before it. */
export type Closed =
  | { readonly kind: 'closed'; readonly code: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unreadable' };

export interface ConnectionOptions {
  readonly openSocket: OpenSocket;
  readonly schedule: Schedule;
  readonly url: string;
  readonly hello: Hello;
  readonly onMessage: (message: Received) => void;
  /** The server's sum of hashes was another one: before the snapshot that it came with. */
  readonly onMismatch: () => void;
  /** So many bytes went up or came down, WebSocket headers included. */
  readonly onCarried: (up: number, down: number) => void;
  /** Once, unless it was disposed before. */
  readonly onClosed: (closed: Closed) => void;
}

/** The close code of one who leaves. */
const LEAVES = 1000;
/** How long the server may take to accept. */
const OPEN_MS = 8000;
/** From one request for a keyframe to the next: the server heeds no more. */
const REQUESTS_APART_MS = 2000;
/** Why a keyframe is asked for. */
const NOT_HELD = 0;
const DIFFERS = 1;
/** The header of a WebSocket frame, without and with a length of its own two bytes; what goes up has a mask as well. */
const HEADER = 2;
const HEADER_LONG = 4;
const HEADER_LONG_FROM = 126;
const MASK = 4;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #cancelTimeout: () => void;
  #state: 'opening' | 'open' | 'over' = 'opening';
  readonly #baseline = newBaseline();
  #mayAsk = true;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = options.openSocket(options.url, SUBPROTOCOLS);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = (event) => this.#received(event.data);
    this.#socket.onclose = (event) => this.#closed(event.code);
    // A close event always follows; without a handler some sockets throw.
    this.#socket.onerror = () => undefined;
    this.#cancelTimeout = options.schedule(() => this.#closed(0), OPEN_MS);
  }

  send(message: ClientMessage): void {
    if (this.#state === 'open') {
      const bytes = encodeClient(message);
      this.#options.onCarried(framed(bytes.length) + MASK, 0);
      this.#socket.send(bytes);
    }
  }

  /** One leaves, which frees the seat at once. */
  leave(): void {
    this.dispose(LEAVES);
  }

  /** Without a code it is a line that is lost. */
  dispose(code?: number): void {
    if (this.#state !== 'over') {
      this.#end(code);
    }
  }

  #opened(): void {
    this.#state = 'open';
    this.#cancelTimeout();
    this.send(this.#options.hello);
  }

  #received(data: unknown): void {
    if (this.#state === 'over') {
      return;
    }
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : null;
    this.#options.onCarried(0, framed(bytes?.length ?? 0));
    const message = bytes === null ? null : read(bytes);
    if (message === null) {
      this.#end();
      this.#options.onClosed({ kind: 'unreadable' });
    } else if (message.kind === 'snapshot') {
      this.#rebuild(message);
    } else {
      this.#options.onMessage(message);
    }
  }

  /** What cannot be rebuilt is passed over until a keyframe comes. */
  #rebuild(message: SnapshotMessage): void {
    const rebuilt = attempt(() => rebuild(this.#baseline, message));
    if (rebuilt === null) {
      this.#ask(NOT_HELD);
      return;
    }
    if (rebuilt.differs) {
      this.#ask(DIFFERS);
      this.#options.onMismatch();
    }
    this.#options.onMessage(rebuilt.snapshot);
  }

  #ask(why: number): void {
    if (this.#mayAsk) {
      this.#mayAsk = false;
      this.#options.schedule(() => (this.#mayAsk = true), REQUESTS_APART_MS);
      this.send({ kind: 'keyframeRequest', why });
    }
  }

  #closed(code: number): void {
    if (this.#state === 'over') {
      return;
    }
    const opened = this.#state === 'open';
    this.#end();
    this.#options.onClosed(opened ? { kind: 'closed', code } : { kind: 'unreachable' });
  }

  #end(code?: number): void {
    const opening = this.#state === 'opening';
    this.#state = 'over';
    this.#cancelTimeout();
    if (opening) {
      // Closed before it is open, a socket complains in the console: over a slow line a page is often left so soon.
      this.#socket.onopen = () => this.#socket.close(code);
    } else {
      this.#socket.close(code);
    }
  }
}

/** What a message of so many bytes takes on the wire. */
function framed(bytes: number): number {
  return bytes + (bytes < HEADER_LONG_FROM ? HEADER : HEADER_LONG);
}

function read(bytes: Uint8Array): ServerMessage | null {
  return attempt(() => decodeServer(bytes));
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
