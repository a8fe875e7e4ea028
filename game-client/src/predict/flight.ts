/**
 * Where a projectile of another is drawn: on the others' time line. The own ones are in `volley.ts`.
 */
import { direction, units } from '../sim/grid.ts';
import type { ShotTrack } from '../state/state.ts';

export interface Flight {
  x: number;
  y: number;
}

/** Writes the place of a shot at `drawnTick` into `out`, in units; false while it is not to be drawn. `speed` is on the grid. */
export function flightAt(
  shot: ShotTrack,
  drawnTick: number,
  tickMs: number,
  speed: number,
  out: Flight,
): boolean {
  const flown = drawnTick - shot.tick;
  if (flown < 0 || (shot.end !== null && drawnTick >= shot.end.tick)) {
    return false;
  }
  const way = direction(shot.angle);
  const length = (flown * tickMs * units(speed)) / 1000;
  out.x = shot.x + way.x * length;
  out.y = shot.y + way.y * length;
  return true;
}
