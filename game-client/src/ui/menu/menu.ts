/**
 * The menu over everything: what Escape brings in play, and the settings, which the first page opens too.
 *
 *     play ──Escape──▶ pause ─┬─Settings──▶ settings     Escape goes one step back
 *                             └─Friends───▶ friends
 *     first page ──────Settings──────────▶ settings
 *
 * A modal dialog: what lies under it hears no key, the keyboard stays inside, and goes back to where it was.
 */
import type { State } from '../../state/state.ts';
import { button, linkTo, make, setText, show } from '../dom.ts';
import { fullscreenButton } from '../fullscreen.ts';
import type { KeyNames } from '../keynames.ts';
import { say } from '../say.ts';
import { FriendsPage, type FriendsOptions } from './friends.ts';
import type { PadSource } from './padbinder.ts';
import { Panel, type Tab } from './panel.ts';
import { PeoplePage, type PeopleOptions } from './people.ts';

export interface MenuOptions extends FriendsOptions, PeopleOptions {
  readonly keys: KeyNames;
  readonly pads: PadSource;
  readonly leave: () => void;
  /** What has a key, and no knob: the sound, and the net graph. */
  readonly switch: (control: 'mute' | 'graph') => void;
  /** There is a match to be paused. */
  readonly inPlay: () => boolean;
  /** It opened or closed: while it is open nobody plays. */
  readonly opened: (open: boolean) => void;
}

const FOCUSABLE = 'button, input, select, a';

export class Menu {
  readonly element: HTMLDialogElement;
  readonly #options: MenuOptions;
  readonly #panel: Panel;
  readonly #friends: FriendsPage;
  readonly #people: PeoplePage;
  readonly #title = make('h2', { attributes: { id: 'menu-title' } });
  readonly #warning = make('p', { class: 'warning', attributes: { role: 'status' } });
  readonly #pause: HTMLElement;
  readonly #resume: HTMLButtonElement;
  readonly #toSettings: HTMLButtonElement;
  readonly #toFriends: HTMLButtonElement;
  readonly #toPeople: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  /** What is shown was reached from the pause. */
  #isNested = false;

  constructor(options: MenuOptions) {
    this.#options = options;
    this.#panel = new Panel(options.settings, options.keys, options.pads);
    this.#friends = new FriendsPage(options);
    this.#people = new PeoplePage(options);
    this.#resume = button(say('menu.resume'), 'main', () => this.close());
    this.#toSettings = button(say('menu.settings'), '', () => this.#showSettings());
    this.#toFriends = button(say('menu.friends'), '', () => this.#showFriends());
    this.#toPeople = button(say('menu.people'), '', () => this.#showPeople());
    const leave = button(say('menu.leave'), '', () => {
      this.close();
      options.leave();
    });
    this.#pause = make('div', { class: 'pause' }, [
      make('p', { text: say('menu.goesOn') }),
      this.#resume,
      this.#toFriends,
      this.#toPeople,
      this.#toSettings,
      linkTo('/rules', say('menu.rules'), ''),
      ...(['mute', 'graph'] as const).map((control) =>
        button(say(`control.${control}`), 'by-touch', () => {
          this.close();
          options.switch(control);
        }),
      ),
      fullscreenButton(),
      leave,
    ]);
    this.#back = button('', 'back', () => this.back());
    const head = make('div', { class: 'head' }, [this.#title, this.#back]);
    const patch = make('div', { class: 'patch' }, [head, ...this.#pages()]);
    this.element = make('dialog', { class: 'menu', attributes: { 'aria-labelledby': this.#title.id } }, [
      patch,
      this.#warning,
    ]);
    this.warn('');
    this.element.addEventListener('close', () => this.#closed());
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  /** The menu of a match. */
  pause(): void {
    this.#isNested = true;
    this.#open();
    this.#showPause();
    this.#resume.focus();
  }

  /** The settings alone; a section of them, or the one that was shown last. */
  settings(section?: Tab): void {
    this.#isNested = false;
    this.#open();
    if (section !== undefined) {
      this.#panel.open(section);
    }
    this.#showSettings();
  }

  /** How friends come in, alone. */
  friends(): void {
    this.#isNested = false;
    this.#open();
    this.#showFriends();
  }

  /** What the match is like now. */
  update(state: State): void {
    if (this.isOpen) {
      this.#friends.update(state);
      this.#people.update(state);
    }
  }

  close(): void {
    this.element.close();
    this.#closed();
  }

  /** Into the menu of a match, or out of the menu. */
  toggle(): void {
    if (this.isOpen) {
      this.close();
    } else if (this.#options.inPlay()) {
      this.pause();
    }
  }

  /** A step back, out of the first one away from the menu. */
  back(): void {
    if (this.#isNested && this.#pause.hidden) {
      const ways = [this.#resume, this.#toFriends, this.#toPeople, this.#toSettings];
      const from = ways[this.#pages().findIndex(({ hidden }) => !hidden)];
      this.#showPause();
      from?.focus();
    } else {
      this.close();
    }
  }

  /** Other names of keys and buttons are to be shown. */
  refresh(): void {
    this.#panel.refresh();
  }

  /** A line beside the menu, for what can't wait until it is closed; empty for none. */
  warn(text: string): void {
    setText(this.#warning, text);
    show(this.#warning, text !== '');
  }

  #open(): void {
    if (!this.isOpen) {
      document.body.append(this.element);
      this.element.showModal();
      this.#options.opened(true);
    }
  }

  /** However it was closed. Only an open menu is part of the page. */
  #closed(): void {
    if (this.element.isConnected && !this.isOpen) {
      this.#panel.stop();
      this.element.remove();
      this.#options.opened(false);
    }
  }

  #showPause(): void {
    this.#panel.stop();
    this.#show(say('menu.title'), this.#pause);
  }

  #showSettings(): void {
    this.#show(say('settings.title'), this.#panel.element);
    this.#panel.refresh();
    this.#panel.focus();
  }

  #showFriends(): void {
    this.#show(say('menu.friends'), this.#friends.element);
    this.#back.focus();
  }

  #showPeople(): void {
    this.#show(say('menu.people'), this.#people.element);
    this.#back.focus();
  }

  /** All that can be shown. */
  #pages(): HTMLElement[] {
    return [this.#pause, this.#friends.element, this.#people.element, this.#panel.element];
  }

  #show(title: string, page: HTMLElement): void {
    setText(this.#title, title);
    this.#people.stop();
    this.#pages().forEach((each) => show(each, each === page));
    setText(this.#back, say(this.#isNested ? 'menu.back' : 'menu.done'));
    show(this.#back, page !== this.#pause);
  }

  /** Escape goes a step back, or into the menu. The dialog's own way would leave it at once. */
  #key(event: KeyboardEvent): void {
    if (event.code === 'Tab' && this.isOpen) {
      this.#trap(event);
    } else if (event.code === 'Escape' && this.isOpen) {
      event.preventDefault();
      this.back();
    } else if (event.code === 'Escape' && this.#options.inPlay()) {
      event.preventDefault();
      this.pause();
    }
  }

  /** The keyboard goes round inside. A dialog alone would let it out into the browser's own bars. */
  #trap(event: KeyboardEvent): void {
    const inside = [...this.element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (element) => element.tabIndex >= 0 && element.checkVisibility(),
    );
    const [first, last] = event.shiftKey ? [inside.at(-1), inside[0]] : [inside[0], inside.at(-1)];
    const { activeElement } = document;
    if (activeElement === last || !this.element.contains(activeElement)) {
      event.preventDefault();
      first?.focus();
    }
  }
}
