/**
 * The own weapons, in the lower right corner: a row for each slot, and what the hand does with the one that it holds.
 */
import { armsOf, type Prediction } from '../predict/own.ts';
import type { Own } from '../protocol/messages.gen.ts';
import type { Control } from '../settings/bindings.ts';
import type { Arms } from '../sim/arms.ts';
import { left } from '../sim/time.ts';
import type { Tuning, Weapon } from '../sim/tuning.gen.ts';
import { make, setText, show } from './dom.ts';
import { meter, setMeter } from './meter.ts';
import { say } from './say.ts';
import { lookInSlot, weaponName } from './words.ts';

/** More shots than this are shown as a number alone. */
const CLIP_DRAWN_MAX = 40;
/** The own block's times count from here. */
const OWN_NOW = 1_000_000;

interface Slot {
  readonly row: HTMLElement;
  readonly key: HTMLElement;
  readonly mark: HTMLElement;
  readonly name: HTMLElement;
  readonly clip: HTMLElement;
}

/** How far a charge or a reload is, as a share; null where none is under way. */
export interface Working {
  readonly charged: number | null;
  readonly reloaded: number | null;
}

export function workingOf(arms: Arms, weapon: Weapon, now: number): Working {
  const charged =
    weapon.kind === 'ray' && arms.chargedSince > 0
      ? left(now, arms.chargedSince) / Math.max(weapon.charge, 1)
      : null;
  const reloaded = arms.reloadEnds > 0 ? 1 - left(arms.reloadEnds, now) / Math.max(weapon.reload, 1) : null;
  return { charged, reloaded };
}

export class ArmsPanel {
  readonly element: HTMLElement;
  readonly #list = make('ol', { class: 'slots' });
  readonly #slots: Slot[] = [];
  readonly #does = make('small');
  readonly #bar = meter(say('hud.charge'), 'charge');
  readonly #rounds = make('div', { class: 'rounds', attributes: { 'aria-hidden': 'true' } });

  /** `keyOf` says what is written on the key of a control now. */
  constructor(private readonly keyOf: (control: Control) => string) {
    this.element = make('section', { class: 'arms', attributes: { 'aria-label': say('hud.weapons') } }, [
      this.#does,
      this.#list,
      this.#bar,
      this.#rounds,
    ]);
  }

  update(prediction: Prediction, own: Own, tuning: Tuning): void {
    const arms = prediction.arms ?? armsOf(own, OWN_NOW);
    const now = prediction.arms === null ? OWN_NOW : prediction.now;
    const held = tuning.weapons[arms.weapon] === undefined ? 0 : arms.weapon;
    this.#fit(tuning.weapons.length);
    tuning.weapons.forEach((weapon, at) => this.#write(at, weapon, arms, at === held, tuning));
    const weapon = tuning.weapons[held];
    if (weapon !== undefined) {
      this.#work(weapon, arms.clips[held] ?? 0, workingOf(arms, weapon, now));
    }
  }

  #fit(count: number): void {
    while (this.#slots.length > count) {
      this.#slots.pop()?.row.remove();
    }
    while (this.#slots.length < count) {
      const [key, mark] = [make('kbd'), make('i', { class: 'mark', attributes: { 'aria-hidden': 'true' } })];
      const [name, clip] = [make('span', { class: 'weapon-name' }), make('b')];
      const row = make('li', {}, [key, mark, name, clip]);
      this.#slots.push({ row, key, mark, name, clip });
      this.#list.append(row);
    }
  }

  #write(at: number, weapon: Weapon, arms: Arms, held: boolean, tuning: Tuning): void {
    const slot = this.#slots[at];
    if (slot === undefined) {
      return;
    }
    // It keeps its place: what comes and goes would move all that stands above it.
    slot.row.classList.toggle('lacking', weapon.found !== 0 && (arms.clips[at] ?? 0) === 0);
    setText(slot.key, this.keyOf(`slot${(at + 1) as 1 | 2 | 3 | 4}`));
    slot.mark.dataset['look'] = lookInSlot(tuning, at);
    setText(slot.name, weaponName(weapon.name));
    setText(
      slot.clip,
      say('hud.clip', { left: Math.min(arms.clips[at] ?? 0, weapon.clip), most: weapon.clip }),
    );
    slot.row.classList.toggle('held', held);
    if (held) {
      slot.row.setAttribute('aria-current', 'true');
    } else {
      slot.row.removeAttribute('aria-current');
    }
  }

  #work(weapon: Weapon, clip: number, { charged, reloaded }: Working): void {
    const drawn = weapon.clip > 1 && weapon.clip <= CLIP_DRAWN_MAX;
    setText(
      this.#does,
      reloaded !== null ? say('hud.reloading') : charged !== null ? say('hud.charging') : '',
    );
    show(this.#bar, weapon.kind === 'ray' || !drawn);
    this.#bar.classList.toggle('coming', reloaded !== null);
    setMeter(this.#bar, reloaded ?? charged ?? (weapon.kind === 'ray' ? 0 : clip / weapon.clip));
    this.#drawRounds(clip, drawn ? weapon.clip : 0, reloaded);
  }

  /** The clip as stitches: full ones are left, and a reload stitches them anew. */
  #drawRounds(left: number, most: number, reloaded: number | null): void {
    while (this.#rounds.childElementCount > most) {
      this.#rounds.lastElementChild?.remove();
    }
    while (this.#rounds.childElementCount < most) {
      this.#rounds.append(make('i'));
    }
    const full = reloaded === null ? left : Math.floor(most * reloaded);
    Array.from(this.#rounds.children).forEach((stitch, at) => {
      stitch.classList.toggle('full', at < full);
      stitch.classList.toggle('coming', reloaded !== null);
    });
  }
}
