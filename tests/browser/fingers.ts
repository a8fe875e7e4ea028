/** Fingers on the screen of a page, as the browser itself gets them: it finds what they land on. */
import type { CDPSession, Locator, Page } from 'playwright-core';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export class Fingers {
  readonly #down = new Map<number, Spot>();

  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  async down(id: number, at: Spot): Promise<void> {
    this.#down.set(id, at);
    await this.#tell('touchStart', [...this.#down.keys()]);
  }

  async move(id: number, at: Spot): Promise<void> {
    this.#down.set(id, at);
    await this.#tell('touchMove', [...this.#down.keys()]);
  }

  /** The others stay down. */
  async up(id: number): Promise<void> {
    await this.#tell('touchEnd', [id]);
    this.#down.delete(id);
  }

  /** The browser takes all fingers for itself. */
  async cancel(): Promise<void> {
    await this.#tell('touchCancel', []);
    this.#down.clear();
  }

  async tap(target: Locator, id = 9): Promise<void> {
    await this.down(id, await middleOf(target));
    await this.up(id);
  }

  async #tell(type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', ids: number[]): Promise<void> {
    const touchPoints = ids.flatMap((id) => {
      const at = this.#down.get(id);
      return at === undefined ? [] : [{ id, x: at.x, y: at.y }];
    });
    await this.session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}

export async function middleOf(target: Locator): Promise<Spot> {
  const box = await target.boundingBox();
  if (box === null) {
    throw new Error('there is nothing to be touched');
  }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
