/**
 * How much of what only decorates is drawn: less where pictures are late, all of it again when they are quick.
 *
 *     picture: its script, and how long after the last one ──▶ the slow ones of the last two seconds
 *     too many ──▶ a step down: all, half, a quarter          hardly any for a while ──▶ a step up
 *
 * Knows no clock: the time is handed to it.
 */

/** Over so long pictures are looked at, in ms. */
const SPAN_MS = 2000;
/** A picture is slow when its script takes so long, or when it comes so long after the last one, in ms. */
const SCRIPT_MS = 10;
const GAP_MS = 45;
/** The page was hidden, or the computer slept: that says nothing of pictures. */
const PAUSE_MS = 1000;
/** Too much is drawn when more than this share of them is slow: the 95th percentile is. */
const SLOW_SHARE = 0.05;
/** With fewer pictures than this nothing is decided. */
const PICTURES_MIN = 20;
/** It must have been quick for so long before more is drawn: back and forth would be seen. */
const QUICK_MS = 6000;
/** What is drawn of effects, by step. */
const SHARES = [1, 0.5, 0.25] as const;

export class Budget {
  readonly #pictures: { readonly atMs: number; readonly slow: boolean }[] = [];
  #step = 0;
  /** Since when it is as it is: nothing older is held against it. */
  #sinceMs = -Infinity;
  #slowMs = -Infinity;

  /** A picture was drawn: how long its script took, and how long after the last one it came. */
  note(scriptMs: number, gapMs: number, nowMs: number): void {
    if (gapMs > PAUSE_MS) {
      this.#pictures.length = 0;
      return;
    }
    this.#pictures.push({ atMs: nowMs, slow: scriptMs > SCRIPT_MS || gapMs > GAP_MS });
    while ((this.#pictures[0]?.atMs ?? nowMs) <= nowMs - SPAN_MS) {
      this.#pictures.shift();
    }
    if (this.#isLate()) {
      this.#slowMs = nowMs;
      this.#turn(1, nowMs);
    } else if (nowMs - Math.max(this.#slowMs, this.#sinceMs) >= QUICK_MS) {
      this.#turn(-1, nowMs);
    }
  }

  /** How many of so many bits of thread are thrown: one at least. */
  of(count: number): number {
    return Math.max(1, Math.round(count * (SHARES[this.#step] ?? 1)));
  }

  #isLate(): boolean {
    const slow = this.#pictures.filter((picture) => picture.slow).length;
    return this.#pictures.length >= PICTURES_MIN && slow > this.#pictures.length * SLOW_SHARE;
  }

  /** What was drawn before is no reason for a second step. */
  #turn(by: 1 | -1, nowMs: number): void {
    const step = Math.min(Math.max(this.#step + by, 0), SHARES.length - 1);
    if (step !== this.#step) {
      this.#step = step;
      this.#sinceMs = nowMs;
      this.#pictures.length = 0;
    }
  }
}
