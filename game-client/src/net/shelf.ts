/**
 * Where a tab keeps the way back to its seat. Each tab has its own; the way of one that was closed is left to whichever
 * tab comes next.
 */
import type { Shelf } from './resume.ts';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'fray.seat';
/** No server holds a seat for longer than this by default. */
const LEFT_MS = 120_000;

export class TabShelf implements Shelf {
  /** `own` lives as long as the tab, `shared` is that of all tabs; `now` is the time of day in ms. */
  constructor(
    private readonly own: Store,
    private readonly shared: Store,
    private readonly now: () => number,
  ) {}

  read(): string | null {
    const left = this.#left();
    const own = this.own.getItem(KEY);
    if (own === null && left !== null) {
      this.own.setItem(KEY, left);
    }
    // This tab has it now, or had it before it was loaded anew.
    if (left !== null && (own === null || own === left)) {
      this.shared.removeItem(KEY);
    }
    return own ?? left;
  }

  write(text: string | null): void {
    if (text === null) {
      this.own.removeItem(KEY);
    } else {
      this.own.setItem(KEY, text);
    }
  }

  /** The page goes, perhaps for good. */
  leave(): void {
    const way = this.own.getItem(KEY);
    if (way !== null) {
      this.shared.setItem(KEY, JSON.stringify({ way, atMs: this.now() }));
    }
  }

  /** What a tab that was closed has left, while its seat may still be held. */
  #left(): string | null {
    try {
      const { way, atMs } = JSON.parse(this.shared.getItem(KEY) ?? '{}') as Record<string, unknown>;
      const isYoung = typeof atMs === 'number' && this.now() - atMs <= LEFT_MS;
      return typeof way === 'string' && isYoung ? way : null;
    } catch {
      return null;
    }
  }
}
