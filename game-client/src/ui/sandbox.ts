/**
 * The panel of a sandbox: how fast its time runs, and which key orders what.
 */
import { SANDBOX_KEYS, SANDBOX_ORDERS, type SandboxOrder } from '../settings/bindings.ts';
import { ownSeat, PACE_FULL, PACE_PAUSED, type State } from '../state/state.ts';
import { make, setText, show } from './dom.ts';
import type { KeyNames } from './keynames.ts';
import { say } from './say.ts';

/** The numbers of the protocol. Which persona a bot is to have is this panel's own business. */
const COMMANDS: Readonly<Record<Exclude<SandboxOrder, 'persona'>, number>> = {
  pause: 0,
  step: 1,
  slow: 2,
  dummy: 3,
  refill: 4,
  bot: 5,
  kill: 6,
};

export interface SandboxOptions {
  readonly keys: KeyNames;
  /** Sends a command. */
  readonly command: (what: number, arg?: string) => void;
}

export class SandboxPanel {
  readonly element: HTMLElement;
  readonly #pace = make('p', { class: 'pace', attributes: { role: 'status' } });
  readonly #labels = new Map<SandboxOrder, HTMLElement>();
  readonly #options: SandboxOptions;
  #chosen = 0;

  constructor(options: SandboxOptions) {
    this.#options = options;
    const rows = SANDBOX_ORDERS.map((order) => {
      const label = make('span', { text: say(`sandbox.${order}`, { persona: '' }) });
      this.#labels.set(order, label);
      return make('li', {}, [make('kbd', { text: options.keys.of(SANDBOX_KEYS[order]) }), label]);
    });
    this.element = make('section', { class: 'sandbox', attributes: { 'aria-label': say('sandbox.title') } }, [
      make('h2', { text: say('sandbox.title') }),
      this.#pace,
      make('ul', {}, rows),
    ]);
    this.element.hidden = true;
  }

  /** A key of the panel was pressed. */
  order(order: SandboxOrder, state: State): void {
    if (state.pace === null) {
      return;
    }
    if (order === 'persona') {
      this.#chosen += 1;
    } else {
      this.#options.command(COMMANDS[order], order === 'bot' ? this.#persona(state) : '');
    }
  }

  update(state: State): void {
    // Whoever only watches orders nothing.
    show(this.element, state.pace !== null && ownSeat(state) !== null);
    if (state.pace === null) {
      return;
    }
    const { pace } = state;
    const word = pace === PACE_PAUSED ? 'paused' : pace === PACE_FULL ? 'full' : 'quarter';
    setText(this.#pace, say(`sandbox.pace.${word}`));
    this.element.dataset['pace'] = word;
    const bot = this.#labels.get('bot');
    if (bot !== undefined) {
      setText(bot, say('sandbox.bot', { persona: this.#persona(state) }));
    }
  }

  /** The persona of the next bot: of those that the tuning has now. */
  #persona(state: State): string {
    const personas = state.tunings.at(-1)?.personas ?? [];
    return personas[this.#chosen % Math.max(personas.length, 1)]?.name ?? '';
  }
}
