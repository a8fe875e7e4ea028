/**
 * Loads what the server names, as a map by its hash. It is tried again: a line that is lost in one moment is mended in the
 * next. What is named anew meanwhile has the last word.
 */
import type { Schedule } from './connection.ts';

/** From one try to the next; after the last one it has failed. */
const WAITS_MS = [500, 1000, 2000, 4000] as const;

export interface LoaderOptions<T> {
  readonly load: (name: string) => Promise<T>;
  readonly schedule: Schedule;
  readonly loaded: (what: T) => void;
  readonly failed: () => void;
}

export class Loader<T> {
  readonly #options: LoaderOptions<T>;
  /** What was named last. */
  #name = '';

  constructor(options: LoaderOptions<T>) {
    this.#options = options;
  }

  want(name: string): void {
    if (name !== this.#name) {
      this.#name = name;
      void this.#try(name, 0);
    }
  }

  /** Nothing is wanted any more. */
  stop(): void {
    this.#name = '';
  }

  async #try(name: string, tries: number): Promise<void> {
    const { load, schedule, loaded, failed } = this.#options;
    const what = await load(name).catch(() => null);
    const waitMs = WAITS_MS[tries];
    if (name !== this.#name) {
      return;
    }
    if (what !== null) {
      loaded(what);
    } else if (waitMs === undefined) {
      failed();
    } else {
      schedule(() => void (name === this.#name && this.#try(name, tries + 1)), waitMs);
    }
  }
}
