/**
 * The menu over everything: what Escape brings in play, and the settings, which the first page opens too.
 *
 *     play ──Escape──▶ pause ──Settings──▶ settings      Escape goes one step back
 *     first page ──────Settings──────────▶ settings
 *
 * A modal dialog: what lies under it hears no key, the keyboard stays inside, and goes back to where it was.
 */
import type { SettingsStore } from '../../settings/settings.ts';
import { button, copyButton, linkTo, make, setText, show } from '../dom.ts';
import { fullscreenButton } from '../fullscreen.ts';
import type { KeyNames } from '../keynames.ts';
import { say } from '../say.ts';
import { Panel, type Tab } from './panel.ts';

export interface MenuOptions {
  readonly settings: SettingsStore;
  readonly keys: KeyNames;
  readonly copy: () => Promise<void>;
  readonly leave: () => void;
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
  readonly #title = make('h2', { attributes: { id: 'menu-title' } });
  readonly #warning = make('p', { class: 'warning', attributes: { role: 'status' } });
  readonly #pause: HTMLElement;
  readonly #resume: HTMLButtonElement;
  readonly #toSettings: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  /** The settings were reached from the pause. */
  #isNested = false;

  constructor(options: MenuOptions) {
    this.#options = options;
    this.#panel = new Panel(options.settings, options.keys);
    this.#resume = button(say('menu.resume'), 'main', () => this.close());
    this.#toSettings = button(say('menu.settings'), '', () => this.#showSettings());
    const leave = button(say('menu.leave'), '', () => {
      this.close();
      options.leave();
    });
    this.#pause = make('div', { class: 'pause' }, [
      make('p', { text: say('menu.goesOn') }),
      this.#resume,
      this.#toSettings,
      linkTo('/rules', say('menu.rules'), ''),
      copyButton('', options.copy),
      fullscreenButton(),
      leave,
    ]);
    this.#back = button('', 'back', () => this.#stepBack());
    const head = make('div', { class: 'head' }, [this.#title, this.#back]);
    const patch = make('div', { class: 'patch' }, [head, this.#pause, this.#panel.element]);
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

  close(): void {
    this.element.close();
    this.#closed();
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
    this.#show(say('menu.title'), false);
  }

  #showSettings(): void {
    this.#show(say('settings.title'), true);
    setText(this.#back, say(this.#isNested ? 'menu.back' : 'menu.done'));
    this.#panel.refresh();
    this.#panel.focus();
  }

  #show(title: string, settings: boolean): void {
    setText(this.#title, title);
    show(this.#pause, !settings);
    show(this.#panel.element, settings);
    show(this.#back, settings);
  }

  #stepBack(): void {
    if (this.#isNested && this.#pause.hidden) {
      this.#showPause();
      this.#toSettings.focus();
    } else {
      this.close();
    }
  }

  /** Escape goes a step back, or into the menu. The dialog's own way would leave it at once. */
  #key(event: KeyboardEvent): void {
    if (event.code === 'Tab' && this.isOpen) {
      this.#trap(event);
    } else if (event.code === 'Escape' && this.isOpen) {
      event.preventDefault();
      this.#stepBack();
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
