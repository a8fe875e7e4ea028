/**
 * What happened to the own player, or to the leader, in the words' own terms: who, with what, from where, how much.
 */
import type {
  Dropped,
  Hurt,
  Killed,
  PlayerPiece,
  Slipped,
  Snapback,
  Spawned,
} from '../protocol/messages.gen.ts';
import { STREAKS, type Feats } from './feats.ts';
import { nameOf, ownSeat, placeOf, type State } from './state.ts';

/** Moments that are kept for those who show them. */
const MOMENTS_KEPT = 4;
/** Hits of a life that are kept. */
const TAKEN_KEPT = 64;
/** Units of a metre, of thread and of way alike. */
const METRE = 10;
const COMPASS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
const TURN = Math.PI * 2;

/** A direction on the map, north at the top. */
export type Compass = (typeof COMPASS)[number];

/** The own player was hit. */
export interface Hit {
  readonly atMs: number;
  /** Towards the shooter: clockwise from the top of the picture, in radians. */
  readonly angle: number;
}

/**
 * What is written large for a moment: a needle slipped or a shot sent back, by somebody else or by oneself, the leader's fall,
 * and of the own kills a streak and a revenge.
 */
export interface Moment {
  readonly kind: 'slip' | 'slipped' | 'snapback' | 'snapped' | 'great' | 'streak' | 'revenge';
  readonly atMs: number;
  /** The other one of a slip or a snapback, who fell, or whom a kill paid back; empty for nobody. */
  readonly name: string;
  /** Thread that fell, in cm; of a streak its kills. */
  readonly amount: number;
}

/** A hit that the own body took. */
export interface Taken {
  readonly tick: number;
  /** Who hit; null where no player did. Names are kept as they were. */
  readonly seat: number | null;
  readonly name: string;
  /** Slot of the weapon. */
  readonly weapon: number;
  readonly damage: number;
}

