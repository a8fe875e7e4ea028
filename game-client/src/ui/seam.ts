/**
 * `window.fray`: what a browser test may read of a running page. It changes nothing.
 */
import { corrected } from '../predict/corrections.ts';
import type { Prediction } from '../predict/own.ts';
import type { Vec2 } from '../sim/grid.ts';
import type { Input } from '../sim/input.ts';
import { PLAYER_FLAGS, type Score } from '../protocol/messages.gen.ts';
import { BOT, isLent, nameOf, newest, scoreOf, type State } from '../state/state.ts';

/** What was drawn, and when, by the page's clock. */
export interface Draws {
  count: number;
  /** Where the own body was drawn last, in units, and at which tick of its own; null while out of play. */
  own: { readonly x: number; readonly y: number; readonly tick: number } | null;
  /** When Play was pressed. */
  playMs: number | null;
  startPlace: { readonly x: number; readonly y: number } | null;
  /** When a key was first held. */
  heldMs: number | null;
  /** The first picture in which the own body had moved one unit since. */
  movedMs: number | null;
}

/** The part of a visit that a test reads. */
interface Playing {
  readonly state: State;
  readonly prediction: Prediction;
  readonly sampler: { readonly last: Input };
}

interface Sources {
  readonly page: string;
  readonly renderer: string;
  readonly play: Playing | null;
  readonly seat: number | null;
  readonly followed: number | null;
  readonly shows: Seam['shows'];
}

export interface Seam {
  readonly build: string;
  /** `start`, `play`, or the name of the ending that is shown. */
  readonly page: string;
  readonly renderer: string;
  readonly code: string | null;
  readonly seat: number | null;
  /** The newest snapshot's. */
  readonly tick: number | null;
  /** 0 running, 1 results. */
  readonly phase: number | null;
  /** The own body as it is predicted, in units; null while out of play. */
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly health: number | null;
  readonly kills: number | null;
  /** A bot plays in the own seat. */
  readonly lent: boolean;
  /** The others that the newest snapshot shows, in units. */
  readonly players: readonly {
    seat: number;
    name: string;
    x: number;
    y: number;
    alive: boolean;
    bot: boolean;
    charging: boolean;
  }[];
  /** The slot of the weapon in hand. */
  readonly weapon: number | null;
  readonly deaths: number | null;
  /** What was done in the newest tick. */
  readonly input: Input | null;
  /** The projectiles of the last two seconds. */
  readonly shots: readonly { seat: number; weapon: number }[];
  readonly exact: number;
  readonly corrected: number;
  /** Whom one without a seat follows; null for the whole map. */
  readonly followed: number | null;
  /** The centre and the size of what the picture shows, in units. */
  readonly shows: { readonly x: number; readonly y: number; readonly wide: number; readonly high: number };
  readonly draws: Readonly<Draws>;
  /** The values of the newest tuning message. */
  readonly tuning: readonly number[];
}

declare global {
  interface Window {
    fray?: Seam;
  }
}

/** Counts a picture, and notes when the own body was first drawn a unit away from where it was when a key was first held. */
export function countDraw(
  draws: Draws,
  place: Vec2 | null,
  tick: number,
  holds: boolean,
  nowMs: number,
): void {
  draws.count += 1;
  draws.own = place === null ? null : { x: place.x / 256, y: place.y / 256, tick };
  if (place === null || draws.movedMs !== null) {
    return;
  }
  if (draws.heldMs === null || draws.startPlace === null) {
    draws.startPlace = place;
    draws.heldMs = holds ? nowMs : null;
  } else if (Math.hypot(place.x - draws.startPlace.x, place.y - draws.startPlace.y) >= 256) {
    draws.movedMs = nowMs;
  }
}

/** An object whose fields are read anew at each look. */
export function seamOf(build: string, draws: Draws, sources: () => Sources): Seam {
  const state = (): State | null => sources().play?.state ?? null;
  const seen = (): ReturnType<typeof newest> => newestOf(state());
  return {
    build,
    get page() {
      return sources().page;
    },
    get renderer() {
      return sources().renderer;
    },
    get code() {
      return state()?.welcome?.code ?? null;
    },
    get seat() {
      return sources().seat;
    },
    get tick() {
      return seen()?.tick ?? null;
    },
    get phase() {
      return state()?.match?.phase ?? null;
    },
    get place() {
      return placeOf(sources().play);
    },
    get health() {
      return seen()?.own?.health ?? null;
    },
    get kills() {
      return ownScore(sources())?.kills ?? null;
    },
    get deaths() {
      return ownScore(sources())?.deaths ?? null;
    },
    get weapon() {
      return sources().play?.prediction.arms?.weapon ?? null;
    },
    get input() {
      return sources().play?.sampler.last ?? null;
    },
    get lent() {
      const now = state();
      return now !== null && isLent(now);
    },
    get players() {
      return playersOf(state());
    },
    get shots() {
      return [...(state()?.shots.values() ?? [])].map(({ seat, weapon }) => ({ seat, weapon }));
    },
    get exact() {
      return sources().play?.prediction.corrections.exact ?? 0;
    },
    get corrected() {
      const corrections = sources().play?.prediction.corrections;
      return corrections === undefined ? 0 : corrected(corrections);
    },
    get tuning() {
      return state()?.tunings.at(-1)?.values ?? [];
    },
    get followed() {
      return sources().followed;
    },
    get shows() {
      return sources().shows;
    },
    draws,
  };
}

function newestOf(state: State | null): ReturnType<typeof newest> {
  return state === null ? undefined : newest(state);
}

function ownScore({ play, seat }: Sources): Score | null {
  return play === null || seat === null ? null : scoreOf(play.state, seat);
}

function placeOf(play: Playing | null): Seam['place'] {
  const place = play?.prediction.body?.place;
  return place === undefined ? null : { x: place.x / 256, y: place.y / 256 };
}

function playersOf(state: State | null): Seam['players'] {
  if (state === null) {
    return [];
  }
  return (newest(state)?.players ?? []).map(({ seat, x8, y8, flags }) => ({
    seat,
    name: nameOf(state, seat),
    x: x8 / 8,
    y: y8 / 8,
    alive: (flags & PLAYER_FLAGS.alive) !== 0,
    charging: (flags & PLAYER_FLAGS.charging) !== 0,
    bot: state.roster.get(seat)?.bot === BOT,
  }));
}
