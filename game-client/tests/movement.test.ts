import { expect, test } from 'vitest';
import { mix } from '../src/sim/chance.ts';
import { ZERO } from '../src/sim/grid.ts';
import type { Input } from '../src/sim/input.ts';
import { readyMap, type GameMap, type MapFile } from '../src/sim/map.ts';
import { stepBody, type Body } from '../src/sim/movement.ts';
import { stepOf } from '../src/predict/tuning.ts';
import { golden } from './golden.ts';
import { tuningFrom } from './tunings.ts';

interface Movement {
  maps: MapFile[];
  cases: { map: string; pace: number; tuning: number[]; rows: number[][] }[];
}

/** As `tests/sim/golden_movement.rs` writes it. */
interface Row {
  ticks: number;
  input: Input;
  impulse: { x: number; y: number };
  body: Body;
  sum: number;
}

function rowOf(row: number[]): Row {
  const at = (index: number): number => row[index] ?? NaN;
  return {
    ticks: at(0),
    input: { buttons: at(1), walk: at(2), aim: at(3), weapon: 0 },
    impulse: { x: at(4), y: at(5) },
    body: {
      place: { x: at(6), y: at(7) },
      velocity: { x: at(8), y: at(9) },
      held: at(10),
      dashEnds: at(11),
      dashAngle: at(12),
      dashReady: at(13),
    },
    sum: at(14),
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function add(sum: number, { place, velocity, dashEnds, dashReady, dashAngle }: Body): number {
  const dash = dashEnds ^ rotate(dashReady, 8) ^ rotate(dashAngle, 16);
  return mix(mix(sum, place.x, place.y), velocity.x, velocity.y ^ dash);
}

const vectors = golden<Movement>('movement.json');
const maps = new Map<string, GameMap>(vectors.maps.map((file) => [file.name, readyMap(file)]));
const met = { steps: 0, touched: 0, dashes: 0 };

test.each(vectors.cases.map((at, index) => ({ ...at, index })))(
  'movement_is_bit_identical_to_the_server_case_$index',
  ({ map: name, pace, tuning: values, rows }) => {
    const map = maps.get(name);
    const spawn = map?.file.spawns[0];
    if (map === undefined || spawn === undefined) {
      throw new Error(`no map ${name}`);
    }
    const tuning = tuningFrom(values);
    const place = { x: spawn[0] * 256, y: spawn[1] * 256 };
    const body: Body = { place, velocity: ZERO, held: 0, dashEnds: 0, dashAngle: 0, dashReady: 0 };
    let now = 0;
    rows.map(rowOf).forEach((row, index) => {
      let sum = 0;
      for (let tick = 0; tick < row.ticks; tick++) {
        const moved = stepBody(
          body,
          row.input,
          tick === 0 ? row.impulse : ZERO,
          pace,
          now,
          stepOf(tuning),
          tuning,
          map,
        );
        now += stepOf(tuning);
        sum = add(sum, body);
        met.steps += 1;
        met.touched += moved.touched ? 1 : 0;
        met.dashes += moved.dashed ? 1 : 0;
      }
      expect(body, `row ${index}`).toEqual(row.body);
      expect(sum, `row ${index}: a tick within it`).toBe(row.sum);
    });
  },
);

test('the_vectors_meet_walls_and_dashes', () => {
  expect(met.steps).toBeGreaterThanOrEqual(10_000);
  expect(met.touched).toBeGreaterThanOrEqual(500);
  expect(met.dashes).toBeGreaterThanOrEqual(100);
});