/** The own player's last death. */
export interface Death {
  readonly tick: number;
  /** Empty when it was nobody. */
  readonly name: string;
  readonly seat: number | null;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Where the body fell, and where the killer was last seen, in units; null when they were not. */
  readonly place: Place;
  readonly killer: Place | null;
  /** The same as a distance and a direction. */
  readonly from: { readonly metres: number; readonly way: Compass } | null;
  /** How much health the killer had left when they were last seen; null when they were not. */
  readonly killerHealth: number | null;
  /** The hits of the life that is over, oldest first. */
  readonly taken: readonly Taken[];
  /** How long ago the killer saw the body where it was hit, and for how long it has been behind cover since, in ms. */
  readonly seenMs: number;
  readonly coveredMs: number;
  /** Thread that fell, in cm. */
  dropped: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Clockwise from north, in radians. */
export function bearing(from: Place, to: Place): number {
  return (Math.atan2(to.x - from.x, from.y - to.y) + TURN) % TURN;
}

/** The nearest of eight directions. */
export function compassOf(angle: number): Compass {
  return COMPASS[Math.round((angle / TURN) * COMPASS.length) % COMPASS.length] ?? 'n';
}

/** A life begins, in which nothing has hit yet. */
export function noteSpawn(state: State, { seat }: Spawned): void {
  if (seat === ownSeat(state)) {
    state.taken = [];
  }
}

export function noteHurt(state: State, hurt: Hurt, tick: number, atMs: number): void {
  if (hurt.seat === ownSeat(state) && hurt.damage > 0) {
    const { by: seat, weapon, damage } = hurt;
    state.taken.push({ tick, seat, name: nameOf(state, seat), weapon, damage });
    state.taken.splice(0, state.taken.length - TAKEN_KEPT);
  }
  const shooter = seenAt(state, hurt.by);
  if (hurt.seat !== ownSeat(state) || hurt.by === null || hurt.damage === 0 || shooter === null) {
    return;
  }
  const place = { x: hurt.x8 / 8, y: hurt.y8 / 8 };
  state.hits.set(hurt.by, { atMs, angle: bearing(placeOf(state, hurt.seat) ?? place, shooter) });
}

export function noteDeath(state: State, killed: Killed, tick: number): void {
  if (killed.seat !== ownSeat(state)) {
    return;
  }
  const place = { x: killed.x8 / 8, y: killed.y8 / 8 };
  const piece = pieceOf(state, killed.by);
  const killer = piece === null ? null : placeOfPiece(piece);
  const from =
    killer === null
      ? null
      : {
          metres: Math.round(Math.hypot(killer.x - place.x, killer.y - place.y) / METRE),
          way: compassOf(bearing(place, killer)),
        };
  const { by: seat, weapon } = killed;
  const last = state.events.findLast(
    (happened) =>
      happened.tick === tick && happened.event.kind === 'hurt' && happened.event.seat === killed.seat,
  )?.event;
  const [seenMs, coveredMs] = last?.kind === 'hurt' ? [last.seen, last.covered] : [0, 0];
  const name = nameOf(state, seat);
  const taken = [...state.taken];
  const killerHealth = piece?.health ?? null;
  const where = { place, killer, killerHealth, from };
  state.death = { tick, name, seat, weapon, ...where, taken, seenMs, coveredMs, dropped: 0 };
}

export function noteDrop(state: State, drop: Dropped, tick: number, atMs: number): void {
  if (drop.seat === ownSeat(state) && state.death?.tick === tick) {
    state.death.dropped = drop.amount;
  }
  if (drop.great === 1) {
    note(state, { kind: 'great', atMs, name: nameOf(state, drop.seat), amount: drop.amount });
  }
}

/** A slip is for the two whom it concerns. */
export function noteSlip(state: State, slip: Slipped, atMs: number): void {
  const own = ownSeat(state);
  if (own !== null && own === slip.seat) {
    note(state, { kind: 'slip', atMs, name: nameOf(state, slip.by), amount: 0 });
  } else if (own !== null && own === slip.by) {
    note(state, { kind: 'slipped', atMs, name: nameOf(state, slip.seat), amount: 0 });
  }
}

/** A snapback as well. */
export function noteSnapback(state: State, snapback: Snapback, atMs: number): void {
  const own = ownSeat(state);
  if (own !== null && own === snapback.seat) {
    note(state, { kind: 'snapback', atMs, name: nameOf(state, snapback.by), amount: 0 });
  } else if (own !== null && own === snapback.by) {
    note(state, { kind: 'snapped', atMs, name: nameOf(state, snapback.seat), amount: 0 });
  }
}

/** What the own kills are beside kills. */
export function noteKill(state: State, { seat, by }: Killed, { streak, revenge }: Feats, atMs: number): void {
  const own = ownSeat(state);
  if (own === null || by !== own) {
    return;
  }
  const name = revenge ? nameOf(state, seat) : '';
  if (STREAKS.some((kills) => kills === streak)) {
    note(state, { kind: 'streak', atMs, name, amount: streak });
  } else if (revenge) {
    note(state, { kind: 'revenge', atMs, name, amount: 0 });
  }
}

function note(state: State, moment: Moment): void {
  state.moments.push(moment);
  state.moments.splice(0, state.moments.length - MOMENTS_KEPT);
}

/** Where a player was seen last, in the snapshots that are kept. */
function seenAt(state: State, seat: number | null): Place | null {
  const piece = pieceOf(state, seat);
  return placeOf(state, seat) ?? (piece === null ? null : placeOfPiece(piece));
}

/** What the newest snapshot that showed a player said of them. */
function pieceOf(state: State, seat: number | null): PlayerPiece | null {
  const isTheirs = (player: PlayerPiece): boolean => player.seat === seat;
  return state.snapshots.findLast(({ players }) => players.some(isTheirs))?.players.find(isTheirs) ?? null;
}

function placeOfPiece({ x8, y8 }: PlayerPiece): Place {
  return { x: x8 / 8, y: y8 / 8 };
}
