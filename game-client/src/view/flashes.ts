/**
 * How often something may flash white: no more than three times a second, so that no picture can do harm.
 */
const MOST = 3;
const WITHIN_MS = 1000;

export class Flashes {
  readonly #lately = new Array<number>(MOST).fill(-Infinity);
  #next = 0;

  /** Asks for a flash now. */
  allows(nowMs: number): boolean {
    if (nowMs - (this.#lately[this.#next] ?? 0) < WITHIN_MS) {
      return false;
    }
    this.#lately[this.#next] = nowMs;
    this.#next = (this.#next + 1) % MOST;
    return true;
  }
}
