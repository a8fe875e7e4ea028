/** Tunings for tests, read by the reader that the game uses. */
import type { TuningMessage } from '../src/protocol/messages.gen.ts';
import { readTuning, type Tuning } from '../src/sim/tuning.gen.ts';

/** The values of the first day, in the order of the table of tuning. */
const VALUES = [
  [60, 30],
  [409_600, 230_400, 150, 60],
  [5120, 81_920, 665_600, 563_200, 10_240, 100],
  [230_400, 96, 60, 1440],
  [1200, 900, 128_000],
  [144_000, 6000],
  [132, 819, 76_800],
];
const STITCHER = { name: 'stitcher', kind: 0, values: [14, 100, 230_400, 1280, 230_400, 12, 660, 273] };

/** A tuning message for this tick, with some groups replaced: `{ 0: [30, 30] }` changes the rates. */
export function tuningMessage(tick: number, groups: Readonly<Record<number, number[]>> = {}): TuningMessage {
  const values = VALUES.flatMap((group, at) => groups[at] ?? group);
  return { kind: 'tuning', tick, values, weapons: [STITCHER] };
}

export function tuningFrom(values: readonly number[]): Tuning {
  const tuning = readTuning(values, [STITCHER]);
  if (tuning === null) {
    throw new Error(`not a tuning: ${values.length} values`);
  }
  return tuning;
}
