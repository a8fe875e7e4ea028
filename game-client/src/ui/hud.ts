/**
 * What stands over the picture while one plays: in the corners, so that the fight stays free.
 */
import { secondsLeft } from '../predict/timeline.ts';
import { tuningAt } from '../predict/tuning.ts';
import type { Own } from '../protocol/messages.gen.ts';
import { clipOf } from '../predict/own.ts';
import { weaponOf } from '../sim/arms.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { newest, ownSeat, scoreOf, type FeedLine, type State } from '../state/state.ts';
import { css, threadOf } from '../view/palette.ts';
import { Feed, Leaders, Results } from './board.ts';
import { clockText, copyButton, make, setStyle, setText, show } from './dom.ts';
import { say } from './say.ts';

/** How long an own kill is told, in ms. */
const NOTE_MS = 2000;
/** From here on the clock is written in gold, in seconds. */
const LAST_SECONDS = 30;
/** More shots than this are shown as a number alone. */
const CLIP_DRAWN_MAX = 40;

export interface HudOptions {
  readonly copy: () => Promise<void>;
}

export class Hud {
  readonly element: HTMLElement;
  readonly #leaders = new Leaders();
  readonly #feed = new Feed();
  readonly #results = new Results();
  readonly #time = make('b', { class: 'time' });
  readonly #code = make('b', { class: 'code' });
  readonly #health = make('b');
  readonly #healthBar = meter(say('hud.health'), 'health');
  readonly #dashBar = meter(say('hud.dash'), 'dash');
  readonly #kills = make('b');
  readonly #clip = make('b');
  readonly #reloading = make('small', { text: say('hud.reloading') });
  readonly #rounds = make('div', { class: 'rounds', attributes: { 'aria-hidden': 'true' } });
  readonly #vitals: HTMLElement;
  readonly #weapon: HTMLElement;
  readonly #death: HTMLElement;
  readonly #deathBy = make('p');
  readonly #deathReturns = make('p', { class: 'next' });
  readonly #note = make('p', { class: 'note', attributes: { role: 'status' } });

  constructor(options: HudOptions) {
    const copy = copyButton('small', options.copy);
    const label = (text: string): HTMLElement => make('span', { class: 'label', text });
    this.#vitals = make('section', { class: 'vitals' }, [
      make('div', { class: 'row' }, [label(say('hud.health')), this.#health, this.#healthBar]),
      make('div', { class: 'row' }, [label(say('hud.dash')), this.#dashBar]),
    ]);
    this.#weapon = make('section', { class: 'weapon' }, [
      make('div', { class: 'row' }, [label(say('hud.clip')), this.#reloading, this.#clip]),
      this.#rounds,
    ]);
    this.#death = make('section', { class: 'death', attributes: { role: 'status' } }, [
      make('h2', { text: say('death.title') }),
      this.#deathBy,
      this.#deathReturns,
    ]);
    this.element = make('div', { class: 'hud' }, [
      make('section', { class: 'corner left' }, [
        make('p', { class: 'kills' }, [label(say('hud.kills')), this.#kills]),
        this.#leaders.element,
      ]),
      make('p', { class: 'clock', attributes: { 'aria-label': say('hud.time') } }, [this.#time]),
      make('section', { class: 'corner right' }, [
        make('p', { class: 'room' }, [label(say('hud.room')), this.#code, copy]),
        this.#feed.element,
      ]),
      this.#vitals,
      this.#weapon,
      this.#death,
      this.#note,
      this.#results.element,
    ]);
  }

  update(state: State, nowMs: number): void {
    const snapshot = newest(state);
    const tuning = tuningAt(state, snapshot?.tick ?? 0);
    const own = snapshot?.own ?? null;
    const left = secondsLeft(state, nowMs);
    setText(this.#time, clockText(left));
    this.#time.classList.toggle('last', left <= LAST_SECONDS && state.match?.phase === 0);
    setText(this.#code, state.welcome?.code ?? '');
    const seat = ownSeat(state);
    this.element.classList.toggle('seatless', seat === null);
    setText(this.#kills, String(seat === null ? 0 : scoreOf(state, seat).kills));
    this.#leaders.update(state);
    this.#feed.update(state, nowMs);
    this.#results.update(state, left);
    if (own !== null && tuning !== null) {
      setStyle(this.element, '--own', css(threadOf(seat ?? 0)));
      this.#updateOwn(own, tuning);
    }
    this.#updateDeath(state, own);
    this.#updateNote(state, nowMs);
  }

  /** The own kill of just now. */
  #updateNote(state: State, nowMs: number): void {
    const own = ownSeat(state);
    const isOwn = (line: FeedLine): boolean =>
      own !== null && line.killer === own && nowMs - line.atMs < NOTE_MS;
    const kill = state.feed.findLast(isOwn);
    show(this.#note, kill !== undefined);
    if (kill !== undefined) {
      setText(this.#note, say('feed.own', { victim: kill.victimName }));
    }
  }

  #updateOwn(own: Own, tuning: Tuning): void {
    const alive = own.life >= 0;
    setText(this.#health, String(own.health));
    setMeter(this.#healthBar, own.health / tuning.body.health);
    setMeter(this.#dashBar, 1 - own.dashWait / Math.max(tuning.dash.cooldown, 1));
    this.#dashBar.classList.toggle('ready', own.dashWait === 0 && alive);
    const weapon = weaponOf(tuning, own.weapon);
    const most = weapon?.clip ?? 0;
    const clip = clipOf(own);
    const reloading = own.busy > 0;
    show(this.#reloading, reloading);
    setText(this.#clip, `${clip} / ${most}`);
    const reloaded = reloading ? 1 - (own.busy - 1) / Math.max(weapon?.reload ?? 1, 1) : null;
    this.#drawRounds(clip, most, reloaded);
    this.element.classList.toggle('out', !alive);
  }

  /** The clip as stitches: full ones are left, and a reload stitches them anew. */
  #drawRounds(left: number, most: number, reloaded: number | null): void {
    const drawn = most > CLIP_DRAWN_MAX ? 0 : most;
    while (this.#rounds.childElementCount > drawn) {
      this.#rounds.lastElementChild?.remove();
    }
    while (this.#rounds.childElementCount < drawn) {
      this.#rounds.append(make('i'));
    }
    const full = reloaded === null ? left : Math.floor(most * reloaded);
    Array.from(this.#rounds.children).forEach((stitch, at) => {
      stitch.classList.toggle('full', at < full);
      stitch.classList.toggle('coming', reloaded !== null);
    });
  }

  #updateDeath(state: State, own: Own | null): void {
    const dead = own !== null && own.life < 0 && state.match?.phase === 0;
    show(this.#death, dead);
    if (dead) {
      const name = state.killedBy?.name ?? '';
      setText(this.#deathBy, name === '' ? say('death.alone') : say('death.by', { name }));
      const seconds = ((-1 - own.life) / TIME_PER_SECOND).toFixed(1);
      setText(this.#deathReturns, say('death.returns', { seconds }));
    }
  }
}

function meter(label: string, kind: string): HTMLElement {
  const attributes = { role: 'meter', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100' };
  return make('div', { class: `meter ${kind}`, attributes }, [make('i'), make('i'), make('i'), make('i')]);
}

function setMeter(element: HTMLElement, share: number): void {
  const percent = String(Math.round(Math.min(Math.max(share, 0), 1) * 100));
  setStyle(element, '--share', `${percent}%`);
  if (element.getAttribute('aria-valuenow') !== percent) {
    element.setAttribute('aria-valuenow', percent);
  }
}
