/**
 * The vote on the next match, with its result: a card for each choice. The keys of the first weapons vote, the key of the
 * next weapon goes from card to card, and so do their buttons of a gamepad; a card is a button for mouse and fingers.
 */
import type { Choice } from '../protocol/messages.gen.ts';
import type { Control } from '../settings/bindings.ts';
import { MATCH_RESULTS, ownSeat, type State } from '../state/state.ts';
import { make, setText, show } from './dom.ts';
import { say } from './say.ts';
import { modeName, titled } from './words.ts';

export interface BallotOptions {
  /** What is written on the key of a control now. */
  readonly keyOf: (control: Control) => string;
  /** Gives the vote to a choice. */
  readonly vote: (choice: number) => void;
}

/** Most choices of a vote, each with the control that votes for it. */
const CONTROLS = ['slot1', 'slot2', 'slot3'] as const satisfies readonly Control[];

interface Card {
  readonly button: HTMLButtonElement;
  readonly picture: HTMLImageElement;
  readonly mode: HTMLElement;
  readonly map: HTMLElement;
  readonly votes: HTMLElement;
  readonly key: HTMLElement;
}

export class BallotCards {
  readonly element: HTMLElement;
  /** Says that there is a vote, and then what was chosen: stands beside the time that is left. */
  readonly title = make('p', { class: 'next', attributes: { role: 'status' } });
  readonly #options: BallotOptions;
  readonly #cards: readonly Card[];
  /** What a key would change; null while nothing can be voted on. */
  #open: State | null = null;

  constructor(options: BallotOptions) {
    this.#options = options;
    this.#cards = CONTROLS.map((_, choice) => newCard(() => this.#vote(choice)));
    this.element = make(
      'div',
      { class: 'ballot', attributes: { role: 'group', 'aria-label': say('ballot.title') } },
      this.#cards.map(({ button }) => button),
    );
    this.element.hidden = this.title.hidden = true;
  }

  /** A control was pressed. */
  heard(control: Control): void {
    const count = this.#open?.ballot?.choices.length ?? 0;
    const choice = CONTROLS.findIndex((own) => own === control);
    if (choice !== -1 && choice < count) {
      this.#vote(choice);
    } else if (control === 'next' && count > 0) {
      this.#vote(((this.#open?.voted ?? -1) + 1) % count);
    }
  }

  update(state: State): void {
    const { ballot, voted } = state;
    const shown = ballot !== null && state.match?.phase === MATCH_RESULTS;
    const isOpen = shown && ballot.chosen === null && ownSeat(state) !== null;
    this.#open = isOpen ? state : null;
    show(this.element, shown);
    show(this.title, shown);
    if (!shown) {
      return;
    }
    const chosen = ballot.choices[ballot.chosen ?? -1];
    setText(this.title, chosen === undefined ? say('ballot.title') : say('ballot.chosen', placeOf(chosen)));
    this.#cards.forEach((card, at) => {
      const choice = ballot.choices[at];
      show(card.button, choice !== undefined);
      if (choice !== undefined) {
        const mark = { voted: voted === at, chosen: ballot.chosen === at, open: isOpen };
        fill(card, choice, mark, this.#options.keyOf(CONTROLS[at] ?? CONTROLS[0]));
      }
    });
  }

  #vote(choice: number): void {
    if (this.#open !== null) {
      this.#open.voted = choice;
      this.#options.vote(choice);
    }
  }
}

function newCard(press: () => void): Card {
  const part = (name: string): HTMLElement => make('span', { class: name });
  const picture = make('img', { attributes: { alt: '', width: '160', height: '100', draggable: 'false' } });
  const [mode, map, votes, key] = [make('b'), part('map'), part('votes'), make('kbd')];
  const attributes = { type: 'button', 'aria-pressed': 'false' };
  const button = make('button', { class: 'card', attributes }, [picture, mode, map, votes, key]);
  button.addEventListener('click', press);
  return { button, picture, mode, map, votes, key };
}

function placeOf({ mode, map }: Choice): { mode: string; map: string } {
  return { mode: modeName(mode), map: titled(map) };
}

function fill(
  card: Card,
  choice: Choice,
  { voted, chosen, open }: Readonly<Record<'voted' | 'chosen' | 'open', boolean>>,
  key: string,
): void {
  const address = `/maps/${choice.map}.svg`;
  if (card.picture.getAttribute('src') !== address) {
    card.picture.src = address;
  }
  const { mode, map } = placeOf(choice);
  setText(card.mode, mode);
  setText(card.map, map);
  setText(card.votes, say('ballot.votes', { votes: choice.votes }));
  setText(card.key, key);
  show(card.key, open);
  card.button.classList.toggle('chosen', chosen);
  if (card.button.disabled === open) {
    card.button.disabled = !open;
  }
  if (card.button.ariaPressed !== String(voted)) {
    card.button.ariaPressed = String(voted);
  }
}
