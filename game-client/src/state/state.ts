/**
 * All that the server has told this client: one state, and functions over it. Knows no clock, no socket and no screen.
 */
import {
  HELD_SLOT,
  type Ballot,
  type Hosting,
  type Match,
  type Own,
  type RosterPlayer,
  type Score,
  type Snapshot,
  type TuningMessage,
  type Welcome,
  type WireEvent,
} from '../protocol/messages.gen.ts';
import type { Deeds } from './deeds.ts';
import type { Feats } from './feats.ts';
import type { Death, Hit, Moment, Taken } from './notes.ts';
import type { PickupPlace } from './pickups.ts';
import type { SaidLine } from './talk.ts';

/** Snapshots that are kept: two seconds at 30 Hz, far more than others are ever drawn late. */
export const SNAPSHOTS_KEPT = 60;
/** Events that are kept for those who show them. */
export const EVENTS_KEPT = 512;
/** Lines of the kill feed that are kept. */
export const FEED_KEPT = 5;

/** Phases of a match. */
export const MATCH_RUNNING = 0;
export const MATCH_RESULTS = 1;
export const MATCH_WARMUP = 2;
export const MATCH_SUDDEN_DEATH = 3;

/** Who plays in a seat, by the roster. */
export const PERSON = 0;
export const BOT = 1;
export const BOT_FOR_PERSON = 2;
export const AWAY = 3;

/** Paces of a sandbox, in quarters. */
export const PACE_PAUSED = 0;
export const PACE_FULL = 4;

/** Why it is over: a close code of the protocol with its parameters, or one of this client's own. */
export interface Ending {
  readonly code: number;
  readonly params: readonly (number | string)[];
}

/** The connection was lost without a goodbye. */
export const ENDING_LOST = 1;
/** The server could not be reached. */
export const ENDING_UNREACHABLE = 2;
/** The server sent what this client cannot read. */
export const ENDING_UNREADABLE = 3;

/** An event with the tick in which it happened. */
export interface Happened {
  readonly tick: number;
  readonly event: WireEvent;
}

/** A kill, for the feed. Names are kept as they were: a seat may change hands. */
export interface FeedLine {
  readonly tick: number;
  readonly atMs: number;
  readonly killer: number | null;
  readonly killerName: string;
  readonly victim: number;
  readonly victimName: string;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** What it was beside a kill. */
  readonly feats: Feats;
}

/** How a projectile ended: in which tick, where, and at whom. */
export interface ShotEnd {
  readonly tick: number;
  readonly x: number;
  readonly y: number;
  /** Null where it met nobody; undefined where nobody said so: it left the view. */
  readonly seat?: number | null;
  /** It met the shield of that one. */
  readonly stopped?: boolean;
}

/** A projectile from its first sight on; it flies straight, so this is all that drawing it needs. */
export interface ShotTrack {
  readonly seat: number;
  readonly weapon: number;
  /** The tick after whose step it was at `x`, `y`, in units. */
  readonly tick: number;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  /** The tick in whose step it ended, and where, once that is known. */
  end: ShotEnd | null;
}

/** Loose thread that lies about, or will until its last bit is wound. */
export interface LooseThread {
  readonly id: number;
  /** Whose thread it was. */
  readonly seat: number;
  /** Where it fell, in units. */
  readonly x: number;
  readonly y: number;
  readonly seed: number;
  /** All of it, in cm. */
  readonly amount: number;
  readonly great: boolean;
  /** The tick in whose step it fell; minus infinity for what fell before this client came. */
  readonly tick: number;
  /** When what is left of it is gone, by the local clock. */
  readonly goneMs: number;
  /** For each bit, the tick in whose step it was wound, and by whom; null while it lies. */
  readonly wound: ({ readonly tick: number; readonly seat: number | null } | null)[];
}

