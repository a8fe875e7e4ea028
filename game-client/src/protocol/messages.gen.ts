// Printed by `fray protocol --write` from src/protocol/table.rs. Changes belong there.

import { decode, encode } from '@msgpack/msgpack';

/** The version of the protocol. */
export const VERSION = 5;
/** What a client offers, in this order. */
export const SUBPROTOCOLS: readonly string[] = ['fray.5', 'fray'];
/** Largest message that a client may send, in bytes. */
export const MESSAGE_BYTES_MAX = 512;
/** What the slot of a weapon is multiplied with where it stands beside buttons, which take the bits below. */
export const HELD_SLOT = 8;
/** Flags of a snapshot. */
export const SNAPSHOT_FLAGS = { keyframe: 1, moved: 2, unheard: 4, late: 8 } as const;
/** Flags of a player's piece. */
export const PLAYER_FLAGS = { alive: 1, refuses: 2, dashing: 4, reloading: 8, charging: 16, slot: 32 } as const;

/** The first message of a client, once. */
export interface Hello {
  readonly kind: 'hello';
  /** The version of the protocol that the client speaks. */
  readonly version: number;
  /** The build of the client, for the operator's eyes. */
  readonly build: string;
  /** The name that others see. The server trims it, and replaces an empty one. */
  readonly name: string;
  /** To take a held seat again: the newest token that was got for it, and its room's code in `room`. Else nil. */
  readonly token: Uint8Array | null;
  /** Width of the picture divided by its height. [1/1000] */
  readonly aspect: number;
  /** The code of the room to join, or nil for quick play. */
  readonly room: string | null;
  /** 0: play. 1: watch without a seat. */
  readonly watch: number;
}

function readHello(at: readonly unknown[]): Hello {
  count('hello', at, 8);
  return {
    kind: 'hello',
    version: int('hello.version', at[1], 0, 65535),
    build: text('hello.build', at[2], 0, 40),
    name: text('hello.name', at[3], 0, 48),
    token: maybe(at[4], (value) => byteString('hello.token', value, 32)),
    aspect: int('hello.aspect', at[5], 450, 2334),
    room: maybe(at[6], (value) => text('hello.room', value, 5, 5)),
    watch: int('hello.watch', at[7], 0, 1),
  };
}

function writeHello(from: Hello): unknown[] {
  return [
    1,
    int('hello.version', from.version, 0, 65535),
    text('hello.build', from.build, 0, 40),
    text('hello.name', from.name, 0, 48),
    maybe(from.token, (value) => byteString('hello.token', value, 32)),
    int('hello.aspect', from.aspect, 450, 2334),
    maybe(from.room, (value) => text('hello.room', value, 5, 5)),
    int('hello.watch', from.watch, 0, 1),
  ];
}

/** The same input in consecutive ticks. */
export interface Run {
  /** How many. [ticks] */
  readonly ticks: number;
  /** What is held: 1 fire, 2 dash, 4 reload; and 8 times the slot of the weapon that is wanted in hand. [sum of flags] */
  readonly held: number;
  /** Where to walk: 0 stands still; `1 + d + 64·s` walks in direction d of 64 with strength 1, 2/3 or 1/3 (s = 0, 1, 2). */
  readonly walk: number;
  /** Where to aim; 0 is right, a quarter turn is down. [1/65536 turn] */
  readonly aim: number;
}

function readRun(at: readonly unknown[]): Run {
  count('run', at, 4);
  return {
    ticks: int('run.ticks', at[0], 1, 255),
    held: int('run.held', at[1], 0, 31),
    walk: int('run.walk', at[2], 0, 192),
    aim: int('run.aim', at[3], 0, 65535),
  };
}

function writeRun(from: Run): unknown[] {
  return [
    int('run.ticks', from.ticks, 1, 255),
    int('run.held', from.held, 0, 31),
    int('run.walk', from.walk, 0, 192),
    int('run.aim', from.aim, 0, 65535),
  ];
}

/** What the player did in the ticks that end at the head, which is `ack + ahead`. */
export interface InputMessage {
  readonly kind: 'input';
  /** The tick of the newest snapshot received. [tick] */
  readonly ack: number;
  /** From there to the head. [ticks] */
  readonly ahead: number;
  /** The older of the two snapshots that the screen was drawn between is `ack - seen_back`; the newer is the next one sent after it. [ticks] */
  readonly seenBack: number;
  /** How far between the two the screen was drawn. [1/16] */
  readonly seenFraction: number;
  /** What was held, oldest first. The last run ends at the head; if it is neutral it holds until the next message. */
  readonly runs: readonly Run[];
}

function readInputMessage(at: readonly unknown[]): InputMessage {
  count('inputMessage', at, 6);
  return {
    kind: 'input',
    ack: int('inputMessage.ack', at[1], 0, 4294967295),
    ahead: int('inputMessage.ahead', at[2], 0, 600),
    seenBack: int('inputMessage.seenBack', at[3], 0, 65535),
    seenFraction: int('inputMessage.seenFraction', at[4], 0, 16),
    runs: unflat('inputMessage.runs', at[5], 4, 1, 16, readRun),
  };
}

function writeInputMessage(from: InputMessage): unknown[] {
  return [
    2,
    int('inputMessage.ack', from.ack, 0, 4294967295),
    int('inputMessage.ahead', from.ahead, 0, 600),
    int('inputMessage.seenBack', from.seenBack, 0, 65535),
    int('inputMessage.seenFraction', from.seenFraction, 0, 16),
    list('inputMessage.runs', from.runs, 1, 16, writeRun).flat(),
  ];
}

/** Nothing but an acknowledgement. */
export interface Ack {
  readonly kind: 'ack';
  /** The tick of the newest snapshot received. [tick] */
  readonly tick: number;
  /** 1: the page is hidden, one snapshot a second is enough for it. 0: it is shown, as an input says as well. */
  readonly hidden: number;
}

function readAck(at: readonly unknown[]): Ack {
  count('ack', at, 3);
  return {
    kind: 'ack',
    tick: int('ack.tick', at[1], 0, 4294967295),
    hidden: int('ack.hidden', at[2], 0, 1),
  };
}

function writeAck(from: Ack): unknown[] {
  return [
    3,
    int('ack.tick', from.tick, 0, 4294967295),
    int('ack.hidden', from.hidden, 0, 1),
  ];
}

/** An order to a sandbox. Other rooms ignore it. */
export interface Command {
  readonly kind: 'command';
  /** 0: pause, or go on. 1: pause, or one tick. 2: quarter pace, or full. 3: a dummy comes. 4: refill me. 5: a bot comes. 6: all bots die and leave. */
  readonly what: number;
  /** The name of the persona of a bot that is to come, else empty. */
  readonly arg: string;
}

function readCommand(at: readonly unknown[]): Command {
  count('command', at, 3);
  return {
    kind: 'command',
    what: int('command.what', at[1], 0, 6),
    arg: text('command.arg', at[2], 0, 24),
  };
}

function writeCommand(from: Command): unknown[] {
  return [
    4,
    int('command.what', from.what, 0, 6),
    text('command.arg', from.arg, 0, 24),
  ];
}

/** What a client sends. */
export type ClientMessage = Hello | InputMessage | Ack | Command;

function readClientMessage(at: readonly unknown[]): ClientMessage {
  switch (at[0]) {
    case 1:
      return readHello(at);
    case 2:
      return readInputMessage(at);
    case 3:
      return readAck(at);
    case 4:
      return readCommand(at);
    default:
      return fail('clientMessage.number', at[0], 'a known one');
  }
}

