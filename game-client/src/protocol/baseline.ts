/**
 * What this client holds, on which the next snapshot leans: rebuilds whole snapshots from what is new in each. Mirrors
 * `src/protocol/told.rs` and `delta.rs`; sections 7 and 8 of PROTOCOL.md say how.
 */
import { Bits, within, type Field } from './bits.ts';
import {
  OWN_FIELDS,
  PLAYER_PIECE_FIELDS,
  readOwn,
  readPlayerPiece,
  readShotPiece,
  readWireEvent,
  SNAPSHOT_FLAGS,
  type Own,
  type PlayerPiece,
  type ServerMessage,
  type ShotPiece,
  type Snapshot,
  type SnapshotMessage,
  type WireEvent,
} from './messages.gen.ts';

/** A message of the server, its snapshots rebuilt. */
export type Received = Exclude<ServerMessage, SnapshotMessage> | Snapshot;

export interface Baseline {
  /** The tick of the snapshot that is held; null while none is. */
  tick: number | null;
  own: Own | null;
  /** By seat. */
  players: PlayerPiece[];
  /** By {@link keyOf}. */
  shots: Map<number, ShotPiece>;
}

export interface Rebuilt {
  readonly snapshot: Snapshot;
  /** It came with a sum of hashes, which is not that of what is held. */
  readonly differs: boolean;
}

const SEATS = 64;
const SHOTS_MAX = 1024;
const EVENTS_MAX = 255;
const GONE_MAX = 65535;
const AGO_MAX = 65535;
const PLACE_BITS: readonly number[] = [6, 8, 10];
const OWN_BITS: readonly number[] = [6, 13, 17];
const AIM_BITS = 5;
/** The fields of a player that seldom change, by their place in the table. */
const SELDOM = PLAYER_PIECE_FIELDS.slice(4, 8);
const [, PLACE_X, PLACE_Y] = PLAYER_PIECE_FIELDS;

export function newBaseline(): Baseline {
  return { tick: null, own: null, players: [], shots: new Map() };
}

/** Rebuilds a snapshot and holds it; null if it leans on one that is not held. Throws where its body is malformed. */
export function rebuild(baseline: Baseline, message: SnapshotMessage): Rebuilt | null {
  const keyframe = (message.flags & SNAPSHOT_FLAGS.keyframe) !== 0;
  if (keyframe) {
    Object.assign(baseline, newBaseline());
  } else if (baseline.tick !== message.tick - message.since) {
    return null;
  }
  // Nothing is held while it is half read.
  baseline.tick = null;
  const bits = new Bits(message.body);
  takeOwn(baseline, bits);
  takePlayers(baseline, keyframe, bits);
  const events = takeShots(baseline, message.since, bits);
  const told = (message.flags & SNAPSHOT_FLAGS.sum) !== 0 ? bits.take(32) : null;
  bits.finish();
  baseline.tick = message.tick;
  const { tick, flags, lead } = message;
  const { own } = baseline;
  const lists = { players: [...baseline.players], shots: sorted(baseline.shots), events };
  return {
    snapshot: { kind: 'snapshot', tick, flags, lead, own, ...lists },
    differs: told !== null && told !== sumOf(baseline),
  };
}

function takeOwn(baseline: Baseline, bits: Bits): void {
  const was = baseline.own;
  baseline.own = !bits.flag() ? null : was === null ? readOwn(bits) : ownAfter(was, bits);
}

function takePlayers(baseline: Baseline, keyframe: boolean, bits: Bits): void {
  if (!keyframe) {
    const gone = bits.list(0, SEATS, () => bits.take(6));
    const stay = baseline.players.filter(({ seat }) => !gone.includes(seat));
    baseline.players = stay.map((player) => playerAfter(player, bits));
  }
  const fresh = bits.list(0, SEATS, readPlayerPiece);
  if (fresh.length > 0) {
    const seats = new Map([...baseline.players, ...fresh].map((player) => [player.seat, player]));
    baseline.players = [...seats.values()].sort((a, b) => a.seat - b.seat);
  }
}

