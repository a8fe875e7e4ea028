/**
 * Bytes that no server of ours sends: golden messages and snapshots, flipped, cut and extended. Each is refused as
 * malformed, or what is answered is within the limits of the table. `FRAY_SEED` repeats a run.
 */
import { expect, test } from 'vitest';
import { newBaseline, rebuild, type Baseline } from '../src/protocol/baseline.ts';
import { Bits, BitWriter } from '../src/protocol/bits.ts';
import { Malformed } from '../src/protocol/malformed.ts';
import {
  decodeServer,
  encodeServer,
  readOwn,
  readPlayerPiece,
  readShotPiece,
  readWireEvent,
  writeOwn,
  writePlayerPiece,
  writeShotPiece,
  writeWireEvent,
  type Snapshot,
  type SnapshotMessage,
} from '../src/protocol/messages.gen.ts';
import { bytesOf, golden } from './golden.ts';

interface Golden {
  hex: string;
}

const MESSAGES = 60_000;
/** Each begins somewhere on the golden walk, with what is held there, and goes on for a few snapshots. */
const WALKS = 8_000;
const STEPS = 6;
/** Nothing here waits for a clock, so only what hangs takes so long. */
const HANGS_MS = 120_000;

const { server } = golden<{ server: Golden[] }>('messages.json');
const { walk, limits } = golden<{ walk: Golden[]; limits: Golden[] }>('snapshots.json');
const messages = [...server, ...walk, ...limits].map(({ hex }) => bytesOf(hex));
const snapshots = [...walk, ...limits].map(({ hex }) => decodeServer(bytesOf(hex))).filter(isSnapshot);

function isSnapshot(message: { readonly kind: string }): message is SnapshotMessage {
  return message.kind === 'snapshot';
}

type Chance = (limit: number) => number;

/** Mulberry32; what it draws is below the limit. */
function chanceOf(name: string): Chance {
  const seed = Number(process.env['FRAY_SEED'] ?? Date.now()) >>> 0;
  process.stdout.write(`${name}: FRAY_SEED=${seed}\n`);
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % Math.max(1, limit);
  };
}

function pick<T>(all: readonly T[], chance: Chance): T {
  const one = all[chance(all.length)];
  if (one === undefined) {
    throw new Error('nothing to pick from');
  }
  return one;
}

/** The bytes after one to eight changes. */
function spoilt(bytes: Uint8Array, chance: Chance): Uint8Array {
  const spoilt = [...bytes];
  for (let left = 2 ** chance(4); left > 0; left--) {
    const at = chance(spoilt.length);
    const byte = spoilt[at] ?? 0;
    const changes = [
      () => (spoilt[at] = byte ^ (1 << chance(8))),
      () => (spoilt[at] = byte ^ (1 << chance(8))),
      () => (spoilt[at] = chance(256)),
      () => (spoilt.length = at),
      () => spoilt.splice(at, 1 + chance(4)),
      () => spoilt.splice(at, 0, chance(256)),
      () => spoilt.splice(at, 0, ...spoilt.slice(at, at + chance(16))),
      () => spoilt.push(...Array.from({ length: chance(20) }, () => chance(256))),
    ];
    pick(changes, chance)();
  }
  return Uint8Array.from(spoilt);
}

/** What `read` answers; null where it refuses. Any other exception than a refusal is a defect. */
function answer<T>(read: () => T, input: unknown): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) {
      return null;
    }
    throw new Error(`${String(error)} at ${JSON.stringify(input)}`, { cause: error });
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

test(
  'spoilt_messages_are_refused_or_within_their_limits',
  () => {
    const chance = chanceOf('spoilt messages');
    let read = 0;
    for (let left = MESSAGES; left > 0; left--) {
      const bytes = spoilt(pick(messages, chance), chance);
      const message = answer(() => decodeServer(bytes), hexOf(bytes));
      if (message !== null) {
        read += 1;
        // The writer holds every limit of the table.
        const written = encodeServer(message);
        const again = encodeServer(decodeServer(written));
        if (hexOf(again) !== hexOf(written)) {
          expect.fail(`${hexOf(bytes)} is written as ${hexOf(written)} and then as ${hexOf(again)}`);
        }
      }
    }
    expect(read).toBeGreaterThan(MESSAGES / 50);
    expect(read).toBeLessThan(MESSAGES);
  },
  HANGS_MS,
);

/** Reads all that it holds as it is written; throws where anything is beyond a limit. */
function reread({ own, players, shots, events }: Snapshot): true {
  const to = new BitWriter();
  to.list(own === null ? [] : [own], 0, 1, writeOwn);
  to.list(players, 0, 64, writePlayerPiece);
  shots.forEach((shot) => writeShotPiece(shot, to));
  to.list(events, 0, 255, writeWireEvent);
  const bits = new Bits(to.bytes());
  bits.list(0, 1, readOwn);
  bits.list(0, 64, readPlayerPiece);
  shots.forEach(() => readShotPiece(bits));
  bits.list(0, 255, readWireEvent);
  return true;
}

/** What is held after each snapshot of the walk. */
function heldOnTheWay(): Baseline[] {
  const baseline = newBaseline();
  return snapshots.map((message) => {
    rebuild(baseline, message);
    return structuredClone(baseline);
  });
}

test(
  'spoilt_snapshots_are_refused_or_rebuilt_within_their_limits',
  () => {
    const chance = chanceOf('spoilt snapshots');
    const held = heldOnTheWay();
    let rebuilt = 0;
    for (let left = WALKS; left > 0; left--) {
      const from = chance(snapshots.length);
      const baseline = structuredClone(held[from] ?? newBaseline());
      for (const message of snapshots.slice(from + 1, from + STEPS)) {
        const since = chance(4) === 0 ? chance(65536) : message.since;
        const body = chance(2) === 0 ? message.body : spoilt(message.body, chance);
        const next = { ...message, since, tick: (baseline.tick ?? 0) + since, body };
        const taken = answer(() => rebuild(baseline, next), { ...next, body: hexOf(body) });
        if (taken === null) {
          expect(baseline.tick).toBeNull();
          break;
        }
        rebuilt += 1;
        if (answer(() => reread(taken.snapshot), hexOf(body)) === null) {
          expect.fail(`beyond a limit: ${JSON.stringify(taken.snapshot)}`);
        }
      }
    }
    expect(rebuilt).toBeGreaterThan(WALKS);
  },
  HANGS_MS,
);
