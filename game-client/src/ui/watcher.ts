/**
 * For one who watches without a seat: whom the camera follows, and the keys and buttons that choose.
 */
import { nameOf, type State } from '../state/state.ts';
import { botMark, thread } from './players.ts';
import { button, make, show } from './dom.ts';
import { say } from './say.ts';

/** Keys by their place on the keyboard: a step through the players, or 0 for the whole map. */
const KEYS: Readonly<Record<string, -1 | 0 | 1>> = {
  ArrowLeft: -1,
  BracketLeft: -1,
  ArrowRight: 1,
  BracketRight: 1,
  KeyF: 0,
};

/** A field has its own use for keys, and so has a menu. */
const FIELDS = 'input, select, textarea, dialog';

export class Watcher {
  readonly element: HTMLElement;
  /** The seat that the camera follows; null for the whole map. */
  followed: number | null = null;
  /** Back to the whole map: not there while that is shown. */
  readonly #free: HTMLElement;
  readonly #who = make('p', { class: 'who', attributes: { role: 'status' } });
  readonly #stop = new AbortController();
  #shown = '';

  constructor(
    page: Document,
    private readonly state: State,
  ) {
    const chooser = (text: string, step: -1 | 0 | 1, label: string): HTMLElement => {
      const element = button(text, 'small', () => this.#choose(step));
      element.setAttribute('aria-label', label);
      return element;
    };
    this.#free = chooser(say('watch.map.key'), 0, say('watch.map'));
    this.element = make('section', { class: 'watcher', attributes: { 'aria-label': say('watch.camera') } }, [
      chooser('←', -1, say('watch.previous')),
      this.#who,
      chooser('→', 1, say('watch.next')),
      this.#free,
    ]);
    this.update();
    page.addEventListener('keydown', (event) => this.#press(event), { signal: this.#stop.signal });
  }

  dispose(): void {
    this.#stop.abort();
    this.element.remove();
  }

  /** Names who is followed; whoever has left is followed no longer. */
  update(): void {
    const { state, followed } = this;
    if (followed !== null && !state.roster.has(followed)) {
      this.followed = null;
    }
    const now = `${this.followed} ${nameOf(state, this.followed)}`;
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    const who = this.followed;
    show(this.#free, who !== null);
    this.#who.replaceChildren(
      ...(who === null ? [say('watch.map')] : [thread(who, nameOf(state, who)), ...botMark(state, who)]),
    );
  }

  #press(event: KeyboardEvent): void {
    const step = KEYS[event.code];
    const isForField = event.target instanceof Element && event.target.closest(FIELDS) !== null;
    if (step === undefined || isForField || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    this.#choose(step);
  }

  #choose(step: -1 | 0 | 1): void {
    this.followed = step === 0 ? null : besides(this.state, this.followed, step);
    this.update();
  }
}

/** The player before or after one, around the circle of all seats that are filled; null when nobody is there. */
export function besides(state: State, seat: number | null, step: -1 | 1): number | null {
  const seats = [...state.roster.keys()].sort((a, b) => a - b);
  const beyond =
    seat === null ? undefined : step > 0 ? seats.find((s) => s > seat) : seats.findLast((s) => s < seat);
  return beyond ?? seats.at(step > 0 ? 0 : -1) ?? null;
}
