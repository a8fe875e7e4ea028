/** Writes keyframes, for servers of tests; the real one is written in Rust. */
import { keyOf } from '../src/protocol/baseline.ts';
import type { Field } from '../src/protocol/bits.ts';
import {
  OWN_FIELDS,
  PLAYER_PIECE_FIELDS,
  SHOT_PIECE_FIELDS,
  SNAPSHOT_FLAGS,
  type Corner,
  type Snapshot,
  type SnapshotMessage,
  type WireEvent,
} from '../src/protocol/messages.gen.ts';

class BitWriter {
  readonly #bits: number[] = [];

  put(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#bits.push(Math.floor(value / 2 ** bit) % 2);
    }
  }

  count(value: number): void {
    const bits = Math.floor(Math.log2(value + 1));
    this.put(0, bits);
    this.put(value + 1, bits + 1);
  }

  entity<T extends { readonly [K in keyof T]: number }>(fields: readonly Field<T>[], of: T): void {
    for (const [key, bits, min] of fields) {
      if (key === 'ago') {
        this.count(of[key]);
      } else {
        this.put(of[key] - min, bits);
      }
    }
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, at) => (bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)))));
    return bytes;
  }
}

/** Number and fields of each event. */
const EVENTS: Record<WireEvent['kind'], readonly [number, string]> = {
  spawned: [0, 'ago seat x8 y8'],
  dashed: [1, 'ago seat x8 y8 angle'],
  pushed: [2, 'ago ix iy'],
  fired: [3, 'ago seat id generation weapon x8 y8 angle'],
  shotEnded: [4, 'ago id generation x8 y8 end seat?'],
  reloading: [5, 'ago seat'],
  hurt: [6, 'ago seat by? weapon damage x8 y8'],
  killed: [7, 'ago seat by? weapon x8 y8'],
  bounced: [8, 'ago id generation x8 y8 angle'],
  lashed: [9, 'ago seat weapon corners slack?'],
  slipped: [10, 'ago seat by x8 y8'],
  refused: [11, 'ago seat by x8 y8'],
  charging: [12, 'ago seat'],
  switched: [13, 'ago seat weapon'],
  dropped: [14, 'ago id seat x8 y8 seed amount lies great'],
  wound: [15, 'ago id bit seat'],
};
const BITS: Readonly<Record<string, number>> = {
  ...{ seat: 6, by: 6, slack: 6, id: 16, generation: 7, weapon: 2, x8: 16, y8: 16, angle: 16, end: 2 },
  ...{ damage: 10, ix: 21, iy: 21, seed: 32, amount: 16, lies: 16, great: 1, bit: 3 },
};
const IMPULSE_MIN = -770000;

function event(to: BitWriter, told: WireEvent): void {
  const [number, fields] = EVENTS[told.kind];
  const values = new Map<string, unknown>(Object.entries(told));
  to.put(number, 5);
  for (const field of fields.split(' ')) {
    const key = field.replace('?', '');
    const value = values.get(key);
    if (field.endsWith('?')) {
      to.put(value === null ? 0 : 1, 1);
    }
    if (Array.isArray(value)) {
      to.count(value.length - 2);
      value.forEach(({ x8, y8 }: Corner) => [x8, y8].forEach((side) => to.put(side, 16)));
    } else if (key === 'ago') {
      to.count(Number(value));
    } else if (value !== null) {
      to.put(Number(value) - (key === 'ix' || key === 'iy' ? IMPULSE_MIN : 0), BITS[key] ?? 0);
    }
  }
}

/** The message that a client rebuilds this snapshot from, whatever it held before; with this sum of hashes. */
export function keyframe(snapshot: Snapshot, sum: number | null = null): SnapshotMessage {
  const { tick, flags, lead, own, players, shots, events } = snapshot;
  const to = new BitWriter();
  to.put(own === null ? 0 : 1, 1);
  if (own !== null) {
    to.entity(OWN_FIELDS, own);
  }
  to.count(players.length);
  players.forEach((player) => to.entity(PLAYER_PIECE_FIELDS, player));
  to.count(events.length);
  events.forEach((told) => event(to, told));
  const shown = new Set(shots.map(keyOf));
  const gone = events.flatMap((told) =>
    told.kind === 'fired' && !shown.has(keyOf(told)) ? [keyOf(told)] : [],
  );
  to.count(gone.length);
  gone.forEach((key) => to.put(key, 23));
  to.count(shots.length);
  shots.forEach((shot) => to.entity(SHOT_PIECE_FIELDS, shot));
  if (sum !== null) {
    to.put(sum, 32);
  }
  const all = SNAPSHOT_FLAGS.keyframe | (sum === null ? 0 : SNAPSHOT_FLAGS.sum);
  return {
    ...{ kind: 'snapshot', tick, lead, since: 0, body: to.bytes() },
    flags: (flags & ~SNAPSHOT_FLAGS.sum) | all,
  };
}
