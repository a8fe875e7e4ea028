/**
 * The first page: a name, Play, and the keys.
 */
import { make } from './dom.ts';
import { say, type Key } from './say.ts';

/** The protocol's limit, in bytes of UTF-8. */
const NAME_BYTES_MAX = 48;
const NAME_LENGTH_MAX = 20;

const KEYS: readonly (readonly [readonly string[], Key])[] = [
  [['W', 'A', 'S', 'D'], 'keys.walk'],
  [[say('keys.aim.key')], 'keys.aim'],
  [[say('keys.fire.key')], 'keys.fire'],
  [[say('keys.dash.key')], 'keys.dash'],
  [['R'], 'keys.reload'],
];

export interface StartOptions {
  readonly name: string;
  /** The code in the address; null for quick play. */
  readonly room: string | null;
  readonly build: string;
  readonly play: (name: string) => void;
}

export class StartPage {
  readonly element: HTMLElement;
  readonly #name: HTMLInputElement;
  readonly #play: HTMLButtonElement;

  constructor(options: StartOptions) {
    this.#name = make('input', {
      attributes: {
        id: 'name',
        name: 'name',
        type: 'text',
        maxlength: String(NAME_LENGTH_MAX),
        autocomplete: 'nickname',
        spellcheck: 'false',
        placeholder: say('start.name.hint'),
      },
    });
    this.#name.value = options.name;
    this.#play = make('button', {
      class: 'button main',
      text: say('start.play'),
      attributes: { type: 'submit' },
    });
    const label = make('label', { text: say('start.name'), attributes: { for: 'name' } });
    const form = make('form', { class: 'patch' }, [label, this.#name, this.#play]);
    if (options.room !== null) {
      form.prepend(make('p', { class: 'room', text: say('start.room', { code: options.room }) }));
    }
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      options.play(cut(this.#name.value.trim()));
    });
    this.element = make('main', { class: 'page start' }, [
      make('h1', { text: say('title') }),
      make('p', { class: 'tagline', text: say('tagline') }),
      form,
      keys(),
      make('p', { class: 'build', text: options.build }),
    ]);
  }

  /** While a connection is being made, Play can't be pressed again. */
  wait(waiting: boolean): void {
    this.#play.disabled = waiting;
    this.#play.textContent = say(waiting ? 'start.joining' : 'start.play');
  }

  focus(): void {
    (this.#name.value === '' ? this.#name : this.#play).focus();
  }
}

function keys(): HTMLElement {
  const rows = KEYS.flatMap(([caps, what]) => [
    make(
      'dt',
      {},
      caps.map((cap) => make('kbd', { text: cap })),
    ),
    make('dd', { text: say(what) }),
  ]);
  const list = make('dl', { class: 'keys' }, rows);
  const heading = make('h2', { class: 'quiet', text: say('start.keys') });
  return make('section', {}, [heading, list, make('p', { class: 'touch', text: say('start.keyboard') })]);
}

/** As much of a name as the protocol takes. */
function cut(name: string): string {
  let whole = name;
  while (new TextEncoder().encode(whole).length > NAME_BYTES_MAX) {
    whole = [...whole].slice(0, -1).join('');
  }
  return whole;
}