function writeClientMessage(from: ClientMessage): unknown[] {
  switch (from.kind) {
    case 'hello':
      return writeHello(from);
    case 'input':
      return writeInputMessage(from);
    case 'ack':
      return writeAck(from);
    case 'command':
      return writeCommand(from);
  }
}

/** Why the server closes the connection right after it. These bytes are the same in every version. */
export interface Goodbye {
  readonly kind: 'goodbye';
  /** The close code: see the table of close codes. */
  readonly code: number;
  /** Its parameters, each a number or a text of at most 40 bytes. */
  readonly params: readonly (number | string)[];
}

function readGoodbye(at: readonly unknown[]): Goodbye {
  count('goodbye', at, 3);
  return {
    kind: 'goodbye',
    code: int('goodbye.code', at[1], 1000, 4999),
    params: list('goodbye.params', at[2], 0, 4, (value) => param('goodbye.params', value)),
  };
}

function writeGoodbye(from: Goodbye): unknown[] {
  return [
    0,
    int('goodbye.code', from.code, 1000, 4999),
    list('goodbye.params', from.params, 0, 4, (value) => param('goodbye.params', value)),
  ];
}

/** Where the client is. The first message of a server that accepts. */
export interface Welcome {
  readonly kind: 'welcome';
  /** The build of the server. */
  readonly build: string;
  /** The server's node. */
  readonly node: number;
  /** The room's number on that node. */
  readonly room: number;
  /** Grows with each owner of the room. Ticks and entity ids mean something within one room, epoch and match only. */
  readonly epoch: number;
  /** The seat, nil for a viewer without one. */
  readonly seat: number | null;
  /** The room's code, as in the address. */
  readonly code: string;
  /** Seats of the room. */
  readonly seats: number;
  /** The map's hash: the map is at `/maps/<hash>.json`. */
  readonly map: string;
  /** A token to take the seat again after a lost connection; nil without a seat, and from a server that holds none. */
  readonly token: Uint8Array | null;
  /** How long the seat is held then. [s] */
  readonly hold: number;
  /** How long it is where the page had said that it is hidden. [s] */
  readonly holdHidden: number;
  /** The name of the modelled link that lies between, as a test has it; nil where there is none. */
  readonly link: string | null;
}

function readWelcome(at: readonly unknown[]): Welcome {
  count('welcome', at, 13);
  return {
    kind: 'welcome',
    build: text('welcome.build', at[1], 0, 40),
    node: int('welcome.node', at[2], 0, 65535),
    room: int('welcome.room', at[3], 0, 4294967295),
    epoch: int('welcome.epoch', at[4], 0, 4294967295),
    seat: maybe(at[5], (value) => int('welcome.seat', value, 0, 63)),
    code: text('welcome.code', at[6], 5, 5),
    seats: int('welcome.seats', at[7], 1, 64),
    map: text('welcome.map', at[8], 16, 16),
    token: maybe(at[9], (value) => byteString('welcome.token', value, 32)),
    hold: int('welcome.hold', at[10], 0, 3600),
    holdHidden: int('welcome.holdHidden', at[11], 0, 3600),
    link: maybe(at[12], (value) => text('welcome.link', value, 1, 24)),
  };
}

function writeWelcome(from: Welcome): unknown[] {
  return [
    10,
    text('welcome.build', from.build, 0, 40),
    int('welcome.node', from.node, 0, 65535),
    int('welcome.room', from.room, 0, 4294967295),
    int('welcome.epoch', from.epoch, 0, 4294967295),
    maybe(from.seat, (value) => int('welcome.seat', value, 0, 63)),
    text('welcome.code', from.code, 5, 5),
    int('welcome.seats', from.seats, 1, 64),
    text('welcome.map', from.map, 16, 16),
    maybe(from.token, (value) => byteString('welcome.token', value, 32)),
    int('welcome.hold', from.hold, 0, 3600),
    int('welcome.holdHidden', from.holdHidden, 0, 3600),
    maybe(from.link, (value) => text('welcome.link', value, 1, 24)),
  ];
}

/** The match that is on, at its start, at its end, and after the welcome. */
export interface Match {
  readonly kind: 'match';
  /** Counts the matches of the room. */
  readonly number: number;
  /** The tick at which this was true. [tick] */
  readonly tick: number;
  /** The public seed: it decides the spread of shots. */
  readonly seed: number;
  /** The hash of the map that it is played on, as in the welcome; another one than before when it was drawn anew. */
  readonly map: string;
  /** 0: running. 1: its result is shown. 2: warm-up, nobody is hurt. 3: sudden death, until somebody leads. */
  readonly phase: number;
  /** What was left of the phase. [1/600 s] */
  readonly left: number;
  /** The winner's seat; nil while it runs, and on a draw. */
  readonly winner: number | null;
  /** What ended it. 0: nothing yet. 1: the goal. 2: time. 3: sudden death. */
  readonly ended: number;
}

function readMatch(at: readonly unknown[]): Match {
  count('match', at, 9);
  return {
    kind: 'match',
    number: int('match.number', at[1], 0, 4294967295),
    tick: int('match.tick', at[2], 0, 4294967295),
    seed: int('match.seed', at[3], 0, 4294967295),
    map: text('match.map', at[4], 16, 16),
    phase: int('match.phase', at[5], 0, 3),
    left: int('match.left', at[6], 0, 4294967295),
    winner: maybe(at[7], (value) => int('match.winner', value, 0, 63)),
    ended: int('match.ended', at[8], 0, 3),
  };
}

function writeMatch(from: Match): unknown[] {
  return [
    11,
    int('match.number', from.number, 0, 4294967295),
    int('match.tick', from.tick, 0, 4294967295),
    int('match.seed', from.seed, 0, 4294967295),
    text('match.map', from.map, 16, 16),
    int('match.phase', from.phase, 0, 3),
    int('match.left', from.left, 0, 4294967295),
    maybe(from.winner, (value) => int('match.winner', value, 0, 63)),
    int('match.ended', from.ended, 0, 3),
  ];
}

/** Who fills a seat. */
export interface RosterPlayer {
  /** The seat. */
  readonly seat: number;
  /** The player's name. */
  readonly name: string;
  /** 0: a person, or whoever is at the other end of a connection. 1: a bot. 2: a bot, for a person who does nothing. 3: a person whose connection is lost; the seat is held. */
  readonly bot: number;
}

function readRosterPlayer(at: readonly unknown[]): RosterPlayer {
  count('rosterPlayer', at, 3);
  return {
    seat: int('rosterPlayer.seat', at[0], 0, 63),
    name: text('rosterPlayer.name', at[1], 0, 48),
    bot: int('rosterPlayer.bot', at[2], 0, 3),
  };
}

function writeRosterPlayer(from: RosterPlayer): unknown[] {
  return [
    int('rosterPlayer.seat', from.seat, 0, 63),
    text('rosterPlayer.name', from.name, 0, 48),
    int('rosterPlayer.bot', from.bot, 0, 3),
  ];
}

/** Who fills the seats, whenever that changes. */
export interface Roster {
  readonly kind: 'roster';
  /** All players, by seat. */
  readonly players: readonly RosterPlayer[];
}

function readRoster(at: readonly unknown[]): Roster {
  count('roster', at, 2);
  return {
    kind: 'roster',
    players: list('roster.players', at[1], 0, 64, (value) => readRosterPlayer(elements('roster.players', value))),
  };
}

function writeRoster(from: Roster): unknown[] {
  return [
    12,
    list('roster.players', from.players, 0, 64, writeRosterPlayer),
  ];
}

