/**
 * A gamepad for a page in a browser that has none: `navigator.getGamepads` is replaced before the page is loaded, by what
 * Chromium tells of real pads. Everything from there on is the game's own.
 */
import type { Page } from 'playwright-core';
import type { Told } from '../../game-client/tests/pads.ts';
import type { Visitor } from './support.ts';

/** Real sticks rest beside the middle. */
const DRIFT = [0.0039, -0.0588, 0.0275, 0.0118];

/** Called with a page before it is loaded. */
export function plugIn(pad: Told): (page: Page) => Promise<void> {
  return async (page) => {
    await page.addInitScript(
      ([told, drift]) => {
        const shaken: unknown[] = [];
        const vibrationActuator = {
          playEffect: (kind: string, effect: object): Promise<string> => {
            shaken.push({ kind, ...effect });
            return Promise.resolve('complete');
          },
        };
        window.pads = [
          {
            ...told,
            axes: told.axes.map((rest, at) => (told.mapping === '' ? rest : (drift[at] ?? rest))),
            vibrationActuator,
          },
        ];
        window.shaken = shaken;
        Object.defineProperty(navigator, 'getGamepads', { value: () => window.pads });
      },
      [pad, DRIFT] as const,
    );
  };
}

/** Fingers on the pad of a page. */
export class Fingers {
  constructor(private readonly visitor: Visitor) {}

  /** Holds a button down, as far as that; 0 lets go. */
  async hold(button: number, value = 1): Promise<void> {
    await this.visitor.page.evaluate(
      ([at, by]) => {
        const pressed = by > 30 / 255;
        window.pads?.[0]?.buttons.splice(at, 1, { pressed, touched: pressed, value: by });
      },
      [button, value] as const,
    );
    await this.pictures(2);
  }

  async tap(...buttons: readonly number[]): Promise<void> {
    for (const button of buttons) {
      await this.hold(button);
      await this.hold(button, 0);
    }
  }

  /** Moves the left stick, or the right one. */
  async stick(which: 'left' | 'right', x: number, y: number): Promise<void> {
    await this.visitor.page.evaluate(([at, ...way]) => window.pads?.[0]?.axes.splice(at, 2, ...way), [
      which === 'left' ? 0 : 2,
      x,
      y,
    ] as const);
    await this.pictures(2);
  }

  /** Holds a button down that leads to another page, where nothing is held. */
  async leave(button: number, path: string): Promise<void> {
    await Promise.all([
      this.visitor.page.waitForURL((url) => url.pathname === path),
      this.visitor.page.evaluate((at) => {
        window.pads?.[0]?.buttons.splice(at, 1, { pressed: true, value: 1 });
      }, button),
    ]);
  }

  /** Pulls the plug. */
  async pull(): Promise<void> {
    await this.visitor.page.evaluate(() => (window.pads = [null]));
    await this.pictures(2);
  }

  /** How often the pad shook for so long. */
  async shakes(duration: number): Promise<number> {
    return this.visitor.page.evaluate(
      (wanted) =>
        (window.shaken ?? []).filter((each) => (each as { duration: number }).duration === wanted).length,
      duration,
    );
  }

  /** Presses until what has the focus says this, and shows that it has it. */
  async walkTo(wanted: string, button: number): Promise<void> {
    for (let step = 0; step < 40 && !(await this.focused()).includes(wanted); step += 1) {
      await this.tap(button);
    }
    const focused = await this.focused();
    if (!focused.includes(wanted) || !(await this.isRinged())) {
      throw new Error(`not ${wanted} has a ring around it, but “${focused}” the focus`);
    }
  }

  async focused(): Promise<string> {
    return this.visitor.page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === document.body) {
        return '';
      }
      const isField = activeElement instanceof HTMLInputElement || activeElement instanceof HTMLSelectElement;
      const labels = isField ? [...(activeElement.labels ?? [])] : [];
      return [...labels.map((label) => label.innerText), activeElement?.textContent].join(' ');
    });
  }

  private async isRinged(): Promise<boolean> {
    return this.visitor.page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
      return outlineStyle === 'solid' && outlineWidth === '3px';
    });
  }

  private async pictures(count: number): Promise<void> {
    await this.visitor.page.evaluate(
      async (left) =>
        new Promise<void>((done) => {
          const next = (now: number): unknown =>
            now === 0 ? done() : requestAnimationFrame(() => next(now - 1));
          next(left);
        }),
      count,
    );
  }
}

interface Plugged {
  axes: number[];
  vibrationActuator?: object;
  buttons: { pressed: boolean; touched?: boolean; value: number }[];
}

declare global {
  interface Window {
    pads?: (Plugged | null)[];
    shaken?: unknown[];
  }
}
