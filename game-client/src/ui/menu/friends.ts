/**
 * How friends come in: the code of the room, its address to send or to scan, and in a private room what its host may set.
 */
import type { Choice, Host, Hosting } from '../../protocol/messages.gen.ts';
import { MATCH_RESULTS, MATCH_WARMUP, nameOf, ownSeat, type State } from '../../state/state.ts';
import { button, copyButton, make, setText, show } from '../dom.ts';
import { codePicture, drawCode } from '../qr.ts';
import { say } from '../say.ts';
import { modeName, titled } from '../words.ts';

export interface FriendsOptions {
  /** The address that leads into the room. */
  readonly address: () => string;
  readonly copy: () => Promise<void>;
  /** Hands it to another program of the device; null where there is none. */
  readonly share: ((address: string) => void) | null;
  /** Sets up a private room, as its host. */
  readonly host: (wish: Omit<Host, 'kind'>) => void;
}

/** What is played next is voted on. */
const VOTED = 'vote';

export class FriendsPage {
  readonly element: HTMLElement;
  readonly #options: FriendsOptions;
  readonly #code = make('b', { class: 'code' });
  readonly #picture = codePicture(say('friends.qr'));
  readonly #kind = make('p');
  readonly #host = make('p', { class: 'remark' });
  readonly #fill = make('input', { attributes: { id: 'host-fill', type: 'range', min: '0', step: '1' } });
  readonly #bots = make('output', { attributes: { for: 'host-fill' } });
  readonly #next = make('select', { attributes: { id: 'host-next' } });
  readonly #nextRow = make('div', { class: 'row choice' }, [this.#next]);
  readonly #skip = button('', '', () => this.#set({ skip: 1 }));
  readonly #setup: HTMLElement;
  #hosting: Hosting | null = null;
  #drawn = '';
  #choices = '';

  constructor(options: FriendsOptions) {
    this.#options = options;
    const { share } = options;
    const label = (text: string, of: string): HTMLElement => make('label', { text, attributes: { for: of } });
    this.#fill.addEventListener('input', () => this.#set({ fill: Number(this.#fill.value) }));
    this.#next.addEventListener('change', () => this.#set({}));
    this.#nextRow.prepend(label(say('host.next'), 'host-next'));
    this.#setup = make('fieldset', { class: 'setup' }, [
      make('legend', { text: say('host.title') }),
      make('div', { class: 'row slider' }, [label(say('host.fill'), 'host-fill'), this.#fill, this.#bots]),
      this.#nextRow,
      this.#skip,
    ]);
    this.element = make('div', { class: 'friends' }, [
      make('div', { class: 'invite' }, [
        this.#picture,
        make('div', {}, [
          make('p', {}, [make('span', { text: say('hud.room') }), this.#code]),
          this.#kind,
          copyButton('', options.copy),
          ...(share === null ? [] : [button(say('friends.share'), '', () => share(options.address()))]),
        ]),
      ]),
      this.#host,
      this.#setup,
    ]);
  }

  update(state: State): void {
    const { hosting, welcome } = state;
    this.#hosting = hosting;
    setText(this.#code, welcome?.code ?? '');
    setText(this.#kind, say(hosting === null ? 'friends.open' : 'friends.private'));
    const address = this.#options.address();
    if (address !== this.#drawn) {
      this.#drawn = address;
      drawCode(this.#picture, address);
    }
    const isHost = hosting !== null && hosting.host !== null && hosting.host === ownSeat(state);
    show(this.#setup, isHost);
    show(this.#host, hosting !== null && !isHost);
    setText(
      this.#host,
      say('host.is', { name: nameOf(state, hosting?.host ?? null) || say('scores.unknown') }),
    );
    if (isHost) {
      this.#showSetup(hosting, state);
    }
  }

  #showSetup(hosting: Hosting, state: State): void {
    const choices = JSON.stringify(hosting.presets);
    if (choices !== this.#choices) {
      this.#choices = choices;
      const option = (value: string, text: string): HTMLElement =>
        make('option', { text, attributes: { value } });
      const presets = hosting.presets.map((preset, at) => option(String(at), titleOf(preset)));
      this.#next.replaceChildren(option(VOTED, say('host.vote')), ...presets);
    }
    const { activeElement } = document;
    // What is being set is not taken out of the hand.
    if (activeElement !== this.#fill) {
      this.#fill.max = String(state.welcome?.seats ?? hosting.fill);
      this.#fill.value = String(hosting.fill);
    }
    if (activeElement !== this.#next) {
      this.#next.value = hosting.next === null ? VOTED : String(hosting.next);
    }
    // Where always the same is played there is nothing to choose.
    show(this.#nextRow, hosting.presets.length > 0);
    setText(this.#bots, this.#fill.value);
    setText(this.#skip, say(skipOf(state.match?.phase)));
  }

  #set(wish: Partial<Pick<Host, 'fill' | 'skip'>>): void {
    if (this.#hosting !== null) {
      const next = this.#next.value === VOTED ? null : Number(this.#next.value);
      this.#options.host({ fill: null, skip: 0, next, ...wish });
    }
  }
}

function titleOf({ mode, map, players }: Choice): string {
  return say('host.preset', { mode: modeName(mode), map: titled(map), players });
}

function skipOf(phase: number | undefined): 'host.skipWarmup' | 'host.skipResult' | 'host.skipMatch' {
  switch (phase) {
    case MATCH_WARMUP:
      return 'host.skipWarmup';
    case MATCH_RESULTS:
      return 'host.skipResult';
    default:
      return 'host.skipMatch';
  }
}