export interface State {
  /** Null until the server accepts. */
  welcome: Welcome | null;
  /** The match that is on; null until the first one is told. */
  match: Match | null;
  /** When the match message came, by the local clock: its time left runs from there. */
  matchAtMs: number;
  /** The vote on the next match; null while there is none. */
  ballot: Ballot | null;
  /** The place of the choice that one has voted for; null while one has not. */
  voted: number | null;
  /** How a private room is set up; null in any other. */
  hosting: Hosting | null;
  /** What people have said; newest last. */
  said: SaidLine[];
  /** Until when one may say no more, by the local clock. */
  hushedUntilMs: number;
  /** Who fills the seats. */
  roster: Map<number, RosterPlayer>;
  /** Who filled a seat last: their last deeds are told after they have left. */
  readonly departed: Map<number, string>;
  /** By seat. */
  scores: Map<number, Score>;
  /** How long each person's way to the server and back takes, in ms, by seat: those that the server knows. */
  pings: Map<number, number>;
  /** Oldest first. The first one always holds; each later one from its tick on. */
  tunings: TuningMessage[];
  /** Oldest first, at most {@link SNAPSHOTS_KEPT}. */
  snapshots: Snapshot[];
  /** By {@link shotKey}. */
  shots: Map<number, ShotTrack>;
  /** By id. */
  loose: Map<number, LooseThread>;
  /** By their order in the map. */
  pickups: PickupPlace[];
  /** Oldest first, at most {@link EVENTS_KEPT}. */
  events: Happened[];
  /** How many events were dropped from the front of `events`: readers keep their place by this count. */
  eventsDropped: number;
  /** Newest last. */
  feed: FeedLine[];
  /** The own player's last death; null before the first. */
  death: Death | null;
  /** The hits that the own body took in this life, or in the one that is over; oldest first. */
  taken: Taken[];
  /** When each shooter last hurt a body that has not died since, by the local clock: by victim, then by shooter. */
  lately: Map<number, Map<number, number>>;
  /** Who killed each player last, until that is paid back. */
  nemeses: Map<number, number>;
  /** How the own player was last hit, by the shooter's seat. */
  hits: Map<number, Hit>;
  /** Oldest first. */
  moments: Moment[];
  /** What each player did in this match, by seat. */
  deeds: Map<number, Deeds>;
  /** The deeds are all that was done since the match began. */
  deedsWhole: boolean;
  /** How fast a sandbox runs, in quarters of the full pace; null for a room that is none. */
  pace: number | null;
  /** How often the server's sum of hashes was not that of what this client holds. */
  mismatches: number;
  /** Why it is over; null while it is not. */
  ending: Ending | null;
}

export function newState(): State {
  return {
    welcome: null,
    match: null,
    matchAtMs: 0,
    ballot: null,
    voted: null,
    hosting: null,
    said: [],
    hushedUntilMs: 0,
    roster: new Map(),
    departed: new Map(),
    scores: new Map(),
    pings: new Map(),
    tunings: [],
    snapshots: [],
    shots: new Map(),
    loose: new Map(),
    pickups: [],
    events: [],
    eventsDropped: 0,
    feed: [],
    death: null,
    taken: [],
    lately: new Map(),
    nemeses: new Map(),
    hits: new Map(),
    moments: [],
    deeds: new Map(),
    deedsWhole: false,
    pace: null,
    mismatches: 0,
    ending: null,
  };
}

/** Nothing of it is known any more. Who reads events goes on behind those that there were. */
export function forgetAll(state: State): void {
  const eventsDropped = state.eventsDropped + state.events.length;
  Object.assign(state, { ...newState(), eventsDropped });
}

/** The newest snapshot, if there is one. */
export function newest(state: State): Snapshot | undefined {
  return state.snapshots.at(-1);
}

/** The slot of the weapon in hand; the first without a body. */
export function slotOf(own: Own | null): number {
  return Math.floor((own?.held ?? 0) / HELD_SLOT);
}

/** How far this client fell behind: 0 gets all snapshots of the room, 1 half, 2 a third, 3 one at a time. */
export function rateStep(state: State): number {
  return (newest(state)?.flags ?? 0) >> 5;
}

/** The own seat; null without one. */
export function ownSeat(state: State): number | null {
  return state.welcome?.seat ?? null;
}

/** True while a bot plays in the own seat, because its owner did nothing for long. */
export function isLent(state: State): boolean {
  const seat = ownSeat(state);
  return seat !== null && state.roster.get(seat)?.bot === BOT_FOR_PERSON;
}

/** True while the room stands still. */
export function isPaused(state: State): boolean {
  return state.pace === PACE_PAUSED;
}

/** Where the newest snapshot saw a player, in units; null when it is out of view. Nobody is among their own others. */
export function placeOf(state: State, seat: number | null): { x: number; y: number } | null {
  const seen = newest(state);
  const own = seen?.own ?? null;
  if (own !== null && seat === ownSeat(state)) {
    return { x: own.x / 256, y: own.y / 256 };
  }
  const piece = seen?.players.find((player) => player.seat === seat);
  return piece === undefined ? null : { x: piece.x8 / 8, y: piece.y8 / 8 };
}

/** The name in a seat; empty when nobody fills it. */
export function nameOf(state: State, seat: number | null): string {
  return seat === null ? '' : (state.roster.get(seat)?.name ?? state.departed.get(seat) ?? '');
}

/** A projectile's name on the wire as one number. */
export function shotKey(id: number, generation: number): number {
  return id * 128 + generation;
}

/** What a seat has scored; nothing yet where the server has not said so. */
export function scoreOf(state: State, seat: number): Score {
  return state.scores.get(seat) ?? { seat, thread: 0, longest: 0, kills: 0, deaths: 0 };
}

/** All who fill a seat, by thread, then by kills, by fewer deaths, by seat. */
export function ranking(state: State): Score[] {
  const order = (a: Score, b: Score): number =>
    b.thread - a.thread || b.kills - a.kills || a.deaths - b.deaths || a.seat - b.seat;
  return [...state.roster.keys()].map((seat) => scoreOf(state, seat)).sort(order);
}
