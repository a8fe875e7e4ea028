/**
 * The compiled form of a map, with two grids to find walls fast. A mirror of `src/sim/map.rs`.
 *
 *     near:   cell → walls within REACH of any point of the cell   (bodies: one lookup, whatever the step)
 *     across: cell → walls that touch the cell                     (rays: walked cell by cell)
 */
import { dot, length, scale, subtract, type Vec2 } from './grid.ts';

/** Side of a cell of the grids, in units. */
export const CELL = 40;
/** How far from a cell its `near` walls may be, in units: the largest radius of a body and the longest substep. */
const REACH = 32 + 16;

/** A segment that nothing crosses, in units: from x, y to x, y. */
export type Wall = readonly [number, number, number, number];
/** A piece of cover as it is drawn, in units: x, y, width, height. */
export type Cover = readonly [number, number, number, number];
/** A point in units where a player may appear. */
export type Spawn = readonly [number, number];

/** A point in units where something may be picked up, and what: `spool`, `battery`, `thimble`, or the name of a weapon. */
export type Pickup = readonly [string, number, number];

/** The file `/maps/<hash>.json`. */
export interface MapFile {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly walls: readonly Wall[];
  readonly covers: readonly Cover[];
  readonly spawns: readonly Spawn[];
  readonly pickups: readonly Pickup[];
}

/** A map ready for play. */
export interface GameMap {
  readonly file: MapFile;
  readonly columns: number;
  readonly rows: number;
  readonly near: readonly (readonly Wall[])[];
  readonly across: readonly (readonly Wall[])[];
}

/** Builds the grids. */
export function readyMap(file: MapFile): GameMap {
  const columns = Math.floor(Math.max(file.width, 1) / CELL) + 1;
  const rows = Math.floor(Math.max(file.height, 1) / CELL) + 1;
  const near = cells(file.walls, columns, rows, REACH);
  return { file, columns, rows, near, across: cells(file.walls, columns, rows, 0) };
}

/** The walls that a body at this place could touch within one substep, in file order. */
export function nearWalls(map: GameMap, place: Vec2): readonly Wall[] {
  return map.near[cellAt(map, column(place.x), column(place.y))] ?? [];
}

/** A wall in the way: how far along the line it stands, as a share of it, and the unit vector that leads off it. */
export interface Hit {
  readonly share: number;
  readonly normal: Vec2;
}

/** How far along the line from `from` to `to` the first wall stands, as a share of the line; null if it is free. */
export function cast(map: GameMap, from: Vec2, to: Vec2): number | null {
  return first(map, from, to)?.share ?? null;
}

/** The same, with the way that a thing is thrown back. */
export function hit(map: GameMap, from: Vec2, to: Vec2): Hit | null {
  const met = first(map, from, to);
  if (met === null) {
    return null;
  }
  const [ax, ay, bx, by] = met.wall;
  const across = { x: ay - by, y: bx - ax };
  const whole = length(across);
  const side = dot(across, subtract(to, from)) > 0 ? -1 : 1;
  return { share: met.share, normal: scale(across, side / whole) };
}

/** The first wall along a line, and the share of the line before it; of several at one place the first in the file. */
function first(map: GameMap, from: Vec2, to: Vec2): { share: number; wall: Wall } | null {
  const way = { x: to.x - from.x, y: to.y - from.y };
  let x = column(from.x);
  let y = column(from.y);
  const cellsAtMost = Math.abs(column(to.x) - x) + Math.abs(column(to.y) - y);
  const walkX = axis(from.x, way.x, x);
  const walkY = axis(from.y, way.y, y);
  let met: { share: number; wall: Wall } | null = null;
  for (let entered = 0; entered <= cellsAtMost; entered++) {
    for (const wall of map.across[cellAt(map, x, y)] ?? []) {
      const share = crossing(from, way, wall);
      if (share !== null && (met === null || share < met.share)) {
        met = { share, wall };
      }
    }
    // A wall found within this cell is nearer than any in a later one; one beyond it may not be.
    if (met !== null && met.share <= Math.min(walkX.next, walkY.next)) {
      return met;
    }
    if (walkX.next < walkY.next) {
      walkX.next += walkX.share;
      x += walkX.sign;
    } else {
      walkY.next += walkY.share;
      y += walkY.sign;
    }
  }
  return met;
}

function cellAt(map: GameMap, atColumn: number, atRow: number): number {
  return clamp(atRow, map.rows - 1) * map.columns + clamp(atColumn, map.columns - 1);
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}

function column(atUnits: number): number {
  return Math.floor(atUnits / CELL);
}

/** For each cell the walls whose bounding box, widened by `margin`, touches it. */
function cells(walls: readonly Wall[], columns: number, rows: number, margin: number): Wall[][] {
  const all: Wall[][] = Array.from({ length: columns * rows }, () => []);
  // One unit more on each side: a wall on the border between two cells belongs to both.
  const low = (a: number, b: number): number => Math.floor((Math.min(a, b) - margin - 1) / CELL);
  const high = (a: number, b: number): number => Math.floor((Math.max(a, b) + margin + 1) / CELL);
  for (const wall of walls) {
    const [ax, ay, bx, by] = wall;
    for (let row = Math.max(low(ay, by), 0); row <= Math.min(high(ay, by), rows - 1); row++) {
      for (let at = Math.max(low(ax, bx), 0); at <= Math.min(high(ax, bx), columns - 1); at++) {
        all[row * columns + at]?.push(wall);
      }
    }
  }
  return all;
}

/** The walk of a ray over the cells along one axis (Amanatides and Woo, 1987). */
interface Axis {
  next: number;
  readonly share: number;
  readonly sign: number;
}

function axis(from: number, way: number, cell: number): Axis {
  if (way === 0) {
    return { next: Infinity, share: Infinity, sign: 0 };
  }
  const border = (cell + (way > 0 ? 1 : 0)) * CELL;
  return { next: (border - from) / way, share: CELL / Math.abs(way), sign: way > 0 ? 1 : -1 };
}

/** Where the line `from + way·t` crosses the wall, for t in 0..=1. */
function crossing(from: Vec2, way: Vec2, [ax, ay, bx, by]: Wall): number | null {
  const along = { x: bx - ax, y: by - ay };
  const cross = way.x * along.y - way.y * along.x;
  if (cross === 0) {
    return null;
  }
  const to = { x: ax - from.x, y: ay - from.y };
  const at = (to.x * along.y - to.y * along.x) / cross;
  const on = (to.x * way.y - to.y * way.x) / cross;
  return at >= 0 && at <= 1 && on >= 0 && on <= 1 ? at : null;
}
