/**
 * The way that a shot takes: from wall to wall, as far as it reaches, and whom it meets on a screen. A mirror of the walls'
 * half of `course` in `src/sim/ray.rs`, and of `meets` in `src/sim/flight.rs`.
 */
import { PLAYER_FLAGS } from '../protocol/messages.gen.ts';
import type { Pose } from './others.ts';
import { angleOf, direction, units, type Angle, type Vec2 } from '../sim/grid.ts';
import { hit, type GameMap } from '../sim/map.ts';
import { faces } from '../sim/shield.ts';
import type { Ray, Tuning } from '../sim/tuning.gen.ts';
import type { State } from '../state/state.ts';
import { isMate } from '../state/teams.ts';

/** A ray that comes back from a wall goes on from so far before it, in units. */
const OFF_WALL = 1 / 16;

/** A body as it is drawn. */
export interface Target {
  readonly seat: number;
  /** In units. */
  readonly x: number;
  readonly y: number;
  /** Shots go through it. */
  readonly refuses: boolean;
  /** Through it in a dash, where a ray goes slack. */
  readonly slips: boolean;
  /** Where it holds its shield, and how wide that is; null while it is down. */
  readonly shield: { readonly aim: Angle; readonly arc: number } | null;
}

/** Writes the corners of a course from this place into `out`, x and y by turns, all in units, and returns how many. */
export function course(
  map: GameMap,
  x: number,
  y: number,
  aim: Angle,
  { reach, bounces }: Pick<Ray, 'reach' | 'bounces'>,
  out: number[],
): number {
  let from = { x, y };
  let way = direction(aim);
  let left = units(reach);
  let corners = 1;
  out[0] = x;
  out[1] = y;
  for (let bounce = Math.max(bounces, 0); bounce >= 0; bounce--) {
    const to = { x: from.x + way.x * left, y: from.y + way.y * left };
    const met = hit(map, from, to);
    const share = met?.share ?? 1;
    const end = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    out[corners * 2] = end.x;
    out[corners * 2 + 1] = end.y;
    corners += 1;
    if (met === null) {
      break;
    }
    const { normal } = met;
    left -= left * share;
    const into = 2 * (way.x * normal.x + way.y * normal.y);
    from = { x: end.x + normal.x * OFF_WALL, y: end.y + normal.y * OFF_WALL };
    way = { x: way.x - normal.x * into, y: way.y - normal.y * into };
  }
  return corners;
}

/** Where a point on its way from `from` to `to` first comes within `radius` of `centre`, as a share of the way. */
export function meets(from: Vec2, to: Vec2, centre: Vec2, radius: number): number | null {
  const way = { x: to.x - from.x, y: to.y - from.y };
  const off = { x: from.x - centre.x, y: from.y - centre.y };
  const c = off.x * off.x + off.y * off.y - radius * radius;
  if (c <= 0) {
    return 0;
  }
  const a = way.x * way.x + way.y * way.y;
  const b = off.x * way.x + off.y * way.y;
  const inner = b * b - a * c;
  if (a === 0 || b >= 0 || inner < 0) {
    return null;
  }
  const at = (-b - Math.sqrt(inner)) / a;
  return at <= 1 ? at : null;
}

/** The corners of the line of a ray among these bodies, and whom it hits, in order. */
export function lash(
  map: GameMap,
  place: Vec2,
  aim: Angle,
  ray: Ray,
  bodyRadius: number,
  targets: readonly Target[],
): { corners: Vec2[]; struck: number[] } {
  const points: number[] = [];
  const count = course(map, place.x, place.y, aim, ray, points);
  const at = (corner: number): Vec2 => ({ x: points[corner * 2] ?? 0, y: points[corner * 2 + 1] ?? 0 });
  const radius = bodyRadius + units(ray.radius);
  const corners = [at(0)];
  const struck: number[] = [];
  for (let corner = 1; corner < count; corner++) {
    const [from, to] = [at(corner - 1), at(corner)];
    const met = targets
      .filter(({ seat, refuses, slips }) => (!refuses || slips) && !struck.includes(seat))
      .map((target) => ({ target, share: meets(from, to, target, radius) }))
      .filter((each): each is { target: Target; share: number } => each.share !== null)
      .sort((a, b) => a.share - b.share || a.target.seat - b.target.seat);
    for (const { target, share } of met) {
      const end = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      if (target.slips || stops(target, { x: to.x - from.x, y: to.y - from.y })) {
        return { corners: [...corners, end], struck };
      }
      struck.push(target.seat);
      if (struck.length > ray.pierce) {
        return { corners: [...corners, end], struck };
      }
    }
    corners.push(to);
  }
  return { corners, struck };
}

