/**
 * A fight that never was: a state such as a server would have told, moved on from picture to picture by its own clock,
 * the same for the same seed. It makes nothing new from picture to picture, so that what grows is the view's.
 */
import hoop from '../../../assets/maps/hoop.json';
import arms from '../../../tests/golden/arms.json';
import { newPrediction, type Prediction } from '../../src/predict/own.ts';
import type { Own, PlayerPiece, Snapshot, TuningMessage } from '../../src/protocol/messages.gen.ts';
import { mix } from '../../src/sim/chance.ts';
import { readyMap, type MapFile } from '../../src/sim/map.ts';
import type { Body } from '../../src/sim/movement.ts';
import { newState, type LooseThread, type ShotTrack, type State } from '../../src/state/state.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** How much goes on. */
export interface Mood {
  readonly players: number;
  readonly shots: number;
  readonly drops: number;
  readonly charging: number;
  /** Health of all, as a share. */
  readonly health: number;
  /** A line is shot each so many ticks, by turns at nobody and at one who slips it; 0 for never. */
  readonly lashes: number;
  /** The leader has just fallen. */
  readonly great: boolean;
}

const CROWD: Mood = {
  players: 32,
  shots: 100,
  drops: 24,
  charging: 2,
  health: 1,
  lashes: 45,
  great: false,
};
export const MOODS: Readonly<Record<string, Mood>> = {
  crowd: CROWD,
  calm: { ...CROWD, players: 6, shots: 4, drops: 2, charging: 0, lashes: 0 },
  needle: { ...CROWD, players: 8, shots: 6, drops: 3, charging: 3, lashes: 0 },
  lashes: { ...CROWD, players: 8, shots: 0, drops: 2, charging: 0, lashes: 12 },
  great: { ...CROWD, players: 7, shots: 6, drops: 3, charging: 0, lashes: 0, great: true },
  low: { ...CROWD, players: 12, shots: 8, drops: 4, charging: 0, lashes: 0, health: 0.4 },
};

const OWN_SEAT = 0;
const TICK_MS = 1000 / 60;
const BITS = 8;
const TURN = Math.PI * 2;
/** The middle of the map, where the own body walks. */
const MIDDLE = { x: 1200, y: 800 };
/** How long a shot flies, in ticks, and how fast, in units per tick. */
const FLIGHT = 40;
const SPEED = 15;

export class World {
  readonly state: State = newState();
  readonly prediction: Prediction = newPrediction();
  readonly own: Mutable<Body>;
  tick = 200;
  readonly #older: Snapshot;
  readonly #newer: Snapshot;

