/**
 * The people in the room: whom one mutes, reports, or sends away as the host of a private room.
 */
import type { SettingsStore } from '../../settings/settings.ts';
import { BOT, ownSeat, type State } from '../../state/state.ts';
import { button, make, setText } from '../dom.ts';
import { thread } from '../players.ts';
import { say } from '../say.ts';

export interface PeopleOptions {
  readonly settings: SettingsStore;
  /** Tells the server: 0 a report and why, 1 one is to go. */
  readonly moderate: (what: number, seat: number, why: number) => void;
}

const REPORT = 0;
const KICK = 1;
/** Reasons, by the numbers of the protocol. */
const WHYS = ['insults', 'cheats', 'name', 'other'] as const;

export class PeoplePage {
  readonly element: HTMLElement;
  readonly #options: PeopleOptions;
  readonly #list = make('ul', { class: 'people' });
  readonly #told = make('p', { class: 'told', attributes: { role: 'status' } });
  /** Whose reasons are open, and who was reported, by seat and name: both outlast that somebody else comes or goes. */
  readonly #asking = new Set<string>();
  readonly #reported = new Set<string>();
  #shown = '';

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.element = make('div', { class: 'peoples' }, [this.#list, this.#told]);
  }

  /** Nothing is told any more, and nothing asked. */
  stop(): void {
    setText(this.#told, '');
    this.#asking.clear();
    this.#reported.clear();
    this.#shown = '';
  }

  update(state: State): void {
    const own = ownSeat(state);
    const others = [...state.roster.values()].filter(({ seat, bot }) => bot !== BOT && seat !== own);
    const isHost = own !== null && state.hosting?.host === own;
    const { muted } = this.#options.settings.now.talk;
    const key = JSON.stringify([others, isHost, muted, own]);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    const rows = others.map(({ seat, name, mark }) => this.#row({ seat, name, mark }, own !== null, isHost));
    const focused = this.#list.querySelector(':focus')?.id;
    this.#list.replaceChildren(...(rows.length === 0 ? [make('li', { text: say('people.nobody') })] : rows));
    document.getElementById(focused ?? '')?.focus();
  }

  #row(who: { seat: number; name: string; mark: number }, plays: boolean, isHost: boolean): HTMLElement {
    const { settings, moderate } = this.#options;
    const { seat, name, mark } = who;
    const { muted } = settings.now.talk;
    const isMuted = muted.includes(mark);
    const mute = button(say(isMuted ? 'people.unmute' : 'people.mute'), '', () =>
      settings.set('talk', { muted: isMuted ? muted.filter((each) => each !== mark) : [...muted, mark] }),
    );
    mute.id = `mute-${seat}`;
    mute.disabled = mark === 0;
    const kick = button(say('people.kick'), '', () => moderate(KICK, seat, 0));
    kick.id = `kick-${seat}`;
    const report = plays ? this.#report(seat, name) : [];
    return make('li', {}, [
      thread(seat, name),
      make('span', { class: 'deeds' }, [mute, ...report.slice(0, 1), ...(isHost ? [kick] : [])]),
      ...report.slice(1),
    ]);
  }

  /** A button, and the reasons that it asks for: a list that one only passes reports nobody. */
  #report(seat: number, name: string): HTMLElement[] {
    const who = `${seat} ${name}`;
    const whys = WHYS.map((each, at) => {
      const why = button(say(`people.why.${each}`), '', () => {
        this.#options.moderate(REPORT, seat, at);
        setText(this.#told, say('people.reported', { name }));
        this.#reported.add(who);
        this.#asking.delete(who);
        draw();
        document.getElementById(`mute-${seat}`)?.focus();
      });
      why.id = `why-${seat}-${at}`;
      return why;
    });
    const reasons = make('div', { class: 'whys', attributes: { role: 'group' } }, whys);
    reasons.setAttribute('aria-label', say('people.report', { name }));
    const open = button(say('people.why'), '', () => {
      if (!this.#asking.delete(who)) {
        this.#asking.add(who);
      }
      draw();
      (reasons.hidden ? open : whys[0])?.focus();
    });
    const draw = () => {
      open.disabled = this.#reported.has(who);
      reasons.hidden = !this.#asking.has(who);
      open.setAttribute('aria-expanded', String(!reasons.hidden));
    };
    draw();
    open.id = `report-${seat}`;
    return [open, reasons];
  }
}
