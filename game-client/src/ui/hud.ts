/**
 * What stands over the picture while one plays: in the corners, so that the fight stays free.
 */
import type { Prediction } from '../predict/own.ts';
import { secondsLeft } from '../predict/timeline.ts';
import { tuningAt } from '../predict/tuning.ts';
import type { Own } from '../protocol/messages.gen.ts';
import type { Control } from '../settings/bindings.ts';
import { PARTS, type Shield } from '../sim/shield.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { newest, ownSeat, type FeedLine, type State } from '../state/state.ts';
import { threadStyle } from '../view/palette.ts';
import { ArmsPanel } from './arms.ts';
import { Feed, Leaders } from './board.ts';
import { BallotCards } from './ballot.ts';
import { Clock } from './clock.ts';
import { DeathNote } from './death.ts';
import { copyButton, make, setStyle, setText, show } from './dom.ts';
import { HitMarks } from './hitmarks.ts';
import { meter, setMeter } from './meter.ts';
import { Minimap } from './minimap.ts';
import { Hits, Moments } from './moments.ts';
import { Results } from './results.ts';
import { RulesBadge } from './rules/badge.ts';
import { loadRules } from './rules/rules.ts';
import { say } from './say.ts';
import type { Sight } from './sight.ts';
import { Spool } from './spool.ts';

/** How long an own kill is told, in ms. */
const NOTE_MS = 2000;
/** Lengths that the band of health is divided into. */
const HEALTH_PARTS = 4;

export interface HudOptions {
  readonly copy: () => Promise<void>;
  /** What is written on the key of a control now. */
  readonly keyOf: (control: Control) => string;
  /** Votes for one of the choices of a ballot. */
  readonly vote: (choice: number) => void;
}

export class Hud {
  readonly element: HTMLElement;
  readonly #spool = new Spool();
  readonly #leaders = new Leaders();
  readonly #feed = new Feed();
  readonly #ballot: BallotCards;
  readonly #results: Results;
  readonly #clock = new Clock();
  readonly #moments = new Moments();
  readonly #hits = new Hits();
  readonly #minimap = new Minimap();
  readonly #marks = new HitMarks();
  readonly #death = new DeathNote();
  readonly #rules = new RulesBadge(loadRules);
  readonly #arms: ArmsPanel;
  readonly #code = make('b', { class: 'code' });
  /** The line is slowed by a test, which nobody may take for the game's own doing. */
  readonly #link = make('p', { class: 'line' });
  readonly #health = make('b');
  readonly #healthBar = meter(say('hud.health'), 'health', HEALTH_PARTS);
  readonly #dashBar = meter(say('hud.dash'), 'dash');
  readonly #shieldBar = meter(say('hud.shield'), 'shield');
  readonly #note = make('p', { class: 'note', attributes: { role: 'status' } });

  constructor(options: HudOptions) {
    this.#arms = new ArmsPanel(options.keyOf);
    this.#ballot = new BallotCards(options);
    this.#results = new Results(this.#ballot);
    const copy = copyButton('small', options.copy);
    // Keys are for playing, and none for a button that was clicked.
    copy.addEventListener('click', () => copy.blur());
    const label = (text: string): HTMLElement => make('span', { class: 'label', text });
    const vitals = make('section', { class: 'vitals', attributes: { 'aria-label': say('hud.vitals') } }, [
      make('div', { class: 'row' }, [label(say('hud.health')), this.#health, this.#healthBar]),
      make('div', { class: 'row' }, [label(say('hud.dash')), this.#dashBar]),
      make('div', { class: 'row' }, [label(say('hud.shield')), this.#shieldBar]),
    ]);
    this.#note.hidden = true;
    this.element = make('div', { class: 'hud' }, [
      this.#hits.element,
      this.#marks.element,
      make('section', { class: 'corner left' }, [this.#spool.element, this.#leaders.element]),
      this.#clock.element,
      make('section', { class: 'corner right' }, [
        make('p', { class: 'room' }, [label(say('hud.room')), this.#code, copy]),
        this.#link,
        this.#feed.element,
      ]),
      this.#minimap.element,
      vitals,
      this.#rules.element,
      this.#arms.element,
      this.#moments.element,
      this.#death.element,
      this.#note,
      this.#results.element,
    ]);
  }

  /** A control was pressed or let go. */
  heard(control: Control, down: boolean): void {
    if (control === 'scores') {
      this.#rules.peek(down);
    } else if (down) {
      this.#ballot.heard(control);
    }
  }

  update(state: State, prediction: Prediction, nowMs: number, sight: Sight): void {
    const snapshot = newest(state);
    const tuning = tuningAt(state, snapshot?.tick ?? 0);
    const own = snapshot?.own ?? null;
    setText(this.#code, state.welcome?.code ?? '');
    this.#updateLink(state.welcome?.link ?? null);
    this.element.classList.toggle('seatless', ownSeat(state) === null);
    this.#rules.update(state);
    this.#clock.update(state, prediction.map, tuning, nowMs);
    this.#leaders.update(state);
    this.#feed.update(state, tuning, nowMs);
    this.#hits.update(state, nowMs);
    this.#moments.update(state, nowMs);
    this.#marks.update(state, sight, nowMs);
    this.#minimap.update(state, prediction.map, tuning, sight, nowMs);
    this.#death.update(state, own, tuning, prediction.map, sight.palette);
    this.#results.update(state, tuning, secondsLeft(state, nowMs));
    if (own !== null && tuning !== null) {
      setStyle(this.element, '--own', threadStyle(ownSeat(state) ?? 0));
      this.#spool.update(state, tuning);
      this.#arms.update(prediction, own, tuning);
      this.#updateOwn(own, prediction.shield, tuning);
    }
    this.#updateNote(state, nowMs);
  }

  #updateLink(name: string | null): void {
    show(this.#link, name !== null);
    setText(this.#link, name === null ? '' : say('hud.link', { name }));
  }

  /** The own kill of just now, or the one that one has helped with. */
  #updateNote(state: State, nowMs: number): void {
    const own = ownSeat(state);
    const isOwn = (line: FeedLine): boolean =>
      own !== null &&
      (line.killer === own || line.feats.helpers.includes(own)) &&
      nowMs - line.atMs < NOTE_MS;
    const kill = state.feed.findLast(isOwn);
    show(this.#note, kill !== undefined);
    if (kill !== undefined) {
      const key = kill.killer === own ? 'feed.own' : 'feed.helped';
      setText(this.#note, say(key, { victim: kill.victimName }));
    }
  }

  #updateOwn(own: Own, shield: Shield | null, tuning: Tuning): void {
    const alive = own.life >= 0;
    setText(this.#health, String(own.health));
    setMeter(this.#healthBar, own.health / tuning.body.health);
    setMeter(this.#dashBar, 1 - own.dashWait / Math.max(tuning.dash.cooldown, 1));
    this.#dashBar.classList.toggle('ready', own.dashWait === 0 && alive);
    setMeter(this.#shieldBar, (shield?.energy ?? 0) / PARTS / Math.max(tuning.shield.energy, 1));
    this.#shieldBar.classList.toggle('ready', own.shield >= 0 && alive);
    this.element.classList.toggle('out', !alive);
  }
}
