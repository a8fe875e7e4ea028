/**
 * The first page: a name, Play, and the keys.
 */
import type { Control } from '../settings/bindings.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { button, linkTo, make } from './dom.ts';
import type { ControlNames } from './padnames.ts';
import { say, type Key } from './say.ts';

const NAME_LENGTH_MAX = 20;
/** With its sides, so that it has its room before it is there. */
const LOGO = { src: '/logo.svg', width: '640', height: '250' };

/** What is told of the controls: on these keys, and by what cannot be bound, one does that. */
const CONTROLS: readonly (readonly [controls: readonly Control[], fixed: readonly Key[], what: Key])[] = [
  [['up', 'left', 'down', 'right'], [], 'keys.walk'],
  [['fire'], [], 'keys.fire'],
  [['next'], ['keys.wheel.key'], 'keys.switch'],
  [['dash'], [], 'keys.dash'],
  [['shield'], [], 'keys.shield'],
  [['reload'], [], 'keys.reload'],
  [['scores'], [], 'keys.scores'],
];

export interface StartOptions {
  readonly settings: SettingsStore;
  readonly keys: ControlNames;
  /** The code in the address; null for quick play. */
  readonly room: string | null;
  readonly build: string;
  readonly play: () => void;
  /** Opens a room for friends. */
  readonly befriend: () => void;
  readonly openSettings: () => void;
}

export class StartPage {
  readonly element: HTMLElement;
  readonly #name: HTMLInputElement;
  readonly #play: HTMLButtonElement;
  readonly #friends: HTMLButtonElement;
  readonly #keys = make('dl', { class: 'keys' });
  readonly #options: StartOptions;

  constructor(options: StartOptions) {
    this.#options = options;
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
    this.#name.addEventListener('input', () => options.settings.set('player', { name: this.#name.value }));
    this.#play = make('button', {
      class: 'button main',
      text: say('start.play'),
      attributes: { type: 'submit' },
    });
    const plays = make('div', { class: 'plays' }, [this.#play]);
    const label = make('label', { text: say('start.name'), attributes: { for: 'name' } });
    const form = make('form', { class: 'patch' }, [label, this.#name, plays]);
    if (options.room !== null) {
      form.prepend(make('p', { class: 'room', text: say('start.room', { code: options.room }) }));
    }
    // Whoever was invited is among friends already.
    this.#friends = button(say('menu.friends'), '', options.befriend);
    this.#friends.hidden = options.room !== null;
    plays.append(this.#friends);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      options.play();
    });
    const heading = make('h2', { class: 'quiet', text: say('start.keys') });
    const thumbs = make('p', { class: 'thumbs-told by-touch', text: say('start.thumbs') });
    this.element = make('main', { class: 'page start' }, [
      make('h1', {}, [make('img', { attributes: { ...LOGO, alt: say('title') } })]),
      make('p', { class: 'tagline', text: say('tagline') }),
      form,
      make('div', { class: 'ways' }, [
        button(say('start.settings'), 'plain', options.openSettings),
        linkTo('/rules', say('menu.rules'), 'plain'),
      ]),
      make('section', {}, [heading, this.#keys, thumbs]),
      make('p', { class: 'build', text: options.build }),
    ]);
    this.refresh();
  }

  /** While a connection is being made, Play can't be pressed again. */
  wait(waiting: boolean): void {
    this.#play.disabled = this.#friends.disabled = waiting;
    this.#play.textContent = say(waiting ? 'start.joining' : 'start.play');
  }

  focus(): void {
    (this.#name.value === '' ? this.#name : this.#play).focus();
  }

  /** The name and the keys as they are set now. */
  refresh(): void {
    const { settings, keys } = this.#options;
    const { walk, aim } = keys.sticks;
    if (this.#name.value.trim() !== settings.now.player.name) {
      this.#name.value = settings.now.player.name;
    }
    const capsOf = (controls: readonly Control[]): string[] =>
      keys.isPad && controls.includes('up') ? [walk] : controls.map((control) => keys.of(control));
    const sayAll = (fixed: readonly Key[]): string[] => (keys.isPad ? [] : fixed.map((key) => say(key)));
    const told: readonly (readonly [readonly string[], Key])[] = [
      [[keys.isPad ? aim : say('keys.aim.key')], 'keys.aim'],
      ...CONTROLS.map(([controls, fixed, what]) => [[...capsOf(controls), ...sayAll(fixed)], what] as const),
      [[keys.menu], 'keys.menu'],
    ];
    const rows = told.flatMap(([caps, what]) => [
      make(
        'dt',
        {},
        caps.map((cap) => make('kbd', { text: cap })),
      ),
      make('dd', { text: say(what) }),
    ]);
    this.#keys.replaceChildren(...rows);
  }
}
