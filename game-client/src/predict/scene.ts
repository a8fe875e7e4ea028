/**
 * How one died, as a picture: where one fell, where the killer stood, where their screen showed one, and the way of the shot.
 *
 *     killer ●━━━━━━━━━━━━▶ ◌ seen, `seenMs` ago
 *                             ╲ the way walked since
 *                              ● fell
 *
 * Places are in units. The own ones come from the snapshots that are kept, so a scene is made as soon as the death is told.
 */
import type { Snapshot } from '../protocol/messages.gen.ts';
import { units, type Vec2 } from '../sim/grid.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import type { Death } from '../state/notes.ts';
import { ownSeat, type State } from '../state/state.ts';
import { stepMs } from './tuning.ts';

export interface Scene {
  readonly fell: Vec2;
  /** Null where the killer was not seen. */
  readonly killer: Vec2 | null;
  /** Where the killer's screen showed the body; null where that was the present, or is not known. */
  readonly seen: Vec2 | null;
  /** The way of the shot, from the killer on; empty where it is not known. */
  readonly shot: readonly Vec2[];
}

/** What a picture of some size shows: its corner in the world, and pixels in a unit. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Around all that matters so much is shown as well, in units. */
const MARGIN = 70;
/** A picture shows at least so much of the world across its width, in units: nearer, a body says nothing of where it is. */
const WIDE_LEAST = 360;
/** A shot may end so many ticks from the death that it brought: it is fast-forwarded, and told late. */
const SHOT_TICKS = 20;

export function sceneOf(state: State, death: Death, tuning: Tuning): Scene {
  const { place: fell, killer, seenMs, tick } = death;
  const seen = seenMs > 0 ? ownPlaceAt(state.snapshots, tick - seenMs / stepMs(tuning)) : null;
  const shot = shotOf(state, death);
  return { fell, killer, seen, shot: shot ?? (killer === null ? [] : [killer, seen ?? fell]) };
}

/** Where the own body was at a tick, with its fraction, by what the server said of it; null before what is kept. */
export function ownPlaceAt(snapshots: readonly Snapshot[], tick: number): Vec2 | null {
  const at = snapshots.findLastIndex((snapshot) => snapshot.tick <= tick);
  const older = snapshots[at];
  const newer = snapshots[at + 1] ?? older;
  const [from, to] = [older?.own ?? null, newer?.own ?? null];
  if (older === undefined || newer === undefined || from === null || to === null) {
    return null;
  }
  const share = older === newer ? 0 : (tick - older.tick) / (newer.tick - older.tick);
  return { x: units(from.x + (to.x - from.x) * share), y: units(from.y + (to.y - from.y) * share) };
}

/** Where the deadly ray or projectile was seen to go; null where neither was seen. */
function shotOf(state: State, { seat, weapon, tick }: Death): Vec2[] | null {
  for (const { event, tick: at } of state.events.toReversed()) {
    if (event.kind === 'lashed' && event.seat === seat && event.weapon === weapon && at === tick) {
      return event.corners.map(({ x8, y8 }) => ({ x: x8 / 8, y: y8 / 8 }));
    }
  }
  const own = ownSeat(state);
  for (const { seat: by, weapon: slot, x, y, end } of [...state.shots.values()].toReversed()) {
    const isIt = by === seat && slot === weapon && end !== null && end.seat === own;
    if (isIt && Math.abs(end.tick - tick) <= SHOT_TICKS) {
      return [
        { x, y },
        { x: end.x, y: end.y },
      ];
    }
  }
  return null;
}

/** The frame of a picture of so many pixels that shows all of these places, in its middle. */
export function frameAround(places: readonly Vec2[], wide: number, high: number): Frame {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs) - MARGIN, Math.max(...xs) + MARGIN];
  const [top, bottom] = [Math.min(...ys) - MARGIN, Math.max(...ys) + MARGIN];
  const scale = Math.min(wide / Math.max(right - left, WIDE_LEAST), high / (bottom - top));
  return { x: (left + right - wide / scale) / 2, y: (top + bottom - high / scale) / 2, scale };
}

/** All bodies of a scene. */
export function bodiesOf({ fell, killer, seen }: Scene): Vec2[] {
  return [fell, killer, seen].filter((place) => place !== null);
}
