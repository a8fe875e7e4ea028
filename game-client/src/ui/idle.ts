/**
 * Who does nothing for long is asked whether they are still there, before a bot takes their place.
 */

/** One is warned after this share of the time that it takes. */
export const WARNED_AFTER = 0.5;

export interface Idle {
  /** When something was done last. */
  sinceMs: number;
  aim: number;
}

export function newIdle(nowMs: number): Idle {
  return { sinceMs: nowMs, aim: 0 };
}

/** A key was pressed or let go. */
export function stir(idle: Idle, nowMs: number): void {
  idle.sinceMs = nowMs;
}

/** True while one is to be warned, where a bot comes after `limitMs`; zero: none does. What is held is no idleness, and
 * neither is an aim that moves. */
export function isIdle(
  idle: Idle,
  now: { readonly holds: boolean; readonly aim: number },
  nowMs: number,
  limitMs: number,
): boolean {
  if (now.holds || now.aim !== idle.aim) {
    idle.aim = now.aim;
    stir(idle, nowMs);
  }
  return limitMs > 0 && nowMs - idle.sinceMs >= limitMs * WARNED_AFTER;
}
