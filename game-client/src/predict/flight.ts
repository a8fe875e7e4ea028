/**
 * Where a projectile is drawn. The others' shots fly on the others' time line; the own ones leave the muzzle when they
 * are first heard of, and glide onto that line.
 */
import { direction, units } from '../sim/grid.ts';
import type { ShotTrack } from '../state/state.ts';

/** Over how long an own shot glides onto the others' time line, in ms. */
const GLIDE_MS = 350;

export interface Flight {
  x: number;
  y: number;
}

/**
 * Writes the place of a shot at `drawnTick` into `out`, in units; false while it is not to be drawn. `speed` is on the
 * grid, `own` says how long ago it was first heard of, or null for a shot of another.
 */
export function flightAt(
  shot: ShotTrack,
  drawnTick: number,
  tickMs: number,
  speed: number,
  ownForMs: number | null,
  out: Flight,
): boolean {
  const line = drawnTick - shot.tick;
  const lead = ownForMs === null ? 0 : glide(line * tickMs, ownForMs) / tickMs;
  const flown = line + lead;
  if (flown < 0) {
    return false;
  }
  if (shot.end !== null && drawnTick + lead >= shot.end.tick) {
    return false;
  }
  const way = direction(shot.angle);
  const length = (flown * tickMs * units(speed)) / 1000;
  out.x = shot.x + way.x * length;
  out.y = shot.y + way.y * length;
  return true;
}

/** How far an own shot is drawn ahead of the line, in ms: all the delay when it is first heard of, none after the glide. */
function glide(lineMs: number, heardMs: number): number {
  const delay = heardMs - lineMs;
  return delay <= 0 ? 0 : delay * Math.max(0, 1 - heardMs / GLIDE_MS);
}
