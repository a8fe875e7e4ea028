import { expect, test } from 'vitest';
import { Malformed } from '../src/protocol/malformed.ts';
import {
  decodeClient,
  decodeServer,
  encodeClient,
  encodeServer,
  type ClientMessage,
  type ServerMessage,
} from '../src/protocol/messages.gen.ts';
import { bytesOf, golden } from './golden.ts';

interface Golden {
  name: string;
  hex: string;
  json: Record<string, unknown>;
}

const messages = golden<{ client: Golden[]; server: Golden[] }>('messages.json');

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Readable JSON has no byte strings: they are lists there. */
function readable(message: ClientMessage | ServerMessage): unknown {
  return JSON.parse(
    JSON.stringify(message, (_key, value: unknown) =>
      value instanceof Uint8Array ? Array.from(value) : value,
    ),
  );
}

test.each(messages.client)('golden_client_message_$name', ({ hex, json }) => {
  const message = decodeClient(bytesOf(hex));
  expect(readable(message)).toEqual(json);
  expect(hexOf(encodeClient(message))).toBe(hex);
});

test.each(messages.server)('golden_server_message_$name', ({ hex, json }) => {
  const message = decodeServer(bytesOf(hex));
  expect(readable(message)).toEqual(json);
  expect(hexOf(encodeServer(message))).toBe(hex);
});

test('there_are_golden_messages_of_every_kind', () => {
  const kinds = [...messages.client, ...messages.server].map(({ json }) => json['kind']);
  const all = [
    'hello',
    'input',
    'ack',
    'command',
    'keyframeRequest',
    'goodbye',
    'welcome',
    'match',
    'roster',
    'scores',
    'pings',
    'tuning',
    'snapshot',
  ];
  expect(all.filter((kind) => !kinds.includes(kind))).toEqual([]);
});

test.each([
  ['an unknown number', '9163'],
  ['too few fields', '920f01'],
  ['a byte too many', '92020100'],
  ['no array', '05'],
  ['nothing', ''],
])('%s_is_refused', (_name, hex) => {
  expect(() => decodeServer(bytesOf(hex))).toThrow(Malformed);
});
