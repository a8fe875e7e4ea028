/**
 * What the own shots did: a mark at the pointer, and the damage as a number that floats off whoever was hit.
 *
 *     ✕ hit      ⊗ killed      ⌒ a shield stopped it      ≈ a dash refused it
 *
 * Nothing flashes: while a mark stands, another hit only keeps it there, and a number that stands grows. So either appears
 * at most once in the time that it stands, which is less than three times a second.
 */
import type { WireEvent } from '../protocol/messages.gen.ts';
import { ownSeat, type State } from '../state/state.ts';
import { make, setStyle, setText, show } from './dom.ts';
import { inPicture, type Sight } from './sight.ts';

/** How long a mark stands after the last that it stands for, and a number, in ms. */
export const MARK_MS = 400;
const NUMBER_MS = 800;
/** In the last part of it a number fades. */
const FADE_MS = 250;
/** How far a number floats, in CSS pixels; it begins above the body. */
const FLOAT_PX = 26;
const ABOVE_PX = 26;
/** Numbers at once: the oldest goes. */
const NUMBERS_MAX = 8;
/** Old news is not marked: after a stall, or where one comes into a match. */
const STALE_TICKS = 60;

/** What a shot of one's own came to, the least first: a mark gives way to one that says more. */
export const STRIKES = ['refused', 'stopped', 'hit', 'kill'] as const;
export type StrikeKind = (typeof STRIKES)[number];

export interface Strike {
  readonly kind: StrikeKind;
  /** Who was hit, or was not. */
  readonly seat: number;
  readonly damage: number;
  /** Where, in units. */
  readonly x: number;
  readonly y: number;
}

/** A number that stands: all damage that one took while it did. */
export interface Damage {
  readonly seat: number;
  damage: number;
  kills: boolean;
  x: number;
  y: number;
  readonly sinceMs: number;
  lastMs: number;
}

/** What an event says of the own shots; null where it says nothing of them. */
export function strikeOf(event: WireEvent, own: number | null): Strike | null {
  switch (event.kind) {
    case 'hurt':
      return strike(event.damage > 0 ? 'hit' : null, event, event.damage, own);
    case 'killed':
      return strike('kill', event, 0, own);
    case 'blocked':
    case 'snapback':
      return strike('stopped', event, 0, own);
    case 'refused':
    case 'slipped':
      return strike('refused', event, 0, own);
    default:
      return null;
  }
}

interface Struck {
  readonly seat: number;
  readonly by: number | null;
  readonly x8: number;
  readonly y8: number;
}

/** One who hurts themselves has hit nobody. */
function strike(kind: StrikeKind | null, event: Struck, damage: number, own: number | null): Strike | null {
  const { seat, by, x8, y8 } = event;
  const isOwn = own !== null && by === own && seat !== own;
  return kind === null || !isOwn ? null : { kind, seat, damage, x: x8 / 8, y: y8 / 8 };
}

/** Adds a hit to the number that stands for whoever was hit, or begins one. */
export function addDamage(numbers: Damage[], { kind, seat, damage, x, y }: Strike, nowMs: number): void {
  const standing = numbers.find((number) => number.seat === seat && nowMs - number.lastMs < NUMBER_MS);
  if (kind === 'kill' && standing !== undefined) {
    standing.kills = true;
  } else if (kind === 'hit' && standing !== undefined) {
    Object.assign(standing, { damage: standing.damage + damage, x, y, lastMs: nowMs });
  } else if (kind === 'hit') {
    numbers.push({ seat, damage, kills: false, x, y, sinceMs: nowMs, lastMs: nowMs });
    numbers.splice(0, numbers.length - NUMBERS_MAX);
  }
}

/** The mark that stands after this strike: one that says less waits until the other is gone. */
export function markAfter(
  standing: { readonly kind: StrikeKind; readonly atMs: number } | null,
  kind: StrikeKind,
  nowMs: number,
): { readonly kind: StrikeKind; readonly atMs: number } {
  const stands = standing !== null && nowMs - standing.atMs < MARK_MS;
  const saysLess = stands && STRIKES.indexOf(kind) < STRIKES.indexOf(standing.kind);
  return saysLess ? standing : { kind, atMs: nowMs };
}

export class HitMarks {
  readonly element = make('div', { class: 'strikes', attributes: { 'aria-hidden': 'true' } });
  readonly #mark = make('i');
  readonly #numbers: Damage[] = [];
  readonly #shown: HTMLElement[] = [];
  #standing: { readonly kind: StrikeKind; readonly atMs: number } | null = null;
  /** How many events of the state were read; null before the first look. */
  #read: number | null = null;

  constructor() {
    this.#mark.hidden = true;
    this.element.append(this.#mark);
  }

  update(state: State, sight: Sight, nowMs: number): void {
    const strikes = this.#strikes(state);
    if (sight.hitMarks !== 'off') {
      for (const strike of strikes) {
        this.#standing = markAfter(this.#standing, strike.kind, nowMs);
        addDamage(this.#numbers, strike, nowMs);
      }
    }
    this.#showMark(sight, nowMs);
    this.#showNumbers(sight, nowMs);
  }

  /** What has happened since the last look. */
  #strikes(state: State): Strike[] {
    const count = state.eventsDropped + state.events.length;
    const from = Math.max(this.#read ?? count, state.eventsDropped) - state.eventsDropped;
    this.#read = count;
    const newestTick = state.snapshots.at(-1)?.tick ?? 0;
    return state.events
      .slice(from)
      .filter(({ tick }) => tick > newestTick - STALE_TICKS)
      .map(({ event }) => strikeOf(event, ownSeat(state)))
      .filter((strike) => strike !== null);
  }

  #showMark({ pointer, layout, hitMarks }: Sight, nowMs: number): void {
    const standing = this.#standing;
    const isShown = standing !== null && hitMarks !== 'off' && nowMs - standing.atMs < MARK_MS;
    show(this.#mark, isShown);
    if (isShown) {
      this.#mark.dataset['kind'] = standing.kind;
      moveTo(this.#mark, layout.width / 2 + pointer.x, layout.height / 2 + pointer.y);
    }
  }

  #showNumbers(sight: Sight, nowMs: number): void {
    const standing = this.#numbers.filter(({ lastMs }) => nowMs - lastMs < NUMBER_MS);
    this.#numbers.splice(0, this.#numbers.length, ...standing);
    standing.forEach((number, at) => this.#showNumber(this.#slot(at), number, sight, nowMs));
    const shown = sight.hitMarks === 'numbers' ? standing.length : 0;
    this.#shown.slice(shown).forEach((element) => show(element, false));
  }

  #showNumber(element: HTMLElement, number: Damage, sight: Sight, nowMs: number): void {
    const { x, y } = inPicture(sight, number);
    const floated = sight.calm ? 0 : Math.min((nowMs - number.sinceMs) / NUMBER_MS, 1) * FLOAT_PX;
    show(element, true);
    setText(element, String(number.damage));
    element.classList.toggle('kills', number.kills);
    setStyle(element, 'opacity', Math.min((NUMBER_MS - nowMs + number.lastMs) / FADE_MS, 1).toFixed(2));
    moveTo(element, x, y - ABOVE_PX - floated);
  }

  #slot(at: number): HTMLElement {
    const found = this.#shown[at];
    if (found !== undefined) {
      return found;
    }
    const element = make('b');
    this.#shown.push(element);
    this.element.append(element);
    return element;
  }
}

function moveTo(element: HTMLElement, x: number, y: number): void {
  setStyle(element, 'transform', `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`);
}
