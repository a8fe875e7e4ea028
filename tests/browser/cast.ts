/** Others who are not there: a page is told of them as of any players, in places that a test has chosen. */
import type { Received } from '../../game-client/src/protocol/baseline.ts';
import type { LooseDrop, PlayerPiece, Snapshot } from '../../game-client/src/protocol/messages.gen.ts';
import { PLAYER_FLAGS } from '../../game-client/src/protocol/messages.gen.ts';

export interface Other {
  readonly seat: number;
  readonly name: string;
  /** From the own body, in units. */
  readonly x: number;
  readonly y: number;
  readonly health: number;
  /** In metres. */
  readonly thread: number;
  /** Charges a needle at the own body. */
  readonly charges: boolean;
}

export interface Scene {
  readonly name: string;
  readonly others: readonly Other[];
  readonly health: number;
  /** Own thread, in metres. */
  readonly thread: number;
  /** Loose thread, from the own body, in units, and whose it was. */
  readonly loose: readonly { readonly x: number; readonly y: number; readonly seat: number }[];
  /** Projectiles: who shot them, and past which place they fly. */
  readonly shots: readonly {
    readonly x: number;
    readonly y: number;
    readonly seat: number;
    readonly turn: number;
  }[];
}

/** How fast a projectile flies, in units a tick, and for how many ticks. */
const FLIES = 15;
const FLIGHT = 40;
/** The slot of the needle in hand. */
const NEEDLE = 1;

/** Tells every message as if the scene were true. */
export function staged(scene: Scene): (message: Received) => Received {
  let own = -1;
  return (message) => {
    switch (message.kind) {
      case 'welcome':
        own = message.seat ?? -1;
        return message;
      case 'roster': {
        const players = scene.others.map(({ seat, name }) => ({ seat, name, team: null, bot: 1, mark: 0 }));
        return { ...message, players: [...message.players, ...players] };
      }
      case 'scores': {
        const score = (seat: number, thread: number): (typeof message.scores)[number] => ({
          ...{ seat, kills: Math.floor(thread / 6), deaths: 1 },
          ...{ thread: thread * 100, longest: thread * 100 },
        });
        const others = scene.others.map(({ seat, thread }) => score(seat, thread));
        return { ...message, scores: own < 0 ? others : [score(own, scene.thread), ...others] };
      }
      case 'snapshot':
        return message.own === null ? message : snapshot(scene, message, message.own);
      default:
        return message;
    }
  };
}

function snapshot(scene: Scene, message: Snapshot, own: NonNullable<Snapshot['own']>): Snapshot {
  const at = { x: own.x / 256, y: own.y / 256 };
  const players = scene.others.map((other) => piece(other, message.tick, at));
  const shots = scene.shots.map(({ x, y, seat, turn }, id) => {
    const since = (message.tick + id * 7) % FLIGHT;
    const angle = Math.floor(turn * 65536) % 65536;
    const far = (since - FLIGHT / 2) * FLIES;
    return {
      ...{
        id: 900 + id,
        generation: Math.floor((message.tick + id * 7) / FLIGHT) % 128,
        seat,
        weapon: 0,
        angle,
        ago: 0,
      },
      x8: Math.round((at.x + x + Math.cos(turn * 2 * Math.PI) * far) * 8),
      y8: Math.round((at.y + y + Math.sin(turn * 2 * Math.PI) * far) * 8),
    };
  });
  return { ...message, own: { ...own, health: scene.health }, players, shots };
}

/** Whoever does not charge walks to and fro, so that a tail shows how long it is. */
function piece({ seat, x, y, health, thread, charges }: Other, tick: number, at: Vec): PlayerPiece {
  const sway = charges ? 0 : 1;
  const place = {
    x: at.x + x + sway * 30 * Math.sin(tick / 25 + seat),
    y: at.y + y + sway * 22 * Math.cos(tick / 20 + seat),
  };
  const turn = (Math.atan2(at.y - place.y, at.x - place.x) / (2 * Math.PI) + 1) % 1;
  const fine = Math.floor(turn * 65536);
  const flags = PLAYER_FLAGS.alive + (charges ? PLAYER_FLAGS.charging + NEEDLE * PLAYER_FLAGS.slot : 0);
  return {
    ...{ seat, health, flags, thread: thread * 10 },
    ...{ x8: Math.round(place.x * 8), y8: Math.round(place.y * 8) },
    ...{ aim: fine >> 8, fine: charges ? fine & 0xff : 0 },
  };
}

interface Vec {
  readonly x: number;
  readonly y: number;
}

/** The loose thread of a scene around a place. */
export function looseOf(scene: Scene, { x, y }: Vec): LooseDrop[] {
  return scene.loose.map((drop, at) => ({
    ...{
      id: 800 + at,
      seat: drop.seat,
      seed: 7 + at * 31,
      amount: 900,
      left: 255,
      age: 60,
      lies: 6000,
      great: 0,
    },
    ...{ x8: Math.round((x + drop.x) * 8), y8: Math.round((y + drop.y) * 8) },
  }));
}