/** Events tell of projectiles that came, turned and ended; two lists tell the rest. */
function takeShots(baseline: Baseline, since: number, bits: Bits): WireEvent[] {
  const { shots } = baseline;
  for (const [key, shot] of shots) {
    shots.set(key, { ...shot, ago: Math.min(shot.ago + since, AGO_MAX) });
  }
  const events = bits.list(0, EVENTS_MAX, readWireEvent);
  for (const event of events) {
    follow(shots, event);
  }
  for (const key of bits.list(0, GONE_MAX, () => bits.take(23))) {
    shots.delete(key);
  }
  for (const shot of bits.list(0, SHOTS_MAX, readShotPiece)) {
    shots.set(keyOf(shot), shot);
  }
  return events;
}

function follow(shots: Map<number, ShotPiece>, event: WireEvent): void {
  if (event.kind === 'fired') {
    const { id, generation, seat, weapon, x8, y8, angle, ago, forward } = event;
    // It flies one step within its own tick, and through what its shooter saw.
    shots.set(keyOf(event), { id, generation, seat, weapon, x8, y8, angle, ago: ago + 1 + forward });
  } else if (event.kind === 'snapback') {
    const { id, generation, seat, weapon, x8, y8, angle, ago } = event;
    shots.set(keyOf(event), { id, generation, seat, weapon, x8, y8, angle, ago });
  } else if (event.kind === 'shotEnded') {
    shots.delete(keyOf(event));
  } else if (event.kind === 'bounced') {
    const shot = shots.get(keyOf(event));
    if (shot !== undefined) {
      const { x8, y8, angle, ago, forward } = event;
      shots.set(keyOf(event), { ...shot, x8, y8, angle, ago: ago + forward });
    }
  }
}

/** A projectile's name as one number. */
export function keyOf({ id, generation }: { readonly id: number; readonly generation: number }): number {
  return id * 128 + generation;
}

function sorted(shots: ReadonlyMap<number, ShotPiece>): ShotPiece[] {
  return [...shots.values()].sort((a, b) => keyOf(a) - keyOf(b));
}

function playerAfter(was: PlayerPiece, bits: Bits): PlayerPiece {
  const is: Record<keyof PlayerPiece, number> = { ...was };
  if (bits.flag()) {
    const width = PLACE_BITS[bits.take(2)];
    for (const field of [PLACE_X, PLACE_Y]) {
      step(is, field, width, bits);
    }
  }
  if (bits.flag()) {
    is.aim = bits.flag() ? (is.aim + bits.signed(AIM_BITS)) & 255 : bits.take(8);
  }
  if (bits.flag()) {
    for (const [key, width, min, max] of SELDOM.filter(bitSet(bits, SELDOM.length))) {
      is[key] = bits.int(key, width, min, max);
    }
  }
  return is;
}

function ownAfter(was: Own, bits: Bits): Own {
  const is: Record<keyof Own, number> = { ...was };
  for (const field of OWN_FIELDS.filter(bitSet(bits, OWN_FIELDS.length))) {
    step(is, field, OWN_BITS[bits.take(2)], bits);
  }
  return is;
}

/** Takes one bit for each of a list, and says which are set. */
function bitSet(bits: Bits, length: number): (value: unknown, at: number) => boolean {
  const set = Array.from({ length }, () => bits.flag());
  return (_, at) => set[at] === true;
}

/** A difference of so many bits, or without a width the value itself. */
function step<T>(
  is: Record<keyof T, number>,
  field: Field<T> | undefined,
  width: number | undefined,
  bits: Bits,
): void {
  if (field !== undefined) {
    const [key, itself, min, max] = field;
    const value = width === undefined ? min + bits.take(itself) : is[key] + bits.signed(width);
    is[key] = within(String(key), value, min, max);
  }
}

/** The sum of the hashes of all that is held. */
export function sumOf({ own, players, shots }: Baseline): number {
  let sum = own === null ? 0 : hash(1, valuesOf(OWN_FIELDS, own));
  for (const player of players) {
    sum += hash(2, valuesOf(PLAYER_PIECE_FIELDS, player));
  }
  for (const { id, generation, seat, weapon, angle } of shots.values()) {
    sum += hash(3, [id, generation, seat, weapon, angle]);
  }
  return sum >>> 0;
}

function valuesOf<T extends { readonly [K in keyof T]: number }>(
  fields: readonly Field<T>[],
  of: T,
): number[] {
  return fields.map(([key]) => of[key]);
}

/** FNV-1a over 32-bit words, and the finaliser of MurmurHash3. */
function hash(kind: number, values: readonly number[]): number {
  let hash = 0x811c9dc5 ^ kind;
  for (const value of values) {
    hash = Math.imul(hash ^ value, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
