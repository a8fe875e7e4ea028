/** Small worlds for tests. */
import type { Own, PlayerPiece, Snapshot, WireEvent } from '../src/protocol/messages.gen.ts';
import type { MapFile } from '../src/sim/map.ts';

/** 800×600 units with a frame and nothing in it. */
export const FIELD: MapFile = {
  name: 'field',
  width: 800,
  height: 600,
  walls: [
    [0, 0, 800, 0],
    [800, 0, 800, 600],
    [800, 600, 0, 600],
    [0, 600, 0, 0],
  ],
  covers: [],
  spawns: [[400, 300]],
  pickups: [],
};

export function own(over: Partial<Own> = {}): Own {
  return {
    x: 400 * 256,
    y: 300 * 256,
    vx: 0,
    vy: 0,
    held: 0,
    dash: 0,
    dashAngle: 0,
    dashWait: 0,
    health: 100,
    clips: 0x010c,
    fireWait: 0,
    busy: 0,
    energy: 60_000,
    shield: 0,
    mends: 0,
    shots: 0,
    life: 0,
    ...over,
  };
}

export function piece(seat: number, x: number, y: number, over: Partial<PlayerPiece> = {}): PlayerPiece {
  return { seat, x8: x * 8, y8: y * 8, aim: 0, fine: 0, health: 100, flags: 1, thread: 0, ...over };
}

export function snapshot(tick: number, over: Partial<Omit<Snapshot, 'kind' | 'tick'>> = {}): Snapshot {
  const nothing = { players: [], shots: [], events: [] as WireEvent[] };
  return { kind: 'snapshot', tick, flags: 1, lead: 0, own: own(), ...nothing, ...over };
}