/** A player's score. */
export interface Score {
  /** The seat. */
  readonly seat: number;
  /** Thread: the length of the tail. Who has most wins. [cm] */
  readonly thread: number;
  /** The longest that it was in this match. [cm] */
  readonly longest: number;
  /** Others killed in this match. */
  readonly kills: number;
  /** Times died in this match. */
  readonly deaths: number;
}

function readScore(at: readonly unknown[]): Score {
  count('score', at, 5);
  return {
    seat: int('score.seat', at[0], 0, 63),
    thread: int('score.thread', at[1], 0, 65535),
    longest: int('score.longest', at[2], 0, 65535),
    kills: int('score.kills', at[3], 0, 65535),
    deaths: int('score.deaths', at[4], 0, 65535),
  };
}

function writeScore(from: Score): unknown[] {
  return [
    int('score.seat', from.seat, 0, 63),
    int('score.thread', from.thread, 0, 65535),
    int('score.longest', from.longest, 0, 65535),
    int('score.kills', from.kills, 0, 65535),
    int('score.deaths', from.deaths, 0, 65535),
  ];
}

/** The scores, when one has changed, at most four times a second. */
export interface Scores {
  readonly kind: 'scores';
  /** All players, by seat. */
  readonly scores: readonly Score[];
}

function readScores(at: readonly unknown[]): Scores {
  count('scores', at, 2);
  return {
    kind: 'scores',
    scores: list('scores.scores', at[1], 0, 64, (value) => readScore(elements('scores.scores', value))),
  };
}

function writeScores(from: Scores): unknown[] {
  return [
    13,
    list('scores.scores', from.scores, 0, 64, writeScore),
  ];
}

/** The values of a weapon. */
export interface WeaponValues {
  /** Its name. */
  readonly name: string;
  /** 0: projectile. 1: ray. */
  readonly kind: number;
  /** In the order of the table of its kind. */
  readonly values: readonly number[];
}

function readWeaponValues(at: readonly unknown[]): WeaponValues {
  count('weaponValues', at, 3);
  return {
    name: text('weaponValues.name', at[0], 1, 24),
    kind: int('weaponValues.kind', at[1], 0, 1),
    values: list('weaponValues.values', at[2], 1, 32, (value) => int('weaponValues.values', value, -2147483648, 2147483647)),
  };
}

function writeWeaponValues(from: WeaponValues): unknown[] {
  return [
    text('weaponValues.name', from.name, 1, 24),
    int('weaponValues.kind', from.kind, 0, 1),
    list('weaponValues.values', from.values, 1, 32, (value) => int('weaponValues.values', value, -2147483648, 2147483647)),
  ];
}

/** The values of a persona. */
export interface PersonaValues {
  /** Its name. */
  readonly name: string;
  /** In the order of the table of personas. */
  readonly values: readonly number[];
}

function readPersonaValues(at: readonly unknown[]): PersonaValues {
  count('personaValues', at, 2);
  return {
    name: text('personaValues.name', at[0], 1, 24),
    values: list('personaValues.values', at[1], 1, 16, (value) => int('personaValues.values', value, -2147483648, 2147483647)),
  };
}

function writePersonaValues(from: PersonaValues): unknown[] {
  return [
    text('personaValues.name', from.name, 1, 24),
    list('personaValues.values', from.values, 1, 16, (value) => int('personaValues.values', value, -2147483648, 2147483647)),
  ];
}

/** The values that a designer turns. */
export interface TuningMessage {
  readonly kind: 'tuning';
  /** They hold from the step of this tick on. [tick] */
  readonly tick: number;
  /** All but those of weapons and personas, in the order of the table of tuning. */
  readonly values: readonly number[];
  /** The weapons, by slot. */
  readonly weapons: readonly WeaponValues[];
  /** The personas of bots. */
  readonly personas: readonly PersonaValues[];
}

function readTuningMessage(at: readonly unknown[]): TuningMessage {
  count('tuningMessage', at, 5);
  return {
    kind: 'tuning',
    tick: int('tuningMessage.tick', at[1], 0, 4294967295),
    values: list('tuningMessage.values', at[2], 1, 256, (value) => int('tuningMessage.values', value, -2147483648, 2147483647)),
    weapons: list('tuningMessage.weapons', at[3], 1, 4, (value) => readWeaponValues(elements('tuningMessage.weapons', value))),
    personas: list('tuningMessage.personas', at[4], 1, 8, (value) => readPersonaValues(elements('tuningMessage.personas', value))),
  };
}

function writeTuningMessage(from: TuningMessage): unknown[] {
  return [
    14,
    int('tuningMessage.tick', from.tick, 0, 4294967295),
    list('tuningMessage.values', from.values, 1, 256, (value) => int('tuningMessage.values', value, -2147483648, 2147483647)),
    list('tuningMessage.weapons', from.weapons, 1, 4, writeWeaponValues),
    list('tuningMessage.personas', from.personas, 1, 8, writePersonaValues),
  ];
}

/** The viewer's own player, exact on the grid of the state, all times from the snapshot's world time. */
export interface Own {
  /** Place of the centre. [1/256 u] */
  readonly x: number;
  /** Place of the centre. [1/256 u] */
  readonly y: number;
  /** Velocity. A little above the greatest dash: the sine is good to 4e-6. [1/256 u/s] */
  readonly vx: number;
  /** Velocity. [1/256 u/s] */
  readonly vy: number;
  /** Buttons held in the last tick: 1 fire, 2 dash, 4 reload; and 8 times the slot of the weapon in hand. [sum of flags] */
  readonly held: number;
  /** 0: no dash. Else 1 + what is left of it: at 1 it is over, and the next step brakes it to walking speed. [1/600 s] */
  readonly dash: number;
  /** Where the dash goes, or the last one went. [1/65536 turn] */
  readonly dashAngle: number;
  /** Until the next dash may begin. [1/600 s] */
  readonly dashWait: number;
  /** Health left. */
  readonly health: number;
  /** Shots left before a reload, a byte for each slot, slot 0 in the lowest. */
  readonly clips: number;
  /** Until the next shot may leave or a charge begin; negative: so long it could have, -60: or longer. [1/600 s] */
  readonly fireWait: number;
  /** 0: neither reload nor charge. Above: 1 + what is left of a reload; at 1 it is over, and the next step fills the clip. Below: -1 - how long a charge has been under way. [1/600 s] */
  readonly busy: number;
  /** Projectiles and rays of the match so far, modulo 256. */
  readonly shots: number;
  /** 0 or more: alive, hits are refused so long. Below: dead, returns in -1 - life. [1/600 s] */
  readonly life: number;
}

function readOwn(bytes: Uint8Array): Own {
  return {
    x: int('own.x', unsigned(bytes, 0, 3), 0, 2048000),
    y: int('own.y', unsigned(bytes, 3, 3), 0, 2048000),
    vx: int('own.vx', signed(bytes, 6, 3), -770000, 770000),
    vy: int('own.vy', signed(bytes, 9, 3), -770000, 770000),
    held: int('own.held', unsigned(bytes, 12, 1), 0, 31),
    dash: int('own.dash', unsigned(bytes, 13, 2), 0, 601),
    dashAngle: int('own.dashAngle', unsigned(bytes, 15, 2), 0, 65535),
    dashWait: int('own.dashWait', unsigned(bytes, 17, 2), 0, 36000),
    health: int('own.health', unsigned(bytes, 19, 2), 0, 1000),
    clips: int('own.clips', unsigned(bytes, 21, 4), 0, 4294967295),
    fireWait: int('own.fireWait', signed(bytes, 25, 2), -60, 6000),
    busy: int('own.busy', signed(bytes, 27, 2), -3001, 12001),
    shots: int('own.shots', unsigned(bytes, 29, 1), 0, 255),
    life: int('own.life', signed(bytes, 30, 2), -18001, 6000),
  };
}

