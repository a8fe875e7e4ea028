/**
 * The first message of a connection: who comes, and where to.
 */
import { VERSION, type Hello } from '../protocol/messages.gen.ts';

/** What a visit says of itself. */
export interface Greeting {
  readonly build: string;
  readonly name: string;
  /** The code of the room to join; null for quick play. */
  readonly room: string | null;
  /** A room of one's own is opened, where others come by its code only. */
  readonly private?: boolean;
  /** Without a seat: one sees everything and does nothing. */
  readonly watch: boolean;
  /** 16 random bytes by which the player is known again; null: nobody is. */
  readonly person?: Uint8Array | null;
  /** Width of the picture divided by its height. */
  readonly aspect: number;
}

/** Limits of the protocol. */
const ASPECT_MIN = 450;
const ASPECT_MAX = 2334;

/** The shape of a picture as it goes on the wire. */
export function aspectOf(aspect: number): number {
  return Math.min(Math.max(Math.round(aspect * 1000), ASPECT_MIN), ASPECT_MAX);
}

export function helloOf({ build, name, room, watch, aspect, ...greeting }: Greeting): Hello {
  return {
    kind: 'hello',
    version: VERSION,
    build,
    name,
    token: null,
    aspect: aspectOf(aspect),
    room,
    watch: watch ? 1 : 0,
    private: greeting.private === true ? 1 : 0,
    person: greeting.person ?? null,
  };
}
