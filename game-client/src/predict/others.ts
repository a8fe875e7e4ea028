/**
 * The others, a little in the past: between the two snapshots around the tick that is drawn.
 */
import { PLAYER_FLAGS, type PlayerPiece, type Snapshot } from '../protocol/messages.gen.ts';
import type { Body } from '../sim/movement.ts';
import type { State } from '../state/state.ts';
import { bodyOf } from './own.ts';

/** The two snapshots that a picture is drawn between, and how far between them. */
export interface Pair {
  readonly older: Snapshot;
  readonly newer: Snapshot;
  /** 0 to 1, and above where the newer one is not there yet. */
  readonly share: number;
}

/** A player as it is drawn. */
export interface Pose {
  seat: number;
  /** In units. */
  x: number;
  y: number;
  /** In radians. */
  aim: number;
  health: number;
  /** A sum of `PLAYER_FLAGS`. */
  flags: number;
  /** Thread, in metres. */
  metres: number;
}

/** Further than this between two snapshots nobody walks or dashes: it is a return elsewhere, in units. */
const TELEPORT = 220;
const TURN = Math.PI * 2;

/**
 * The snapshots around a tick. Beyond the newest one all go on as they did for `beyond` ticks, and then stand still: the
 * share is above 1 then.
 */
export function pairAt(state: State, tick: number, beyond = 0): Pair | null {
  const { snapshots } = state;
  const last = snapshots.at(-1);
  const first = snapshots[0];
  if (last === undefined || first === undefined) {
    return null;
  }
  if (tick <= first.tick) {
    return { older: first, newer: first, share: 0 };
  }
  for (let at = snapshots.length - 2; at >= 0; at--) {
    const older = snapshots[at];
    const newer = snapshots[at + 1];
    if (older !== undefined && newer !== undefined && older.tick <= tick && tick < newer.tick) {
      return { older, newer, share: (tick - older.tick) / (newer.tick - older.tick) };
    }
  }
  const before = snapshots.at(-2);
  const over = Math.min(tick - last.tick, beyond);
  if (before === undefined || over <= 0) {
    return { older: last, newer: last, share: 0 };
  }
  return { older: before, newer: last, share: 1 + over / (last.tick - before.tick) };
}

export function newPose(): Pose {
  return { seat: 0, x: 0, y: 0, aim: 0, health: 0, flags: 0, metres: 0 };
}

/** Writes the players of a pair into `poses`, which is used again for every picture, and returns how many. */
export function posesOf(pair: Pair, poses: Pose[]): number {
  let count = 0;
  for (const piece of pair.newer.players) {
    const before = pair.older.players.find((other) => other.seat === piece.seat);
    const pose = (poses[count] ??= newPose());
    write(pose, before ?? piece, piece, before === undefined ? 1 : pair.share);
    count += 1;
  }
  return count;
}

/** The own body as a bot moves it: nobody knows what it will do next, so it is drawn in the past like the others. */
export function lentBody(pair: Pair | null): Body | null {
  const from = pair?.older.own ?? null;
  const to = pair?.newer.own ?? null;
  if (pair === null || to === null || to.life < 0) {
    return null;
  }
  const body = bodyOf(to, 1);
  if (from !== null && from.life >= 0) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const share = Math.hypot(dx, dy) > TELEPORT * 256 ? 1 : pair.share;
    body.place = { x: from.x + dx * share, y: from.y + dy * share };
  }
  return body;
}

function write(pose: Pose, from: PlayerPiece, to: PlayerPiece, share: number): void {
  const dx = (to.x8 - from.x8) / 8;
  const dy = (to.y8 - from.y8) / 8;
  const returned = (from.flags & PLAYER_FLAGS.alive) === 0 || dx * dx + dy * dy > TELEPORT * TELEPORT;
  const at = returned ? 1 : share;
  pose.seat = to.seat;
  pose.x = from.x8 / 8 + dx * at;
  pose.y = from.y8 / 8 + dy * at;
  const aim = exactAim(from);
  pose.aim = ((aim + shortWay(exactAim(to) - aim) * at) * TURN) / 65536;
  pose.metres = to.thread / 10;
  pose.health = to.health;
  // A body dies at the instant of the newer snapshot, not before: until then it is drawn as it was.
  const dies = (from.flags & PLAYER_FLAGS.alive) !== 0 && (to.flags & PLAYER_FLAGS.alive) === 0;
  pose.flags = dies && at < 1 ? from.flags : to.flags;
  if (dies && at < 1) {
    pose.health = from.health;
  }
}

/** Where a piece aims, in 1/65536 turn: while it charges to the last bit. */
function exactAim({ aim, fine }: PlayerPiece): number {
  return aim * 256 + fine;
}

/** A difference of angles in 1/65536 turn, the short way round. */
function shortWay(difference: number): number {
  return ((((difference + 32768) % 65536) + 65536) % 65536) - 32768;
}
