/** Writes keyframes, for servers of tests; the real one is written in Rust. */
import { keyOf } from '../src/protocol/baseline.ts';
import { BitWriter } from '../src/protocol/bits.ts';
import {
  SNAPSHOT_FLAGS,
  writeOwn,
  writePlayerPiece,
  writeShotPiece,
  writeWireEvent,
  type Snapshot,
  type SnapshotMessage,
} from '../src/protocol/messages.gen.ts';

/** The message that a client rebuilds this snapshot from, whatever it held before; with this sum of hashes. */
export function keyframe(snapshot: Snapshot, sum: number | null = null): SnapshotMessage {
  const { tick, flags, lead, own, players, shots, events } = snapshot;
  const to = new BitWriter();
  to.put(own === null ? 0 : 1, 1);
  if (own !== null) {
    writeOwn(own, to);
  }
  to.list(players, 0, 64, writePlayerPiece);
  to.list(events, 0, 255, writeWireEvent);
  const shown = new Set(shots.map(keyOf));
  const gone = events.flatMap((told) =>
    (told.kind === 'fired' || told.kind === 'snapback') && !shown.has(keyOf(told)) ? [keyOf(told)] : [],
  );
  to.list(gone, 0, 255, (key) => to.put(key, 23));
  to.list(shots, 0, 1024, writeShotPiece);
  if (sum !== null) {
    to.put(sum, 32);
  }
  const all = SNAPSHOT_FLAGS.keyframe | (sum === null ? 0 : SNAPSHOT_FLAGS.sum);
  return {
    ...{ kind: 'snapshot', tick, lead, since: 0, body: to.bytes() },
    flags: (flags & ~SNAPSHOT_FLAGS.sum) | all,
  };
}
