/**
 * Talk over the picture: the last lines in the corner, a field to write in, the wheel of quick words, and what was said over
 * each body. Who is muted is neither read nor seen.
 *
 *     talk, team ──▶ field ──Enter──▶ say          Escape closes either
 *     emote ───────▶ wheel ──choice─▶ say
 */
import type { Control } from '../../settings/bindings.ts';
import type { SettingsStore } from '../../settings/settings.ts';
import { ownSeat, type State } from '../../state/state.ts';
import { isWanted, type SaidLine } from '../../state/talk.ts';
import { isTug } from '../../state/teams.ts';
import { button, make, setText, show } from '../dom.ts';
import { thread } from '../players.ts';
import { say } from '../say.ts';
import type { Sight } from '../sight.ts';
import { Bubbles } from './bubbles.ts';
import { Wheel } from './wheel.ts';
import { quickWord } from './words.ts';

export interface Saying {
  /** 0: to the room. 1: to the team. */
  readonly to: number;
  readonly word: number | null;
  readonly text: string;
}

export interface TalkOptions {
  readonly settings: SettingsStore;
  readonly say: (saying: Saying) => void;
}

const ROOM = 0;
const TEAM = 1;
/** How long a line stands while nobody writes, in ms. */
const LINE_MS = 9000;
/** Lines that stand, and those that are read again while one writes. */
const LINES = 5;
const LINES_WRITING = 10;
/** As many characters as the server takes, and the bytes of the protocol. */
const TEXT_LENGTH_MAX = 120;
const TEXT_BYTES_MAX = 400;

export class Talk {
  readonly element: HTMLElement;
  readonly #options: TalkOptions;
  readonly #lines = make('div', {
    class: 'lines',
    attributes: { role: 'log', 'aria-label': say('talk.title') },
  });
  readonly #label = make('label', { attributes: { for: 'talk-text' } });
  readonly #text = make('input', {
    attributes: { id: 'talk-text', type: 'text', maxlength: String(TEXT_LENGTH_MAX), autocomplete: 'off' },
  });
  readonly #form = make('form', { class: 'write' }, [this.#label, this.#text]);
  readonly #hush = make('p', { class: 'hush', attributes: { role: 'status' } });
  readonly #wheel: Wheel;
  readonly #bubbles = new Bubbles();
  readonly #open: HTMLButtonElement;
  #to = ROOM;
  /** A key that opens the field is not written into it: it opens with the next picture. */
  #isOpening = false;
  #shown = '';

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#wheel = new Wheel({
      choose: (word) => options.say({ to: ROOM, word, text: '' }),
      write: () => this.#write(ROOM),
    });
    this.#open = button(say('talk.open'), 'small', () => this.#wheel.toggle());
    this.#form.hidden = this.#hush.hidden = true;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener('keydown', (event) => {
      // Nothing that is written is a key of the game, and Escape and Tab close no more than the field.
      event.stopPropagation();
      if (event.code === 'Escape' || event.code === 'Tab') {
        event.preventDefault();
        this.#close();
      }
    });
    this.#text.addEventListener('blur', () => show(this.#form, false));
    const corner = make('section', { class: 'talk', attributes: { 'aria-label': say('talk.title') } }, [
      this.#lines,
      this.#hush,
      this.#form,
    ]);
    this.element = make('div', { class: 'talking' }, [
      this.#bubbles.element,
      corner,
      this.#open,
      this.#wheel.element,
    ]);
  }

  /** What a gamepad walks through now; null while nothing is to be chosen. */
  get chooser(): HTMLElement | null {
    return this.#wheel.isOpen ? this.#wheel.element : null;
  }

  closeWheel(): void {
    this.#wheel.close();
  }

  dispose(): void {
    this.#wheel.dispose();
    this.element.remove();
  }

  /** A control was pressed. */
  heard(control: Control): void {
    switch (control) {
      case 'emote':
        this.#wheel.toggle();
        break;
      case 'talk':
      case 'team':
        this.closeWheel();
        this.#to = control === 'team' ? TEAM : ROOM;
        this.#isOpening = true;
        break;
      case 'fire':
        this.closeWheel();
        break;
      default:
        break;
    }
  }

  update(state: State, nowMs: number, sight: Sight): void {
    const { talk } = this.#options.settings.now;
    const canSpeak = ownSeat(state) !== null;
    show(this.#open, canSpeak);
    if (this.#isOpening) {
      this.#isOpening = false;
      if (canSpeak) {
        this.#write(this.#to === TEAM && isTug(state) ? TEAM : ROOM);
      }
    }
    const heard = state.said.filter((line) => isWanted(line, talk));
    this.#updateLines(talk.lines ? heard : [], nowMs);
    this.#bubbles.update(heard, nowMs, sight);
    const waitMs = Math.max(state.hushedUntilMs - nowMs, 0);
    show(this.#hush, waitMs > 0);
    setText(this.#hush, waitMs > 0 ? say('talk.hush', { seconds: Math.ceil(waitMs / 1000) }) : '');
  }

  #updateLines(lines: readonly SaidLine[], nowMs: number): void {
    const writes = !this.#form.hidden;
    const young = lines.filter(({ atMs }) => nowMs - atMs < LINE_MS);
    const shown = writes ? lines.slice(-LINES_WRITING) : young.slice(-LINES);
    const key = shown.map(({ id }) => id).join(' ');
    if (key !== this.#shown) {
      this.#shown = key;
      this.#lines.replaceChildren(...shown.map(lineOf));
    }
  }

  #write(to: number): void {
    this.#to = to;
    setText(this.#label, say(to === TEAM ? 'talk.toTeam' : 'talk.toRoom'));
    show(this.#form, true);
    this.#text.focus();
  }

  #send(): void {
    const text = cutBytes(this.#text.value.trim());
    if (text !== '') {
      this.#options.say({ to: this.#to, word: null, text });
    }
    this.#close();
  }

  #close(): void {
    this.#text.value = '';
    this.#text.blur();
    show(this.#form, false);
  }
}

function lineOf({ seat, name, to, word, text }: SaidLine): HTMLElement {
  const quick = quickWord(word);
  const team = to === TEAM ? [make('small', { text: say('talk.team') })] : [];
  return make('p', { class: 'line' }, [
    thread(seat, name),
    ...team,
    make('span', { class: 'text', text: quick === null ? text : say(`word.${quick}`) }),
  ]);
}

/** As much of a text as the protocol takes. */
export function cutBytes(text: string): string {
  let letters = [...text];
  while (new TextEncoder().encode(letters.join('')).length > TEXT_BYTES_MAX) {
    letters = letters.slice(0, -1);
  }
  return letters.join('');
}
