/**
 * The line that a ray would take now: from wall to wall, as far as it reaches. A mirror of the walls' half of `course` in
 * `src/sim/ray.rs`; bodies are for the server.
 */
import { direction, units, type Angle } from '../sim/grid.ts';
import { hit, type GameMap } from '../sim/map.ts';
import type { Ray } from '../sim/tuning.gen.ts';

/** A ray that comes back from a wall goes on from so far before it, in units. */
const OFF_WALL = 1 / 16;

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