function writeOwn(from: Own): Uint8Array {
  const bytes: number[] = [];
  put(bytes, int('own.x', from.x, 0, 2048000), 3);
  put(bytes, int('own.y', from.y, 0, 2048000), 3);
  put(bytes, int('own.vx', from.vx, -770000, 770000), 3);
  put(bytes, int('own.vy', from.vy, -770000, 770000), 3);
  put(bytes, int('own.held', from.held, 0, 31), 1);
  put(bytes, int('own.dash', from.dash, 0, 601), 2);
  put(bytes, int('own.dashAngle', from.dashAngle, 0, 65535), 2);
  put(bytes, int('own.dashWait', from.dashWait, 0, 36000), 2);
  put(bytes, int('own.health', from.health, 0, 1000), 2);
  put(bytes, int('own.clips', from.clips, 0, 4294967295), 4);
  put(bytes, int('own.fireWait', from.fireWait, -60, 6000), 2);
  put(bytes, int('own.busy', from.busy, -3001, 12001), 2);
  put(bytes, int('own.shots', from.shots, 0, 255), 1);
  put(bytes, int('own.life', from.life, -18001, 6000), 2);
  return Uint8Array.from(bytes);
}

/** A player as everybody may see it. */
export interface PlayerPiece {
  /** The seat. */
  readonly seat: number;
  /** Place of the centre. [1/8 u] */
  readonly x8: number;
  /** Place of the centre. [1/8 u] */
  readonly y8: number;
  /** Where it aims. [1/256 turn] */
  readonly aim: number;
  /** While it charges, how far beyond that it aims; else 0. [1/65536 turn] */
  readonly fine: number;
  /** Health left. */
  readonly health: number;
  /** 1 alive, 2 refuses hits, 4 dashing, 8 reloading, 16 charging; and 32 times the slot of the weapon in hand. [sum of flags] */
  readonly flags: number;
  /** Thread: the length of the tail. [dm] */
  readonly thread: number;
}

function readPlayerPiece(at: readonly unknown[]): PlayerPiece {
  count('playerPiece', at, 8);
  return {
    seat: int('playerPiece.seat', at[0], 0, 63),
    x8: int('playerPiece.x8', at[1], 0, 64000),
    y8: int('playerPiece.y8', at[2], 0, 64000),
    aim: int('playerPiece.aim', at[3], 0, 255),
    fine: int('playerPiece.fine', at[4], 0, 255),
    health: int('playerPiece.health', at[5], 0, 1000),
    flags: int('playerPiece.flags', at[6], 0, 127),
    thread: int('playerPiece.thread', at[7], 0, 6554),
  };
}

function writePlayerPiece(from: PlayerPiece): unknown[] {
  return [
    int('playerPiece.seat', from.seat, 0, 63),
    int('playerPiece.x8', from.x8, 0, 64000),
    int('playerPiece.y8', from.y8, 0, 64000),
    int('playerPiece.aim', from.aim, 0, 255),
    int('playerPiece.fine', from.fine, 0, 255),
    int('playerPiece.health', from.health, 0, 1000),
    int('playerPiece.flags', from.flags, 0, 127),
    int('playerPiece.thread', from.thread, 0, 6554),
  ];
}

/** A projectile in flight. */
export interface ShotPiece {
  /** Its id; used again after 2 s, with the next generation. */
  readonly id: number;
  /** Its generation. */
  readonly generation: number;
  /** Who shot it. */
  readonly seat: number;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Where it is. [1/8 u] */
  readonly x8: number;
  /** Where it is. [1/8 u] */
  readonly y8: number;
  /** Where it flies. [1/65536 turn] */
  readonly angle: number;
}

function readShotPiece(at: readonly unknown[]): ShotPiece {
  count('shotPiece', at, 7);
  return {
    id: int('shotPiece.id', at[0], 0, 65535),
    generation: int('shotPiece.generation', at[1], 0, 127),
    seat: int('shotPiece.seat', at[2], 0, 63),
    weapon: int('shotPiece.weapon', at[3], 0, 3),
    x8: int('shotPiece.x8', at[4], 0, 64000),
    y8: int('shotPiece.y8', at[5], 0, 64000),
    angle: int('shotPiece.angle', at[6], 0, 65535),
  };
}

function writeShotPiece(from: ShotPiece): unknown[] {
  return [
    int('shotPiece.id', from.id, 0, 65535),
    int('shotPiece.generation', from.generation, 0, 127),
    int('shotPiece.seat', from.seat, 0, 63),
    int('shotPiece.weapon', from.weapon, 0, 3),
    int('shotPiece.x8', from.x8, 0, 64000),
    int('shotPiece.y8', from.y8, 0, 64000),
    int('shotPiece.angle', from.angle, 0, 65535),
  ];
}

