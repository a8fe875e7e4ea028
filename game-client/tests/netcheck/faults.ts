/**
 * The negative controls: what is done to a client from outside so that it is wrong in one way, without a switch in it.
 * A check that stays green with one of them proves nothing.
 *
 * A new one is one more entry: it may change what the client hears and says (`heard`, `said`), what it rests on before each picture
 * (`before`), or what counts as its picture (`own`).
 */
import { lentBody, pairAt } from '../../src/predict/others.ts';
import type { Picture, Play } from '../../src/play.ts';
import {
  SNAPSHOT_FLAGS,
  type ClientMessage,
  type ServerMessage,
  type SnapshotMessage,
} from '../../src/protocol/messages.gen.ts';
import { stepMs, tuningAt } from '../../src/predict/tuning.ts';
import { readTuning } from '../../src/sim/tuning.gen.ts';
import type { Body } from '../../src/sim/movement.ts';

export interface Fault {
  /** What the client hears in place of a message; null is nothing. */
  readonly heard?: (message: ServerMessage) => ServerMessage | null;
  /** What the server hears in place of a message; null is nothing. */
  readonly said?: (message: ClientMessage) => ClientMessage | null;
  /** Called before each picture. */
  readonly before?: (play: Play) => void;
  /** The own body that is drawn in place of the predicted one. */
  readonly own?: (play: Play, picture: Picture) => Body | null;
}

/** Each makes the fault of one client. */
export const FAULTS: Readonly<Record<string, () => Fault>> = {
  /** The own body is drawn on the others' time line, as if nobody predicted it. */
  'prediction-off': () => ({ own: (play, { tick }) => lentBody(pairAt(play.state, tick)) }),
  /** The others are drawn 20 ms behind, whatever the line does. */
  'interpolation-20': () => ({ before: (play) => void (play.delay.ms = 20) }),
  /** Hits are judged by the newest snapshot, and not by what the screen showed. */
  'rewind-off': () => ({
    said: (message) => (message.kind === 'input' ? { ...message, seenBack: 0, seenFraction: 0 } : message),
  }),
  /** Own shots are drawn where the own body is, for as long as they fly, and never come near the others' time line. */
  'glide-off': () => ({
    before: ({ volley, lead, delay, prediction, state }) => {
      const tuning = tuningAt(state, prediction.tick);
      const depth = lead.ahead + (tuning === null ? 0 : delay.ms / stepMs(tuning));
      volley.shots.forEach((shot) => (shot.forward = shot.firedTick - shot.tick + depth));
    },
  }),
  /** The client takes the top speed for two per cent more than it is. */
  'wrong-constant': () => ({
    heard: (message) => {
      if (message.kind !== 'tuning') {
        return message;
      }
      const at = topSpeedAt(message.values, message.weapons);
      const values = message.values.map((value, index) => (index === at ? Math.round(value * 1.02) : value));
      return { ...message, values };
    },
  }),
  /** A snapshot is lost now and then, and what the client asks for then is lost as well. */
  'request-dropped': () => ({
    heard: lossy((message) => message),
    said: (message) => (message.kind === 'keyframeRequest' ? null : message),
  }),
  /** A snapshot is lost now and then, and the next one says that it leans on what is held: only a sum of hashes tells. */
  mismatch: () => ({ heard: lossy((message, lost) => ({ ...message, since: message.since + lost.since })) }),
};

/** Every so many snapshots that are no keyframes one is lost. */
const LOSSY_EVERY = 300;

/** Loses a snapshot now and then; the one after it is made of both. */
function lossy(
  next: (message: SnapshotMessage, lost: SnapshotMessage) => SnapshotMessage,
): NonNullable<Fault['heard']> {
  let count = 0;
  let lost: SnapshotMessage | null = null;
  return (message) => {
    if (message.kind !== 'snapshot' || (message.flags & SNAPSHOT_FLAGS.keyframe) !== 0) {
      return message;
    }
    count += 1;
    if (count % LOSSY_EVERY === 0) {
      lost = message;
      return null;
    }
    const told = lost === null ? message : next(message, lost);
    lost = null;
    return told;
  };
}

/** Where among the values of a tuning message the top speed stands: the one that it follows. */
function topSpeedAt(values: readonly number[], weapons: Parameters<typeof readTuning>[1]): number {
  const told = readTuning(values, weapons)?.body.topSpeed;
  return values.findIndex((value, at) => {
    const other = values.map((kept, index) => (index === at ? value + 1 : kept));
    return told !== undefined && readTuning(other, weapons)?.body.topSpeed === told + 1;
  });
}