  constructor(
    private readonly mood: Mood,
    private readonly seed: number,
  ) {
    this.prediction.map = readyMap(hoop as unknown as MapFile);
    this.own = {
      place: { ...MIDDLE },
      velocity: { x: 0, y: 0 },
      held: 0,
      dashEnds: 0,
      dashAngle: 0,
      dashReady: 0,
    };
    this.#older = this.#snapshot();
    this.#newer = this.#snapshot();
    const { state } = this;
    state.snapshots = [this.#older, this.#newer];
    state.tunings = [tuning()];
    state.welcome = { seat: OWN_SEAT } as State['welcome'];
    this.#fillSeats();
    for (let shot = 0; shot < mood.shots; shot++) {
      state.shots.set(shot, this.#shot(shot));
    }
    for (let drop = 0; drop < mood.drops; drop++) {
      state.loose.set(drop, this.#drop(drop, false));
    }
    if (mood.great) {
      state.loose.set(999, this.#drop(999, true));
    }
    this.#move();
  }

  /** The clock of the pictures, in ms. */
  get nowMs(): number {
    return this.tick * TICK_MS;
  }

  /** Goes on by a picture of so many ms. */
  step(elapsedMs = TICK_MS): void {
    this.tick += elapsedMs / TICK_MS;
    this.#move();
    const { lashes } = this.mood;
    if (lashes > 0 && Math.floor(this.tick) % lashes === 0) {
      this.#lash(Math.floor(this.tick / lashes));
    }
  }

  #chance(who: number, what: number): number {
    return mix(this.seed, who, what) / 0x1_0000_0000;
  }

  #snapshot(): Snapshot {
    const players = Array.from({ length: this.mood.players - 1 }, (_, at): PlayerPiece => {
      const seat = at + 1;
      const health = Math.round(100 * this.mood.health * (0.3 + 0.7 * this.#chance(seat, 1)));
      const flags = this.#charges(seat) ? 1 + 16 + 32 : 1;
      const thread = Math.round(20 + this.#chance(seat, 2) ** 2 * 600);
      return { seat, x8: 0, y8: 0, aim: 0, fine: 0, health, flags, thread };
    });
    const own = { life: 0, busy: 0, held: 0, health: 100 * this.mood.health } as Own;
    return { kind: 'snapshot', tick: 0, flags: 1, lead: 0, own, players, shots: [], events: [] };
  }

  #charges(seat: number): boolean {
    return seat <= this.mood.charging;
  }

  #fillSeats(): void {
    for (let seat = 0; seat < this.mood.players; seat++) {
      const player = { seat, name: `Player ${seat}`, team: null, bot: 1 };
      this.state.roster.set(seat, player as unknown as NonNullable<ReturnType<State['roster']['get']>>);
    }
    this.state.scores.set(OWN_SEAT, { seat: OWN_SEAT, thread: 2600, longest: 2600, kills: 3, deaths: 1 });
  }

  #shot(shot: number): ShotTrack {
    const seat = shot % this.mood.players;
    return { seat, weapon: shot % 4, tick: 0, x: 0, y: 0, angle: 0, end: null };
  }

  #drop(id: number, great: boolean): LooseThread {
    const x = great ? MIDDLE.x - 260 : MIDDLE.x + (this.#chance(id, 3) - 0.5) * 1400;
    const y = great ? MIDDLE.y - 40 : MIDDLE.y + (this.#chance(id, 4) - 0.5) * 780;
    const tick = great ? this.tick : -Infinity;
    const wound = Array.from({ length: BITS }, () => null);
    const seed = mix(this.seed, id, 5);
    const seat = id % this.mood.players;
    return { id, seat, x, y, seed, amount: 900, great, tick, goneMs: Infinity, wound };
  }

  #move(): void {
    const tick = Math.floor(this.tick);
    (this.#older as Mutable<Snapshot>).tick = tick - 1;
    (this.#newer as Mutable<Snapshot>).tick = tick + 1;
    this.#place(this.#older, tick - 1);
    this.#place(this.#newer, tick + 1);
    const seconds = (this.tick * TICK_MS) / 1000;
    const place = this.own.place as Mutable<Body['place']>;
    place.x = (MIDDLE.x + 170 * Math.sin(seconds * 1.4)) * 256;
    place.y = (MIDDLE.y + 120 * Math.sin(seconds * 2.1)) * 256;
    for (const [at, shot] of this.state.shots) {
      this.#fly(at, shot, tick);
    }
    this.#wind(tick);
  }

  #place(snapshot: Snapshot, tick: number): void {
    const seconds = (tick * TICK_MS) / 1000;
    for (const piece of snapshot.players as Mutable<PlayerPiece>[]) {
      const [a, b] = [this.#chance(piece.seat, 6), this.#chance(piece.seat, 7)];
      const still = this.#charges(piece.seat) ? 0 : 1;
      const pace = 0.5 + a;
      piece.x8 = 8 * (MIDDLE.x + (a - 0.5) * 1300 + still * 170 * Math.sin(seconds * pace + b * TURN));
      piece.y8 = 8 * (MIDDLE.y + (b - 0.5) * 700 + still * 150 * Math.cos(seconds * pace * 1.3 + a * TURN));
      piece.aim = Math.floor((seconds * (12 + 40 * a) * still + b * 256) % 256);
    }
  }

  #fly(at: number, shot: Mutable<ShotTrack>, tick: number): void {
    const born = tick - ((tick + at * 7) % FLIGHT);
    if (shot.tick !== born) {
      shot.tick = born;
      shot.angle = mix(this.seed, at, born) % 65536;
      shot.x = MIDDLE.x + (this.#chance(at, born + 1) - 0.5) * 1300 - 0.5 * SPEED;
      shot.y = MIDDLE.y + (this.#chance(at, born + 2) - 0.5) * 700;
    }
  }

  /** Each bit is wound by turns, and comes back. */
  #wind(tick: number): void {
    for (const { id, wound } of this.state.loose.values()) {
      const bit = Math.floor(tick / 20 + id) % BITS;
      if (id < 3 && wound[bit] === null) {
        wound.fill(null);
        wound[bit] = { tick, seat: (id + 1) % this.mood.players };
      }
    }
  }

  #lash(count: number): void {
    const { events } = this.state;
    const slack = count % 2 === 0 ? null : 2;
    const [a, b] = [this.#chance(count, 8), this.#chance(count, 9)];
    const corners = [
      { x8: 8 * (MIDDLE.x - 500), y8: 8 * (MIDDLE.y + (a - 0.5) * 600) },
      { x8: 8 * (MIDDLE.x + 300 * b), y8: 8 * (MIDDLE.y + (b - 0.5) * 500) },
      { x8: 8 * (MIDDLE.x + 500), y8: 8 * (MIDDLE.y + (a - 0.5) * 300) },
    ].slice(0, slack === null ? 3 : 2);
    const tick = Math.floor(this.tick);
    const seat = 1 + (count % 3);
    const end = corners.at(-1) ?? { x8: 0, y8: 0 };
    events.push({ tick, event: { kind: 'lashed', ago: 0, seat, weapon: 1, corners, slack } });
    if (slack !== null) {
      events.push({ tick, event: { kind: 'slipped', ago: 0, seat: slack, by: seat, ...end } });
    }
    const over = events.length - 64;
    if (over > 0) {
      events.splice(0, over);
      this.state.eventsDropped += over;
    }
  }
}

/** The tuning of the golden files, with all four looks in its slots. */
function tuning(): TuningMessage {
  const [plain] = arms.tuning as unknown as [TuningMessage];
  const [stitcher, needle] = plain.weapons;
  if (stitcher === undefined || needle === undefined) {
    throw new Error('the golden tuning has no stitcher and needle');
  }
  const looking = (look: number): typeof stitcher => ({
    ...stitcher,
    values: [...stitcher.values.slice(0, -1), look],
  });
  return { ...plain, kind: 'tuning', tick: 0, weapons: [looking(0), needle, looking(2), looking(3)] };
}
