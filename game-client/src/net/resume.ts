/**
 * The way back into a seat after a lost connection: by which token, kept for as long as a tab lives, and when to try.
 *
 *     welcome ──▶ kept ──lost──▶ tries after 0, 0.5, 1, 2, 4, 4 … s ──▶ welcome, or refused, or too late: it is over
 *
 * Knows no socket, no clock and no page: the storage is an argument.
 */
import type { Hello, Welcome } from '../protocol/messages.gen.ts';

/** Where the way is kept: one item. */
export interface Shelf {
  read(): string | null;
  write(text: string | null): void;
}

export interface WayBack {
  readonly token: Uint8Array;
  /** The code of the room. */
  readonly code: string;
  /** How long the seat is held, and how long that of a hidden page. */
  readonly holdMs: number;
  readonly holdHiddenMs: number;
}

/** Tried again and again; each token is used once, and each welcome brings the next. */
export interface Lost {
  /** Until when it is tried. */
  readonly untilMs: number;
  tries: number;
}

/** From one try to the next; the last one again and again. */
const WAITS_MS = [0, 500, 1000, 2000, 4000] as const;
const HEX = 16;

export function wayOf({ token, code, hold, holdHidden }: Welcome): WayBack | null {
  return token === null ? null : { token, code, holdMs: hold * 1000, holdHiddenMs: holdHidden * 1000 };
}

export function keepWay(shelf: Shelf | undefined, way: WayBack | null): void {
  const hex = (token: Uint8Array): string =>
    [...token].map((byte) => byte.toString(HEX).padStart(2, '0')).join('');
  shelf?.write(way === null ? null : JSON.stringify({ ...way, token: hex(way.token) }));
}

/** What was kept, where it is whole. */
export function readWay(shelf: Shelf | undefined): WayBack | null {
  const text = shelf?.read() ?? null;
  if (text === null) {
    return null;
  }
  try {
    const { token, code, holdMs, holdHiddenMs } = JSON.parse(text) as Record<keyof WayBack, unknown>;
    const whole = typeof token === 'string' && /^[0-9a-f]{64}$/.test(token) && typeof code === 'string';
    if (!whole || typeof holdMs !== 'number' || typeof holdHiddenMs !== 'number') {
      return null;
    }
    const bytes = token.match(/../g)?.map((pair) => parseInt(pair, HEX)) ?? [];
    return { token: Uint8Array.from(bytes), code, holdMs, holdHiddenMs };
  } catch {
    return null;
  }
}

export function newLost(way: WayBack, hidden: boolean, nowMs: number): Lost {
  return { untilMs: nowMs + (hidden ? Math.max(way.holdMs, way.holdHiddenMs) : way.holdMs), tries: 0 };
}

/** How long to wait before the next try; null when the seat is given up by then. */
export function nextTry(lost: Lost, nowMs: number): number | null {
  const waitMs = WAITS_MS[Math.min(lost.tries, WAITS_MS.length - 1)] ?? 0;
  lost.tries += 1;
  return nowMs + waitMs <= lost.untilMs ? waitMs : null;
}

/** The hello of one who comes back. */
export function helloAgain(hello: Hello, { token, code }: WayBack): Hello {
  return { ...hello, token, room: code };
}