/** A body appeared. */
export interface Spawned {
  readonly kind: 'spawned';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

function readSpawned(at: readonly unknown[]): Spawned {
  count('spawned', at, 5);
  return {
    kind: 'spawned',
    ago: int('spawned.ago', at[1], 0, 255),
    seat: int('spawned.seat', at[2], 0, 63),
    x8: int('spawned.x8', at[3], 0, 64000),
    y8: int('spawned.y8', at[4], 0, 64000),
  };
}

function writeSpawned(from: Spawned): unknown[] {
  return [
    0,
    int('spawned.ago', from.ago, 0, 255),
    int('spawned.seat', from.seat, 0, 63),
    int('spawned.x8', from.x8, 0, 64000),
    int('spawned.y8', from.y8, 0, 64000),
  ];
}

/** A dash began. */
export interface Dashed {
  readonly kind: 'dashed';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
  /** Where it began. [1/8 u] */
  readonly x8: number;
  /** Where it began. [1/8 u] */
  readonly y8: number;
  /** Where it goes. [1/65536 turn] */
  readonly angle: number;
}

function readDashed(at: readonly unknown[]): Dashed {
  count('dashed', at, 6);
  return {
    kind: 'dashed',
    ago: int('dashed.ago', at[1], 0, 255),
    seat: int('dashed.seat', at[2], 0, 63),
    x8: int('dashed.x8', at[3], 0, 64000),
    y8: int('dashed.y8', at[4], 0, 64000),
    angle: int('dashed.angle', at[5], 0, 65535),
  };
}

function writeDashed(from: Dashed): unknown[] {
  return [
    1,
    int('dashed.ago', from.ago, 0, 255),
    int('dashed.seat', from.seat, 0, 63),
    int('dashed.x8', from.x8, 0, 64000),
    int('dashed.y8', from.y8, 0, 64000),
    int('dashed.angle', from.angle, 0, 65535),
  ];
}

/** An impulse carried the viewer's own body in that tick. Only the pushed one is told. */
export interface Pushed {
  readonly kind: 'pushed';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Velocity added for that tick. [1/256 u/s] */
  readonly ix: number;
  /** Velocity added for that tick. [1/256 u/s] */
  readonly iy: number;
}

function readPushed(at: readonly unknown[]): Pushed {
  count('pushed', at, 4);
  return {
    kind: 'pushed',
    ago: int('pushed.ago', at[1], 0, 255),
    ix: int('pushed.ix', at[2], -770000, 770000),
    iy: int('pushed.iy', at[3], -770000, 770000),
  };
}

function writePushed(from: Pushed): unknown[] {
  return [
    2,
    int('pushed.ago', from.ago, 0, 255),
    int('pushed.ix', from.ix, -770000, 770000),
    int('pushed.iy', from.iy, -770000, 770000),
  ];
}

/** A projectile left its shooter. */
export interface Fired {
  readonly kind: 'fired';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who shot. */
  readonly seat: number;
  /** The projectile's id. */
  readonly id: number;
  /** The projectile's generation. */
  readonly generation: number;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Where from. [1/8 u] */
  readonly x8: number;
  /** Where from. [1/8 u] */
  readonly y8: number;
  /** Where to, exactly. [1/65536 turn] */
  readonly angle: number;
  /** How far it flew at once in that tick, beside the tick's own step: through what its shooter saw. [ticks] */
  readonly forward: number;
}

function readFired(at: readonly unknown[]): Fired {
  count('fired', at, 10);
  return {
    kind: 'fired',
    ago: int('fired.ago', at[1], 0, 255),
    seat: int('fired.seat', at[2], 0, 63),
    id: int('fired.id', at[3], 0, 65535),
    generation: int('fired.generation', at[4], 0, 127),
    weapon: int('fired.weapon', at[5], 0, 3),
    x8: int('fired.x8', at[6], 0, 64000),
    y8: int('fired.y8', at[7], 0, 64000),
    angle: int('fired.angle', at[8], 0, 65535),
    forward: int('fired.forward', at[9], 0, 255),
  };
}

function writeFired(from: Fired): unknown[] {
  return [
    3,
    int('fired.ago', from.ago, 0, 255),
    int('fired.seat', from.seat, 0, 63),
    int('fired.id', from.id, 0, 65535),
    int('fired.generation', from.generation, 0, 127),
    int('fired.weapon', from.weapon, 0, 3),
    int('fired.x8', from.x8, 0, 64000),
    int('fired.y8', from.y8, 0, 64000),
    int('fired.angle', from.angle, 0, 65535),
    int('fired.forward', from.forward, 0, 255),
  ];
}

/** A projectile is no more. */
export interface ShotEnded {
  readonly kind: 'shotEnded';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** The projectile's id. */
  readonly id: number;
  /** The projectile's generation. */
  readonly generation: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
  /** 0: at a wall. 1: as far as it reaches. 2: at a player. */
  readonly end: number;
  /** The player that it met, or nil. */
  readonly seat: number | null;
  /** How far it would still have flown at once in that tick. [ticks] */
  readonly forward: number;
}

function readShotEnded(at: readonly unknown[]): ShotEnded {
  count('shotEnded', at, 9);
  return {
    kind: 'shotEnded',
    ago: int('shotEnded.ago', at[1], 0, 255),
    id: int('shotEnded.id', at[2], 0, 65535),
    generation: int('shotEnded.generation', at[3], 0, 127),
    x8: int('shotEnded.x8', at[4], 0, 64000),
    y8: int('shotEnded.y8', at[5], 0, 64000),
    end: int('shotEnded.end', at[6], 0, 2),
    seat: maybe(at[7], (value) => int('shotEnded.seat', value, 0, 63)),
    forward: int('shotEnded.forward', at[8], 0, 255),
  };
}

function writeShotEnded(from: ShotEnded): unknown[] {
  return [
    4,
    int('shotEnded.ago', from.ago, 0, 255),
    int('shotEnded.id', from.id, 0, 65535),
    int('shotEnded.generation', from.generation, 0, 127),
    int('shotEnded.x8', from.x8, 0, 64000),
    int('shotEnded.y8', from.y8, 0, 64000),
    int('shotEnded.end', from.end, 0, 2),
    maybe(from.seat, (value) => int('shotEnded.seat', value, 0, 63)),
    int('shotEnded.forward', from.forward, 0, 255),
  ];
}

/** A reload began. */
export interface Reloading {
  readonly kind: 'reloading';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
}

function readReloading(at: readonly unknown[]): Reloading {
  count('reloading', at, 3);
  return {
    kind: 'reloading',
    ago: int('reloading.ago', at[1], 0, 255),
    seat: int('reloading.seat', at[2], 0, 63),
  };
}

function writeReloading(from: Reloading): unknown[] {
  return [
    5,
    int('reloading.ago', from.ago, 0, 255),
    int('reloading.seat', from.seat, 0, 63),
  ];
}

/** A body was hurt. */
export interface Hurt {
  readonly kind: 'hurt';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who was hit. */
  readonly seat: number;
  /** Who hit; nil where no player did. */
  readonly by: number | null;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Health taken. */
  readonly damage: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
  /** How long ago the body was where the shooter's screen showed it; 0 where that was the present. [ms] */
  readonly seen: number;
  /** For how long it has been behind cover since. [ms] */
  readonly covered: number;
}

function readHurt(at: readonly unknown[]): Hurt {
  count('hurt', at, 10);
  return {
    kind: 'hurt',
    ago: int('hurt.ago', at[1], 0, 255),
    seat: int('hurt.seat', at[2], 0, 63),
    by: maybe(at[3], (value) => int('hurt.by', value, 0, 63)),
    weapon: int('hurt.weapon', at[4], 0, 3),
    damage: int('hurt.damage', at[5], 0, 1000),
    x8: int('hurt.x8', at[6], 0, 64000),
    y8: int('hurt.y8', at[7], 0, 64000),
    seen: int('hurt.seen', at[8], 0, 1000),
    covered: int('hurt.covered', at[9], 0, 1000),
  };
}

function writeHurt(from: Hurt): unknown[] {
  return [
    6,
    int('hurt.ago', from.ago, 0, 255),
    int('hurt.seat', from.seat, 0, 63),
    maybe(from.by, (value) => int('hurt.by', value, 0, 63)),
    int('hurt.weapon', from.weapon, 0, 3),
    int('hurt.damage', from.damage, 0, 1000),
    int('hurt.x8', from.x8, 0, 64000),
    int('hurt.y8', from.y8, 0, 64000),
    int('hurt.seen', from.seen, 0, 1000),
    int('hurt.covered', from.covered, 0, 1000),
  ];
}

/** A body died. */
export interface Killed {
  readonly kind: 'killed';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who died. */
  readonly seat: number;
  /** Who gets the kill, or nil. */
  readonly by: number | null;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

function readKilled(at: readonly unknown[]): Killed {
  count('killed', at, 7);
  return {
    kind: 'killed',
    ago: int('killed.ago', at[1], 0, 255),
    seat: int('killed.seat', at[2], 0, 63),
    by: maybe(at[3], (value) => int('killed.by', value, 0, 63)),
    weapon: int('killed.weapon', at[4], 0, 3),
    x8: int('killed.x8', at[5], 0, 64000),
    y8: int('killed.y8', at[6], 0, 64000),
  };
}

function writeKilled(from: Killed): unknown[] {
  return [
    7,
    int('killed.ago', from.ago, 0, 255),
    int('killed.seat', from.seat, 0, 63),
    maybe(from.by, (value) => int('killed.by', value, 0, 63)),
    int('killed.weapon', from.weapon, 0, 3),
    int('killed.x8', from.x8, 0, 64000),
    int('killed.y8', from.y8, 0, 64000),
  ];
}

/** A projectile came back from a wall. */
export interface Bounced {
  readonly kind: 'bounced';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** The projectile's id. */
  readonly id: number;
  /** The projectile's generation. */
  readonly generation: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
  /** Where it flies now. [1/65536 turn] */
  readonly angle: number;
  /** How far it still flew at once in that tick. [ticks] */
  readonly forward: number;
}

function readBounced(at: readonly unknown[]): Bounced {
  count('bounced', at, 8);
  return {
    kind: 'bounced',
    ago: int('bounced.ago', at[1], 0, 255),
    id: int('bounced.id', at[2], 0, 65535),
    generation: int('bounced.generation', at[3], 0, 127),
    x8: int('bounced.x8', at[4], 0, 64000),
    y8: int('bounced.y8', at[5], 0, 64000),
    angle: int('bounced.angle', at[6], 0, 65535),
    forward: int('bounced.forward', at[7], 0, 255),
  };
}

function writeBounced(from: Bounced): unknown[] {
  return [
    8,
    int('bounced.ago', from.ago, 0, 255),
    int('bounced.id', from.id, 0, 65535),
    int('bounced.generation', from.generation, 0, 127),
    int('bounced.x8', from.x8, 0, 64000),
    int('bounced.y8', from.y8, 0, 64000),
    int('bounced.angle', from.angle, 0, 65535),
    int('bounced.forward', from.forward, 0, 255),
  ];
}

/** A corner of a line. */
export interface Corner {
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

function readCorner(at: readonly unknown[]): Corner {
  count('corner', at, 2);
  return {
    x8: int('corner.x8', at[0], 0, 64000),
    y8: int('corner.y8', at[1], 0, 64000),
  };
}

function writeCorner(from: Corner): unknown[] {
  return [
    int('corner.x8', from.x8, 0, 64000),
    int('corner.y8', from.y8, 0, 64000),
  ];
}

/** A ray was shot. */
export interface Lashed {
  readonly kind: 'lashed';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who shot. */
  readonly seat: number;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Its line: the muzzle, where walls threw it back, and its end. */
  readonly corners: readonly Corner[];
  /** Who slipped it, so that it went slack at its end; else nil. */
  readonly slack: number | null;
}

function readLashed(at: readonly unknown[]): Lashed {
  count('lashed', at, 6);
  return {
    kind: 'lashed',
    ago: int('lashed.ago', at[1], 0, 255),
    seat: int('lashed.seat', at[2], 0, 63),
    weapon: int('lashed.weapon', at[3], 0, 3),
    corners: unflat('lashed.corners', at[4], 2, 2, 4, readCorner),
    slack: maybe(at[5], (value) => int('lashed.slack', value, 0, 63)),
  };
}

function writeLashed(from: Lashed): unknown[] {
  return [
    9,
    int('lashed.ago', from.ago, 0, 255),
    int('lashed.seat', from.seat, 0, 63),
    int('lashed.weapon', from.weapon, 0, 3),
    list('lashed.corners', from.corners, 2, 4, writeCorner).flat(),
    maybe(from.slack, (value) => int('lashed.slack', value, 0, 63)),
  ];
}

/** SLIP: a dash through the line of a ray. */
export interface Slipped {
  readonly kind: 'slipped';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who dashed. */
  readonly seat: number;
  /** Who shot. */
  readonly by: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

function readSlipped(at: readonly unknown[]): Slipped {
  count('slipped', at, 6);
  return {
    kind: 'slipped',
    ago: int('slipped.ago', at[1], 0, 255),
    seat: int('slipped.seat', at[2], 0, 63),
    by: int('slipped.by', at[3], 0, 63),
    x8: int('slipped.x8', at[4], 0, 64000),
    y8: int('slipped.y8', at[5], 0, 64000),
  };
}

function writeSlipped(from: Slipped): unknown[] {
  return [
    10,
    int('slipped.ago', from.ago, 0, 255),
    int('slipped.seat', from.seat, 0, 63),
    int('slipped.by', from.by, 0, 63),
    int('slipped.x8', from.x8, 0, 64000),
    int('slipped.y8', from.y8, 0, 64000),
  ];
}

/** A dash through a projectile. */
export interface Refused {
  readonly kind: 'refused';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who dashed. */
  readonly seat: number;
  /** Who shot. */
  readonly by: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

function readRefused(at: readonly unknown[]): Refused {
  count('refused', at, 6);
  return {
    kind: 'refused',
    ago: int('refused.ago', at[1], 0, 255),
    seat: int('refused.seat', at[2], 0, 63),
    by: int('refused.by', at[3], 0, 63),
    x8: int('refused.x8', at[4], 0, 64000),
    y8: int('refused.y8', at[5], 0, 64000),
  };
}

function writeRefused(from: Refused): unknown[] {
  return [
    11,
    int('refused.ago', from.ago, 0, 255),
    int('refused.seat', from.seat, 0, 63),
    int('refused.by', from.by, 0, 63),
    int('refused.x8', from.x8, 0, 64000),
    int('refused.y8', from.y8, 0, 64000),
  ];
}

/** A charge began. */
export interface Charging {
  readonly kind: 'charging';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
}

function readCharging(at: readonly unknown[]): Charging {
  count('charging', at, 3);
  return {
    kind: 'charging',
    ago: int('charging.ago', at[1], 0, 255),
    seat: int('charging.seat', at[2], 0, 63),
  };
}

function writeCharging(from: Charging): unknown[] {
  return [
    12,
    int('charging.ago', from.ago, 0, 255),
    int('charging.seat', from.seat, 0, 63),
  ];
}

/** Another weapon was taken in hand. Only the own one is told. */
export interface Switched {
  readonly kind: 'switched';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
  /** Its slot. */
  readonly weapon: number;
}

function readSwitched(at: readonly unknown[]): Switched {
  count('switched', at, 4);
  return {
    kind: 'switched',
    ago: int('switched.ago', at[1], 0, 255),
    seat: int('switched.seat', at[2], 0, 63),
    weapon: int('switched.weapon', at[3], 0, 3),
  };
}

function writeSwitched(from: Switched): unknown[] {
  return [
    13,
    int('switched.ago', from.ago, 0, 255),
    int('switched.seat', from.seat, 0, 63),
    int('switched.weapon', from.weapon, 0, 3),
  ];
}

/** Thread fell. All are told. */
export interface Dropped {
  readonly kind: 'dropped';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** The drop's name. */
  readonly id: number;
  /** Whose thread it was. */
  readonly seat: number;
  /** Where it fell. [1/8 u] */
  readonly x8: number;
  /** Where it fell. [1/8 u] */
  readonly y8: number;
  /** Decides where its bits lie. */
  readonly seed: number;
  /** All of it. [cm] */
  readonly amount: number;
  /** How long it lies, from then on. [1/600 s] */
  readonly lies: number;
  /** 1: THE GREAT UNRAVEL, the fall of the sole leader. */
  readonly great: number;
}

function readDropped(at: readonly unknown[]): Dropped {
  count('dropped', at, 10);
  return {
    kind: 'dropped',
    ago: int('dropped.ago', at[1], 0, 255),
    id: int('dropped.id', at[2], 0, 65535),
    seat: int('dropped.seat', at[3], 0, 63),
    x8: int('dropped.x8', at[4], 0, 64000),
    y8: int('dropped.y8', at[5], 0, 64000),
    seed: int('dropped.seed', at[6], 0, 4294967295),
    amount: int('dropped.amount', at[7], 0, 65535),
    lies: int('dropped.lies', at[8], 0, 36000),
    great: int('dropped.great', at[9], 0, 1),
  };
}

function writeDropped(from: Dropped): unknown[] {
  return [
    14,
    int('dropped.ago', from.ago, 0, 255),
    int('dropped.id', from.id, 0, 65535),
    int('dropped.seat', from.seat, 0, 63),
    int('dropped.x8', from.x8, 0, 64000),
    int('dropped.y8', from.y8, 0, 64000),
    int('dropped.seed', from.seed, 0, 4294967295),
    int('dropped.amount', from.amount, 0, 65535),
    int('dropped.lies', from.lies, 0, 36000),
    int('dropped.great', from.great, 0, 1),
  ];
}

/** A bit of loose thread was wound. All are told. */
export interface Wound {
  readonly kind: 'wound';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** The drop's name. */
  readonly id: number;
  /** Which of its bits. */
  readonly bit: number;
  /** Who wound it. */
  readonly seat: number;
}

function readWound(at: readonly unknown[]): Wound {
  count('wound', at, 5);
  return {
    kind: 'wound',
    ago: int('wound.ago', at[1], 0, 255),
    id: int('wound.id', at[2], 0, 65535),
    bit: int('wound.bit', at[3], 0, 7),
    seat: int('wound.seat', at[4], 0, 63),
  };
}

function writeWound(from: Wound): unknown[] {
  return [
    15,
    int('wound.ago', from.ago, 0, 255),
    int('wound.id', from.id, 0, 65535),
    int('wound.bit', from.bit, 0, 7),
    int('wound.seat', from.seat, 0, 63),
  ];
}

/** Something that happened. */
export type WireEvent = Spawned | Dashed | Pushed | Fired | ShotEnded | Reloading | Hurt | Killed | Bounced | Lashed | Slipped | Refused | Charging | Switched | Dropped | Wound;

function readWireEvent(at: readonly unknown[]): WireEvent {
  switch (at[0]) {
    case 0:
      return readSpawned(at);
    case 1:
      return readDashed(at);
    case 2:
      return readPushed(at);
    case 3:
      return readFired(at);
    case 4:
      return readShotEnded(at);
    case 5:
      return readReloading(at);
    case 6:
      return readHurt(at);
    case 7:
      return readKilled(at);
    case 8:
      return readBounced(at);
    case 9:
      return readLashed(at);
    case 10:
      return readSlipped(at);
    case 11:
      return readRefused(at);
    case 12:
      return readCharging(at);
    case 13:
      return readSwitched(at);
    case 14:
      return readDropped(at);
    case 15:
      return readWound(at);
    default:
      return fail('wireEvent.number', at[0], 'a known one');
  }
}

function writeWireEvent(from: WireEvent): unknown[] {
  switch (from.kind) {
    case 'spawned':
      return writeSpawned(from);
    case 'dashed':
      return writeDashed(from);
    case 'pushed':
      return writePushed(from);
    case 'fired':
      return writeFired(from);
    case 'shotEnded':
      return writeShotEnded(from);
    case 'reloading':
      return writeReloading(from);
    case 'hurt':
      return writeHurt(from);
    case 'killed':
      return writeKilled(from);
    case 'bounced':
      return writeBounced(from);
    case 'lashed':
      return writeLashed(from);
    case 'slipped':
      return writeSlipped(from);
    case 'refused':
      return writeRefused(from);
    case 'charging':
      return writeCharging(from);
    case 'switched':
      return writeSwitched(from);
    case 'dropped':
      return writeDropped(from);
    case 'wound':
      return writeWound(from);
  }
}

/** The world after the step of a tick, as far as this viewer may see it. */
export interface Snapshot {
  readonly kind: 'snapshot';
  /** The tick. [tick] */
  readonly tick: number;
  /** 1: keyframe, needs nothing before it. 2: the schedule moved, anchor the clock anew. 4: since the snapshot before a tick was computed for which no input had come. 8: since then an input came after its tick, or too long before. [sum of flags] */
  readonly flags: number;
  /** How long before its use the latest of the input heads that came since the snapshot before came; negative: too late. [ticks] */
  readonly lead: number;
  /** The viewer's own player; nil without a seat. */
  readonly own: Own | null;
  /** The other players in view. */
  readonly players: readonly PlayerPiece[];
  /** The projectiles in view. */
  readonly shots: readonly ShotPiece[];
  /** What happened since the snapshot before. */
  readonly events: readonly WireEvent[];
}

function readSnapshot(at: readonly unknown[]): Snapshot {
  count('snapshot', at, 8);
  return {
    kind: 'snapshot',
    tick: int('snapshot.tick', at[1], 0, 4294967295),
    flags: int('snapshot.flags', at[2], 0, 15),
    lead: int('snapshot.lead', at[3], -32, 127),
    own: maybe(at[4], (value) => readOwn(byteString('snapshot.own', value, 32))),
    players: list('snapshot.players', at[5], 0, 64, (value) => readPlayerPiece(elements('snapshot.players', value))),
    shots: list('snapshot.shots', at[6], 0, 1024, (value) => readShotPiece(elements('snapshot.shots', value))),
    events: list('snapshot.events', at[7], 0, 255, (value) => readWireEvent(elements('snapshot.events', value))),
  };
}

function writeSnapshot(from: Snapshot): unknown[] {
  return [
    15,
    int('snapshot.tick', from.tick, 0, 4294967295),
    int('snapshot.flags', from.flags, 0, 15),
    int('snapshot.lead', from.lead, -32, 127),
    maybe(from.own, writeOwn),
    list('snapshot.players', from.players, 0, 64, writePlayerPiece),
    list('snapshot.shots', from.shots, 0, 1024, writeShotPiece),
    list('snapshot.events', from.events, 0, 255, writeWireEvent),
  ];
}

/** Thread that lies about. Where its bits lie follows from its place, its seed and the map. */
export interface LooseDrop {
  /** Its name. */
  readonly id: number;
  /** Whose thread it was. */
  readonly seat: number;
  /** Where it fell. [1/8 u] */
  readonly x8: number;
  /** Where it fell. [1/8 u] */
  readonly y8: number;
  /** Decides where its bits lie. */
  readonly seed: number;
  /** All of it when it fell. [cm] */
  readonly amount: number;
  /** One bit for each of its eight bits that still lies. [sum of flags] */
  readonly left: number;
  /** Since it fell. [1/600 s] */
  readonly age: number;
  /** Until what is left of it is gone. [1/600 s] */
  readonly lies: number;
  /** 1: the thread of a great unravel. */
  readonly great: number;
}

function readLooseDrop(at: readonly unknown[]): LooseDrop {
  count('looseDrop', at, 10);
  return {
    id: int('looseDrop.id', at[0], 0, 65535),
    seat: int('looseDrop.seat', at[1], 0, 63),
    x8: int('looseDrop.x8', at[2], 0, 64000),
    y8: int('looseDrop.y8', at[3], 0, 64000),
    seed: int('looseDrop.seed', at[4], 0, 4294967295),
    amount: int('looseDrop.amount', at[5], 0, 65535),
    left: int('looseDrop.left', at[6], 0, 255),
    age: int('looseDrop.age', at[7], 0, 36000),
    lies: int('looseDrop.lies', at[8], 0, 36000),
    great: int('looseDrop.great', at[9], 0, 1),
  };
}

function writeLooseDrop(from: LooseDrop): unknown[] {
  return [
    int('looseDrop.id', from.id, 0, 65535),
    int('looseDrop.seat', from.seat, 0, 63),
    int('looseDrop.x8', from.x8, 0, 64000),
    int('looseDrop.y8', from.y8, 0, 64000),
    int('looseDrop.seed', from.seed, 0, 4294967295),
    int('looseDrop.amount', from.amount, 0, 65535),
    int('looseDrop.left', from.left, 0, 255),
    int('looseDrop.age', from.age, 0, 36000),
    int('looseDrop.lies', from.lies, 0, 36000),
    int('looseDrop.great', from.great, 0, 1),
  ];
}

/** All loose thread: after the welcome, at the start of a match, and where events were lost. It replaces what was known. */
export interface Loose {
  readonly kind: 'loose';
  /** In the order in which it fell. */
  readonly drops: readonly LooseDrop[];
}

function readLoose(at: readonly unknown[]): Loose {
  count('loose', at, 2);
  return {
    kind: 'loose',
    drops: list('loose.drops', at[1], 0, 256, (value) => readLooseDrop(elements('loose.drops', value))),
  };
}

function writeLoose(from: Loose): unknown[] {
  return [
    16,
    list('loose.drops', from.drops, 0, 256, writeLooseDrop),
  ];
}

/** The room is a sandbox: after the welcome, and when its pace changes. Other rooms never send it. */
export interface Sandbox {
  readonly kind: 'sandbox';
  /** How fast its time runs; 0: it is paused, and each tick is ordered. [1/4] */
  readonly pace: number;
}

function readSandbox(at: readonly unknown[]): Sandbox {
  count('sandbox', at, 2);
  return {
    kind: 'sandbox',
    pace: int('sandbox.pace', at[1], 0, 4),
  };
}

function writeSandbox(from: Sandbox): unknown[] {
  return [
    17,
    int('sandbox.pace', from.pace, 0, 4),
  ];
}

/** A person's way from the server and back. */
export interface Ping {
  /** The seat. */
  readonly seat: number;
  /** The fastest of its last 32, from a snapshot to its acknowledgement, which may have waited at the client. [ms] */
  readonly ms: number;
}

function readPing(at: readonly unknown[]): Ping {
  count('ping', at, 2);
  return {
    seat: int('ping.seat', at[0], 0, 63),
    ms: int('ping.ms', at[1], 0, 65535),
  };
}

function writePing(from: Ping): unknown[] {
  return [
    int('ping.seat', from.seat, 0, 63),
    int('ping.ms', from.ms, 0, 65535),
  ];
}

/** How long the way to each person and back takes, every two seconds of world time, to all viewers, with a seat or without; not sent where no person's is known yet. It replaces what was known. */
export interface Pings {
  readonly kind: 'pings';
  /** The persons whose way is known, by seat. */
  readonly pings: readonly Ping[];
}

function readPings(at: readonly unknown[]): Pings {
  count('pings', at, 2);
  return {
    kind: 'pings',
    pings: list('pings.pings', at[1], 0, 64, (value) => readPing(elements('pings.pings', value))),
  };
}

function writePings(from: Pings): unknown[] {
  return [
    18,
    list('pings.pings', from.pings, 0, 64, writePing),
  ];
}

/** What a server sends. */
export type ServerMessage = Goodbye | Welcome | Match | Roster | Scores | TuningMessage | Snapshot | Loose | Sandbox | Pings;

function readServerMessage(at: readonly unknown[]): ServerMessage {
  switch (at[0]) {
    case 0:
      return readGoodbye(at);
    case 10:
      return readWelcome(at);
    case 11:
      return readMatch(at);
    case 12:
      return readRoster(at);
    case 13:
      return readScores(at);
    case 14:
      return readTuningMessage(at);
    case 15:
      return readSnapshot(at);
    case 16:
      return readLoose(at);
    case 17:
      return readSandbox(at);
    case 18:
      return readPings(at);
    default:
      return fail('serverMessage.number', at[0], 'a known one');
  }
}

function writeServerMessage(from: ServerMessage): unknown[] {
  switch (from.kind) {
    case 'goodbye':
      return writeGoodbye(from);
    case 'welcome':
      return writeWelcome(from);
    case 'match':
      return writeMatch(from);
    case 'roster':
      return writeRoster(from);
    case 'scores':
      return writeScores(from);
    case 'tuning':
      return writeTuningMessage(from);
    case 'snapshot':
      return writeSnapshot(from);
    case 'loose':
      return writeLoose(from);
    case 'sandbox':
      return writeSandbox(from);
    case 'pings':
      return writePings(from);
  }
}

/** Reads a whole message; throws {@link Malformed}. */
export function decodeClient(bytes: Uint8Array): ClientMessage {
  return readClientMessage(elements('message', unpacked(bytes)));
}

/** The bytes of a message; throws {@link Malformed}. */
export function encodeClient(message: ClientMessage): Uint8Array {
  return encode(writeClientMessage(message));
}

/** Reads a whole message; throws {@link Malformed}. */
export function decodeServer(bytes: Uint8Array): ServerMessage {
  return readServerMessage(elements('message', unpacked(bytes)));
}

/** The bytes of a message; throws {@link Malformed}. */
export function encodeServer(message: ServerMessage): Uint8Array {
  return encode(writeServerMessage(message));
}

/** Bytes or values that break the table. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

function fail(field: string, value: unknown, limit: string): never {
  throw new Malformed(`${field} is ${String(value)}, the limit is ${limit}`);
}

/** One value and no byte after it. */
function unpacked(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    return fail('message.bytes', error, 'one array');
  }
}

function elements(field: string, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail(field, typeof value, 'an array');
}

function count(record: string, at: readonly unknown[], limit: number): void {
  if (at.length !== limit) {
    fail(record, `${at.length} elements`, `${limit} elements`);
  }
}

function int(field: string, value: unknown, min: number, max: number): number {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  return fits ? value : fail(field, value, `${min} to ${max}`);
}

const utf8 = new TextEncoder();

function text(field: string, value: unknown, min: number, max: number): string {
  if (typeof value !== 'string') {
    return fail(field, typeof value, 'text');
  }
  const bytes = value.length > max ? value.length : utf8.encode(value).length;
  return bytes >= min && bytes <= max ? value : fail(field, `${bytes} bytes`, `${min} to ${max} bytes`);
}

function byteString(field: string, value: unknown, length: number): Uint8Array {
  const fits = value instanceof Uint8Array && value.length === length;
  return fits ? value : fail(field, typeof value, `${length} bytes`);
}

function param(field: string, value: unknown): number | string {
  return typeof value === 'string' ? text(field, value, 0, 40) : int(field, value, 0, 4294967295);
}

function maybe<In, Out>(value: In | null, convert: (value: In) => Out): Out | null {
  return value === null ? null : convert(value);
}

function list<In, Out>(
  field: string,
  value: unknown,
  min: number,
  max: number,
  convert: (value: In) => Out,
): Out[] {
  const all = elements(field, value) as readonly In[];
  if (all.length < min || all.length > max) {
    fail(field, `${all.length} entries`, `${min} to ${max} entries`);
  }
  return all.map((each) => convert(each));
}

/** Records of `each` elements that lie one after the other in one array. */
function unflat<Out>(
  field: string,
  value: unknown,
  each: number,
  min: number,
  max: number,
  read: (at: readonly unknown[]) => Out,
): Out[] {
  const all = elements(field, value);
  if (all.length % each !== 0 || all.length < min * each || all.length > max * each) {
    fail(field, `${all.length} elements`, `${min} to ${max} times ${each}`);
  }
  return Array.from({ length: all.length / each }, (_, i) => read(all.slice(i * each, (i + 1) * each)));
}

/** The integer of `width` bytes that begins at `at`, highest byte first. */
function unsigned(bytes: Uint8Array, at: number, width: number): number {
  return bytes.subarray(at, at + width).reduce((sum, byte) => sum * 256 + byte, 0);
}

function signed(bytes: Uint8Array, at: number, width: number): number {
  const value = unsigned(bytes, at, width);
  return value >= 2 ** (8 * width - 1) ? value - 2 ** (8 * width) : value;
}

function put(bytes: number[], value: number, width: number): void {
  for (let byte = width - 1; byte >= 0; byte--) {
    bytes.push(Math.floor(value / 256 ** byte) & 255);
  }
}
