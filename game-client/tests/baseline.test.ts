import { expect, test } from 'vitest';
import { newBaseline, rebuild } from '../src/protocol/baseline.ts';
import { Malformed } from '../src/protocol/malformed.ts';
import { decodeServer, SNAPSHOT_FLAGS, type SnapshotMessage } from '../src/protocol/messages.gen.ts';
import { bytesOf, golden } from './golden.ts';
import { keyframe } from './keyframes.ts';
import { own, piece, snapshot } from './worlds.ts';

interface Golden {
  hex: string;
  json: Record<string, unknown>;
}

const { walk, limits } = golden<{ walk: Golden[]; limits: Golden[] }>('snapshots.json');

function read({ hex }: Golden): SnapshotMessage {
  const message = decodeServer(bytesOf(hex));
  if (message.kind !== 'snapshot') {
    throw new Error(`${message.kind} is no snapshot`);
  }
  return message;
}

test.each([
  ['a walk of worlds', walk],
  ['everything at its limits', limits],
])('golden_snapshots_are_rebuilt_%s', (_name, cases) => {
  const baseline = newBaseline();
  for (const each of cases) {
    const rebuilt = rebuild(baseline, read(each));
    expect(rebuilt?.snapshot).toEqual({ kind: 'snapshot', ...each.json });
    expect(rebuilt?.differs).toBe(false);
  }
});

test('what_the_servers_of_tests_write_is_read_like_the_real_one', () => {
  const baseline = newBaseline();
  for (const each of [...walk, ...limits]) {
    const whole = rebuild(baseline, read(each))?.snapshot;
    const written = whole && rebuild(newBaseline(), keyframe(whole))?.snapshot;
    expect({ ...written, flags: whole?.flags }).toEqual(whole);
  }
});

test('a_snapshot_that_leans_on_another_one_is_not_rebuilt_and_a_keyframe_heals', () => {
  const baseline = newBaseline();
  const messages = walk.slice(0, 6).map(read);
  const taken = [0, 1, 2, 4, 3, 4, 0].map((at) => {
    const message = messages[at];
    return message !== undefined && rebuild(baseline, message) !== null;
  });
  expect(taken).toEqual([true, true, true, false, true, true, true]);
});

test('what_is_held_wrongly_is_seen_by_the_sum', () => {
  const baseline = newBaseline();
  const differs: boolean[] = [];
  for (const each of walk) {
    const message = read(each);
    const rebuilt = rebuild(baseline, message);
    if ((message.flags & SNAPSHOT_FLAGS.sum) !== 0 && baseline.own !== null) {
      differs.push(rebuilt?.differs ?? false);
      // Nobody dashes in this walk, so that nothing puts it right.
      baseline.own = { ...baseline.own, dashWait: 5 };
    }
  }
  expect(differs.slice(0, 2)).toEqual([false, true]);
});

test('a_projectile_is_never_older_than_the_table_can_tell', () => {
  const shot = { id: 1, generation: 0, seat: 1, weapon: 0, x8: 10, y8: 10, angle: 0, ago: 65535 };
  const baseline = newBaseline();
  rebuild(baseline, keyframe(snapshot(100, { shots: [shot] })));
  // No own block, nobody and nothing gone, nothing new.
  const next = { ...keyframe(snapshot(200)), flags: 0, since: 100, body: Uint8Array.of(0b0111_1100) };
  expect(rebuild(baseline, next)?.snapshot.shots).toEqual([shot]);
});

test('spoilt_bodies_are_refused_and_nothing_is_held_after_them', () => {
  const whole = keyframe(snapshot(100, { own: own(), players: [piece(1, 10, 10)] }));
  for (let length = 1; length < whole.body.length; length++) {
    const baseline = newBaseline();
    expect(() => rebuild(baseline, { ...whole, body: whole.body.subarray(0, length) })).toThrow(Malformed);
    expect(baseline.tick).toBeNull();
  }
  const longer = { ...whole, body: Uint8Array.from([...whole.body, 0]) };
  expect(() => rebuild(newBaseline(), longer)).toThrow(Malformed);
  expect(rebuild(newBaseline(), whole)?.snapshot.players).toEqual([piece(1, 10, 10)]);
});