/** How far along a way something flew, where it is then, and whom it met there. */
export interface Flown {
  readonly flown: number;
  readonly place: Vec2;
  readonly seat: number | null;
  /** It met the shield of that one. */
  readonly stopped: boolean;
}

/** Flies on along `count` corners, from one length of the way to another, up to the first body in it. */
export function flyAlong(
  path: readonly number[],
  count: number,
  flown: number,
  to: number,
  radius: number,
  targets: readonly Target[],
): Flown {
  let begin = 0;
  let last: Flown = { flown, place: { x: path[0] ?? 0, y: path[1] ?? 0 }, seat: null, stopped: false };
  for (let corner = 0; corner + 1 < count; corner++) {
    const [x, y] = [path[corner * 2] ?? 0, path[corner * 2 + 1] ?? 0];
    const [wayX, wayY] = [(path[corner * 2 + 2] ?? 0) - x, (path[corner * 2 + 3] ?? 0) - y];
    const length = Math.hypot(wayX, wayY);
    const at = (way: number): Vec2 => {
      const share = length === 0 ? 0 : (way - begin) / length;
      return { x: x + wayX * share, y: y + wayY * share };
    };
    const [a, b] = [Math.max(flown, begin), Math.min(to, begin + length)];
    if (b >= a) {
      const met = firstMet(at(a), at(b), radius, targets);
      const way = met === null ? b : a + (b - a) * met.share;
      last = { flown: way, place: at(way), seat: met?.seat ?? null, stopped: met?.stopped ?? false };
      if (met !== null) {
        return last;
      }
    }
    begin += length;
  }
  return last;
}

function firstMet(
  from: Vec2,
  to: Vec2,
  radius: number,
  targets: readonly Target[],
): { seat: number; share: number; stopped: boolean } | null {
  let first: { target: Target; share: number } | null = null;
  for (const target of targets) {
    const share = target.refuses ? null : meets(from, to, target, radius);
    if (share !== null && (first === null || share < first.share)) {
      first = { target, share };
    }
  }
  const way = { x: to.x - from.x, y: to.y - from.y };
  return first && { seat: first.target.seat, share: first.share, stopped: stops(first.target, way) };
}

/** True when a target's shield stops what comes this way. */
function stops({ shield }: Target, way: Vec2): boolean {
  return shield !== null && faces(shield.aim, angleOf(way), shield.arc);
}

const TURN = Math.PI * 2;

/** Those of these whom a shot of this seat may meet: through mates who can't be hurt it passes, as on the server. */
export function targetsAmong(
  poses: readonly Pose[],
  state: State,
  seat: number | null,
  tuning: Tuning | null,
): Target[] {
  const spares = (other: number): boolean =>
    tuning?.match.friendlyFire === 0 && seat !== null && isMate(state, seat, other);
  return poses
    .filter((pose) => (pose.flags & PLAYER_FLAGS.alive) !== 0 && !spares(pose.seat))
    .map((pose) => targetOf(pose, tuning?.shield.arc ?? 0));
}

/** Somebody as a shot meets them, whose shield would be so wide. */
function targetOf({ seat, x, y, aim, flags }: Pose, arc: number): Target {
  const refuses = (flags & PLAYER_FLAGS.refuses) !== 0;
  const shields = (flags & PLAYER_FLAGS.shielded) !== 0;
  return {
    ...{ seat, x, y, refuses },
    slips: refuses && (flags & PLAYER_FLAGS.dashing) !== 0,
    shield: shields ? { aim: Math.round((aim / TURN) * 65536) & 0xffff, arc } : null,
  };
}
