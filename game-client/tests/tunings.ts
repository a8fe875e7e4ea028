/** Tunings for tests, read by the reader that the game uses. */
import type { TuningMessage } from '../src/protocol/messages.gen.ts';
import { readTuning, type Tuning } from '../src/sim/tuning.gen.ts';
import { golden } from './golden.ts';

/** What tests play by: the server's own tests write it down. */
interface Written {
  readonly tuning: readonly [Pick<TuningMessage, 'values' | 'weapons' | 'personas'>];
}

const [PLAIN] = golden<Written>('arms.json').tuning;

/** A tuning message for this tick, with some values replaced: `{ 0: 30 }` changes the first, the tick rate. */
export function tuningMessage(tick: number, changes: Readonly<Record<number, number>> = {}): TuningMessage {
  const values = PLAIN.values.map((value, at) => changes[at] ?? value);
  return { kind: 'tuning', tick, values, weapons: PLAIN.weapons, personas: PLAIN.personas };
}

export function tuningFrom(values: readonly number[]): Tuning {
  const tuning = readTuning(values, PLAIN.weapons);
  if (tuning === null) {
    throw new Error(`not a tuning: ${values.length} values`);
  }
  return tuning;
}
