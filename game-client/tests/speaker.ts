/** A program that speaks the protocol, is called so, says that, and stays. */
import { decode, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
import { SUBPROTOCOLS, VERSION } from '../src/protocol/messages.gen.ts';

const HELLO = 1;
const SAY = 7;
const WELCOME = 10;
const NAME_BYTES_MAX = 48;
const TEXT_BYTES_MAX = 400;
const ASPECT = 1778;

export async function speaker(socket: string, name: string, text: string): Promise<WebSocket> {
  const line = new WebSocket(socket, [...SUBPROTOCOLS]);
  await new Promise((done) => line.once('open', done));
  line.send(encode([HELLO, VERSION, 'test', cut(name, NAME_BYTES_MAX), null, ASPECT, null, 0, 0, null]));
  await new Promise<void>((done) =>
    line.on('message', (data: Buffer) => {
      const message = decode(data) as unknown[];
      if (message[0] === WELCOME) {
        line.send(encode([SAY, 0, null, cut(text, TEXT_BYTES_MAX)]));
        done();
      }
    }),
  );
  return line;
}

/** As much of a text as fits the protocol: what does not is refused before anybody sees it. */
function cut(text: string, bytes: number): string {
  let letters = [...text.slice(0, bytes)];
  while (Buffer.byteLength(letters.join('')) > bytes) {
    letters = letters.slice(0, -1);
  }
  return letters.join('');
}
