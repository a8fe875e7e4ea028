// Printed by `fray protocol --write` from src/protocol/table.rs. Changes belong there.

import { decode, encode } from '@msgpack/msgpack';
import { Bits, BitWriter, type Field } from './bits.ts';
import { Malformed } from './malformed.ts';

/** The version of the protocol. */
export const VERSION = 7;
/** What a client offers, in this order. */
export const SUBPROTOCOLS: readonly string[] = ['fray.7', 'fray'];
/** Largest message that a client may send, in bytes. */
export const MESSAGE_BYTES_MAX = 512;
/** What the slot of a weapon is multiplied with where it stands beside buttons, which take the bits below. */
export const HELD_SLOT = 16;
/** Flags of a snapshot. */
export const SNAPSHOT_FLAGS = { keyframe: 1, moved: 2, unheard: 4, late: 8, sum: 16, rate: 32 } as const;
/** Flags of a player's piece. */
export const PLAYER_FLAGS = { alive: 1, refuses: 2, dashing: 4, reloading: 8, charging: 16, shielded: 32, slot: 64 } as const;

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
  /** 1: open a room for oneself and those who come by its code; `room` and `token` are nil then. Else 0. */
  readonly private: number;
  /** 16 random bytes that the client keeps, by which its player is known again; nil: nobody is. */
  readonly person: Uint8Array | null;
}

function readHello(at: readonly unknown[]): Hello {
  count('hello', at, 10);
  return {
    kind: 'hello',
    version: int('hello.version', at[1], 0, 65535),
    build: text('hello.build', at[2], 0, 40),
    name: text('hello.name', at[3], 0, 48),
    token: maybe(at[4], (value) => byteString('hello.token', value, 32, 32)),
    aspect: int('hello.aspect', at[5], 450, 2334),
    room: maybe(at[6], (value) => text('hello.room', value, 5, 5)),
    watch: int('hello.watch', at[7], 0, 1),
    private: int('hello.private', at[8], 0, 1),
    person: maybe(at[9], (value) => byteString('hello.person', value, 16, 16)),
  };
}

function writeHello(from: Hello): unknown[] {
  return [
    1,
    int('hello.version', from.version, 0, 65535),
    text('hello.build', from.build, 0, 40),
    text('hello.name', from.name, 0, 48),
    maybe(from.token, (value) => byteString('hello.token', value, 32, 32)),
    int('hello.aspect', from.aspect, 450, 2334),
    maybe(from.room, (value) => text('hello.room', value, 5, 5)),
    int('hello.watch', from.watch, 0, 1),
    int('hello.private', from.private, 0, 1),
    maybe(from.person, (value) => byteString('hello.person', value, 16, 16)),
  ];
}

/** The same input in consecutive ticks. */
export interface Run {
  /** How many. [ticks] */
  readonly ticks: number;
  /** What is held: 1 fire, 2 dash, 4 reload, 8 shield; and 16 times the slot of the weapon that is wanted in hand. [sum of flags] */
  readonly held: number;
  /** Where to walk: 0 stands still; `1 + d + 64·s` walks in direction d of 64 with strength 1, 2/3 or 1/3 (s = 0, 1, 2). */
  readonly walk: number;
  /** Where to aim; 0 is right, a quarter turn is down. [1/65536 turn] */
  readonly aim: number;
}

export function readRun(bits: Bits): Run {
  return {
    ticks: 1 + bits.count(254),
    held: bits.int('run.held', 6, 0, 63),
    walk: bits.int('run.walk', 8, 0, 192),
    aim: bits.int('run.aim', 16, 0, 65535),
  };
}

export function writeRun(from: Run, bits: BitWriter): void {
  bits.count(from.ticks - 1);
  bits.int('run.held', from.held, 6, 0, 63);
  bits.int('run.walk', from.walk, 8, 0, 192);
  bits.int('run.aim', from.aim, 16, 0, 65535);
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
    runs: inBits('inputMessage.runs', at[5], (bits) => bits.chain('inputMessage.runs', 1, 16, readRun)),
  };
}

function writeInputMessage(from: InputMessage): unknown[] {
  return [
    2,
    int('inputMessage.ack', from.ack, 0, 4294967295),
    int('inputMessage.ahead', from.ahead, 0, 600),
    int('inputMessage.seenBack', from.seenBack, 0, 65535),
    int('inputMessage.seenFraction', from.seenFraction, 0, 16),
    toBits((bits) => bits.chain('inputMessage.runs', from.runs, 1, 16, writeRun)),
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

/** The client cannot go on from what it holds. */
export interface KeyframeRequest {
  readonly kind: 'keyframeRequest';
  /** 0: a snapshot leans on one that it does not hold. 1: the sum of all hashes is another one than its own. */
  readonly why: number;
}

function readKeyframeRequest(at: readonly unknown[]): KeyframeRequest {
  count('keyframeRequest', at, 2);
  return {
    kind: 'keyframeRequest',
    why: int('keyframeRequest.why', at[1], 0, 1),
  };
}

function writeKeyframeRequest(from: KeyframeRequest): unknown[] {
  return [
    5,
    int('keyframeRequest.why', from.why, 0, 1),
  ];
}

/** What the player wants to play next; a later vote counts in place of an earlier one. One without a seat has none. */
export interface Vote {
  readonly kind: 'vote';
  /** The place of the choice on the ballot. */
  readonly choice: number;
}

function readVote(at: readonly unknown[]): Vote {
  count('vote', at, 2);
  return {
    kind: 'vote',
    choice: int('vote.choice', at[1], 0, 2),
  };
}

function writeVote(from: Vote): unknown[] {
  return [
    6,
    int('vote.choice', from.choice, 0, 2),
  ];
}

/** What the player says. One without a seat says nothing; one who says much waits. */
export interface Say {
  readonly kind: 'say';
  /** 0: to the room. 1: to the own team, where there are teams. */
  readonly to: number;
  /** The number of a quick word in place of a text, which each client says in its own language; else nil. */
  readonly word: number | null;
  /** The text. The server cleans it, cuts it to 120 characters, and passes on none that is empty then. */
  readonly text: string;
}

function readSay(at: readonly unknown[]): Say {
  count('say', at, 4);
  return {
    kind: 'say',
    to: int('say.to', at[1], 0, 1),
    word: maybe(at[2], (value) => int('say.word', value, 0, 7)),
    text: text('say.text', at[3], 0, 400),
  };
}

function writeSay(from: Say): unknown[] {
  return [
    7,
    int('say.to', from.to, 0, 1),
    maybe(from.word, (value) => int('say.word', value, 0, 7)),
    text('say.text', from.text, 0, 400),
  ];
}

/** What a player wants done about another one. */
export interface Moderate {
  readonly kind: 'moderate';
  /** 0: report to the operator. 1: the host of a private room sends them away, for as long as the room lasts. */
  readonly what: number;
  /** Whom: the seat. */
  readonly seat: number;
  /** Why one reports: 0 insults, 1 cheats, 2 a bad name, 3 something else. */
  readonly why: number;
}

function readModerate(at: readonly unknown[]): Moderate {
  count('moderate', at, 4);
  return {
    kind: 'moderate',
    what: int('moderate.what', at[1], 0, 1),
    seat: int('moderate.seat', at[2], 0, 63),
    why: int('moderate.why', at[3], 0, 3),
  };
}

function writeModerate(from: Moderate): unknown[] {
  return [
    8,
    int('moderate.what', from.what, 0, 1),
    int('moderate.seat', from.seat, 0, 63),
    int('moderate.why', from.why, 0, 3),
  ];
}

/** Whom one looks on with while one is dead: snapshots show what is around that player until the own body is back. Of the living it is ignored; who watches without a seat sees everything anyway. */
export interface Follow {
  readonly kind: 'follow';
  /** The seat; nil: where the own body died. */
  readonly seat: number | null;
}

function readFollow(at: readonly unknown[]): Follow {
  count('follow', at, 2);
  return {
    kind: 'follow',
    seat: maybe(at[1], (value) => int('follow.seat', value, 0, 63)),
  };
}

function writeFollow(from: Follow): unknown[] {
  return [
    9,
    maybe(from.seat, (value) => int('follow.seat', value, 0, 63)),
  ];
}

/** What the host of a private room sets. From anybody else, and in other rooms, it is ignored. */
export interface Host {
  readonly kind: 'host';
  /** How many seats bots keep filled; nil leaves it as it is. */
  readonly fill: number | null;
  /** What every next match is: the place of a preset in the last hosting. nil: what is voted for. */
  readonly next: number | null;
  /** 1: what is on now is over: the warm-up, the match or its result. 0: it goes on. */
  readonly skip: number;
}

function readHost(at: readonly unknown[]): Host {
  count('host', at, 4);
  return {
    kind: 'host',
    fill: maybe(at[1], (value) => int('host.fill', value, 0, 64)),
    next: maybe(at[2], (value) => int('host.next', value, 0, 63)),
    skip: int('host.skip', at[3], 0, 1),
  };
}

function writeHost(from: Host): unknown[] {
  return [
    10,
    maybe(from.fill, (value) => int('host.fill', value, 0, 64)),
    maybe(from.next, (value) => int('host.next', value, 0, 63)),
    int('host.skip', from.skip, 0, 1),
  ];
}

/** The picture has another shape than it had: a phone was turned, a window grew. */
export interface Screen {
  readonly kind: 'screen';
  /** Width of the picture divided by its height. [1/1000] */
  readonly aspect: number;
}

function readScreen(at: readonly unknown[]): Screen {
  count('screen', at, 2);
  return {
    kind: 'screen',
    aspect: int('screen.aspect', at[1], 450, 2334),
  };
}

function writeScreen(from: Screen): unknown[] {
  return [
    11,
    int('screen.aspect', from.aspect, 450, 2334),
  ];
}

/** What a client sends. */
export type ClientMessage = Hello | InputMessage | Ack | Command | KeyframeRequest | Vote | Say | Moderate | Follow | Host | Screen;

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
    case 5:
      return readKeyframeRequest(at);
    case 6:
      return readVote(at);
    case 7:
      return readSay(at);
    case 8:
      return readModerate(at);
    case 9:
      return readFollow(at);
    case 10:
      return readHost(at);
    case 11:
      return readScreen(at);
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
    case 'keyframeRequest':
      return writeKeyframeRequest(from);
    case 'vote':
      return writeVote(from);
    case 'say':
      return writeSay(from);
    case 'moderate':
      return writeModerate(from);
    case 'follow':
      return writeFollow(from);
    case 'host':
      return writeHost(from);
    case 'screen':
      return writeScreen(from);
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
    token: maybe(at[9], (value) => byteString('welcome.token', value, 32, 32)),
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
    maybe(from.token, (value) => byteString('welcome.token', value, 32, 32)),
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
  /** What it is played for. 0: everybody for themselves. 1: Tug, two teams and one rope. */
  readonly mode: number;
  /** The winner's seat, or the winning team; nil while it runs, and on a draw. */
  readonly winner: number | null;
  /** What ended it. 0: nothing yet. 1: the goal. 2: time. 3: sudden death. */
  readonly ended: number;
}

function readMatch(at: readonly unknown[]): Match {
  count('match', at, 10);
  return {
    kind: 'match',
    number: int('match.number', at[1], 0, 4294967295),
    tick: int('match.tick', at[2], 0, 4294967295),
    seed: int('match.seed', at[3], 0, 4294967295),
    map: text('match.map', at[4], 16, 16),
    phase: int('match.phase', at[5], 0, 3),
    left: int('match.left', at[6], 0, 4294967295),
    mode: int('match.mode', at[7], 0, 1),
    winner: maybe(at[8], (value) => int('match.winner', value, 0, 63)),
    ended: int('match.ended', at[9], 0, 3),
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
    int('match.mode', from.mode, 0, 1),
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
  /** The team, 0 or 1; nil where everybody plays for themselves. */
  readonly team: number | null;
  /** 0: a person, or whoever is at the other end of a connection. 1: a bot. 2: a bot, for a person who does nothing. 3: a person whose connection is lost; the seat is held. */
  readonly bot: number;
  /** By which a person is known again in any room, so that who was muted stays so; 0: by nothing. */
  readonly mark: number;
}

function readRosterPlayer(at: readonly unknown[]): RosterPlayer {
  count('rosterPlayer', at, 5);
  return {
    seat: int('rosterPlayer.seat', at[0], 0, 63),
    name: text('rosterPlayer.name', at[1], 0, 48),
    team: maybe(at[2], (value) => int('rosterPlayer.team', value, 0, 1)),
    bot: int('rosterPlayer.bot', at[3], 0, 3),
    mark: int('rosterPlayer.mark', at[4], 0, 4294967295),
  };
}

function writeRosterPlayer(from: RosterPlayer): unknown[] {
  return [
    int('rosterPlayer.seat', from.seat, 0, 63),
    text('rosterPlayer.name', from.name, 0, 48),
    maybe(from.team, (value) => int('rosterPlayer.team', value, 0, 1)),
    int('rosterPlayer.bot', from.bot, 0, 3),
    int('rosterPlayer.mark', from.mark, 0, 4294967295),
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

/** The world after the step of a tick, as far as this viewer may see it: what is new of it since another snapshot. */
export interface SnapshotMessage {
  readonly kind: 'snapshot';
  /** The tick. [tick] */
  readonly tick: number;
  /** 1: keyframe, needs nothing before it. 2: the schedule moved, anchor the clock anew. 4: since the snapshot before a tick was computed for which no input had come. 8: since then an input came after its tick, or too long before. 16: the body ends with the sum of all hashes. And 32 times the step of the viewer's rate: 0 all snapshots of the room, 1 half, 2 a third of them, 3 one at a time. [sum of flags] */
  readonly flags: number;
  /** How long before its use the latest of the input heads that came since the snapshot before came; negative: too late. [ticks] */
  readonly lead: number;
  /** Since the snapshot that it leans on; 0 in a keyframe. [ticks] */
  readonly since: number;
  /** Own block, players, events and projectiles, in bits. */
  readonly body: Uint8Array;
}

function readSnapshotMessage(at: readonly unknown[]): SnapshotMessage {
  count('snapshotMessage', at, 6);
  return {
    kind: 'snapshot',
    tick: int('snapshotMessage.tick', at[1], 0, 4294967295),
    flags: int('snapshotMessage.flags', at[2], 0, 127),
    lead: int('snapshotMessage.lead', at[3], -32, 127),
    since: int('snapshotMessage.since', at[4], 0, 65535),
    body: byteString('snapshotMessage.body', at[5], 1, 32768),
  };
}

function writeSnapshotMessage(from: SnapshotMessage): unknown[] {
  return [
    15,
    int('snapshotMessage.tick', from.tick, 0, 4294967295),
    int('snapshotMessage.flags', from.flags, 0, 127),
    int('snapshotMessage.lead', from.lead, -32, 127),
    int('snapshotMessage.since', from.since, 0, 65535),
    byteString('snapshotMessage.body', from.body, 1, 32768),
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

/** All loose thread, and what there is to pick up: after the welcome, at the start of a match, and where events were lost. It replaces what was known. */
export interface Loose {
  readonly kind: 'loose';
  /** In the order in which it fell. */
  readonly drops: readonly LooseDrop[];
  /** For each of the pickups of the map until it lies there; 0: it does. [1/600 s] */
  readonly waits: readonly number[];
}

function readLoose(at: readonly unknown[]): Loose {
  count('loose', at, 3);
  return {
    kind: 'loose',
    drops: list('loose.drops', at[1], 0, 256, (value) => readLooseDrop(elements('loose.drops', value))),
    waits: list('loose.waits', at[2], 0, 64, (value) => int('loose.waits', value, -2147483648, 2147483647)),
  };
}

function writeLoose(from: Loose): unknown[] {
  return [
    16,
    list('loose.drops', from.drops, 0, 256, writeLooseDrop),
    list('loose.waits', from.waits, 0, 64, (value) => int('loose.waits', value, -2147483648, 2147483647)),
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

/** What somebody has said. */
export interface Said {
  readonly kind: 'said';
  /** Who: the seat. */
  readonly seat: number;
  /** 0: to the room. 1: to the own team. */
  readonly to: number;
  /** The number of a quick word in place of a text, else nil. */
  readonly word: number | null;
  /** The text, cleaned. */
  readonly text: string;
}

function readSaid(at: readonly unknown[]): Said {
  count('said', at, 5);
  return {
    kind: 'said',
    seat: int('said.seat', at[1], 0, 63),
    to: int('said.to', at[2], 0, 1),
    word: maybe(at[3], (value) => int('said.word', value, 0, 7)),
    text: text('said.text', at[4], 0, 480),
  };
}

function writeSaid(from: Said): unknown[] {
  return [
    19,
    int('said.seat', from.seat, 0, 63),
    int('said.to', from.to, 0, 1),
    maybe(from.word, (value) => int('said.word', value, 0, 7)),
    text('said.text', from.text, 0, 480),
  ];
}

/** A match that one may vote for. */
export interface Choice {
  /** What it is played for, as in the match. */
  readonly mode: number;
  /** The name of its map: its picture is at `/maps/<name>.svg`. */
  readonly map: string;
  /** How many may play. */
  readonly players: number;
  /** How many votes it has. */
  readonly votes: number;
}

function readChoice(at: readonly unknown[]): Choice {
  count('choice', at, 4);
  return {
    mode: int('choice.mode', at[0], 0, 1),
    map: text('choice.map', at[1], 1, 24),
    players: int('choice.players', at[2], 1, 64),
    votes: int('choice.votes', at[3], 0, 64),
  };
}

function writeChoice(from: Choice): unknown[] {
  return [
    int('choice.mode', from.mode, 0, 1),
    text('choice.map', from.map, 1, 24),
    int('choice.players', from.players, 1, 64),
    int('choice.votes', from.votes, 0, 64),
  ];
}

/** What is voted on while a result is shown: with it, when the votes change, at most four times a second, and when the vote is over. A room that always plays the same never sends it. */
export interface Ballot {
  readonly kind: 'ballot';
  /** The choices. The first is played if nobody votes. */
  readonly choices: readonly Choice[];
  /** The place of what was chosen; nil while votes are counted. */
  readonly chosen: number | null;
}

function readBallot(at: readonly unknown[]): Ballot {
  count('ballot', at, 3);
  return {
    kind: 'ballot',
    choices: list('ballot.choices', at[1], 1, 3, (value) => readChoice(elements('ballot.choices', value))),
    chosen: maybe(at[2], (value) => int('ballot.chosen', value, 0, 2)),
  };
}

function writeBallot(from: Ballot): unknown[] {
  return [
    20,
    list('ballot.choices', from.choices, 1, 3, writeChoice),
    maybe(from.chosen, (value) => int('ballot.chosen', value, 0, 2)),
  ];
}

/** How a private room is set up, and who may change it: after the welcome, and when it changes. Other rooms never send it. */
export interface Hosting {
  readonly kind: 'hosting';
  /** The seat of the host: of the people who are there the one who came first. nil: nobody is. */
  readonly host: number | null;
  /** How many seats bots keep filled. */
  readonly fill: number;
  /** What every next match is; nil: what is voted for. */
  readonly next: number | null;
  /** What can be played, each without votes. */
  readonly presets: readonly Choice[];
}

function readHosting(at: readonly unknown[]): Hosting {
  count('hosting', at, 5);
  return {
    kind: 'hosting',
    host: maybe(at[1], (value) => int('hosting.host', value, 0, 63)),
    fill: int('hosting.fill', at[2], 0, 64),
    next: maybe(at[3], (value) => int('hosting.next', value, 0, 63)),
    presets: list('hosting.presets', at[4], 0, 64, (value) => readChoice(elements('hosting.presets', value))),
  };
}

function writeHosting(from: Hosting): unknown[] {
  return [
    21,
    maybe(from.host, (value) => int('hosting.host', value, 0, 63)),
    int('hosting.fill', from.fill, 0, 64),
    maybe(from.next, (value) => int('hosting.next', value, 0, 63)),
    list('hosting.presets', from.presets, 0, 64, writeChoice),
  ];
}

/** What this client wanted to say was not passed on, because it says too much. */
export interface Hushed {
  readonly kind: 'hushed';
  /** How long to wait before the next line. [1/600 s] */
  readonly wait: number;
}

function readHushed(at: readonly unknown[]): Hushed {
  count('hushed', at, 2);
  return {
    kind: 'hushed',
    wait: int('hushed.wait', at[1], 0, 65535),
  };
}

function writeHushed(from: Hushed): unknown[] {
  return [
    22,
    int('hushed.wait', from.wait, 0, 65535),
  ];
}

/** What a server sends. */
export type ServerMessage = Goodbye | Welcome | Match | Roster | Scores | TuningMessage | SnapshotMessage | Loose | Sandbox | Pings | Said | Ballot | Hosting | Hushed;

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
      return readSnapshotMessage(at);
    case 16:
      return readLoose(at);
    case 17:
      return readSandbox(at);
    case 18:
      return readPings(at);
    case 19:
      return readSaid(at);
    case 20:
      return readBallot(at);
    case 21:
      return readHosting(at);
    case 22:
      return readHushed(at);
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
      return writeSnapshotMessage(from);
    case 'loose':
      return writeLoose(from);
    case 'sandbox':
      return writeSandbox(from);
    case 'pings':
      return writePings(from);
    case 'said':
      return writeSaid(from);
    case 'ballot':
      return writeBallot(from);
    case 'hosting':
      return writeHosting(from);
    case 'hushed':
      return writeHushed(from);
  }
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
  /** Buttons held in the last tick: 1 fire, 2 dash, 4 reload, 8 shield; and 16 times the slot of the weapon in hand. [sum of flags] */
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
  /** Energy left in the shield. [1/600] */
  readonly energy: number;
  /** 0: the shield is down. Above: it is up, 1 + for how long, 1201: or longer. Below: it broke, and is out for -1 - so long. [1/600 s] */
  readonly shield: number;
  /** Until it begins to fill again. [1/600 s] */
  readonly mends: number;
  /** Projectiles and rays of the match so far, modulo 256. */
  readonly shots: number;
  /** 0 or more: alive, hits are refused so long. Below: dead, returns in -1 - life. [1/600 s] */
  readonly life: number;
}

export function readOwn(bits: Bits): Own {
  return {
    x: bits.int('own.x', 21, 0, 2048000),
    y: bits.int('own.y', 21, 0, 2048000),
    vx: bits.int('own.vx', 21, -770000, 770000),
    vy: bits.int('own.vy', 21, -770000, 770000),
    held: bits.int('own.held', 6, 0, 63),
    dash: bits.int('own.dash', 10, 0, 601),
    dashAngle: bits.int('own.dashAngle', 16, 0, 65535),
    dashWait: bits.int('own.dashWait', 16, 0, 36000),
    health: bits.int('own.health', 10, 0, 1000),
    clips: bits.int('own.clips', 32, 0, 4294967295),
    fireWait: bits.int('own.fireWait', 13, -60, 6000),
    busy: bits.int('own.busy', 14, -3001, 12001),
    energy: bits.int('own.energy', 16, 0, 60000),
    shield: bits.int('own.shield', 15, -18001, 1201),
    mends: bits.int('own.mends', 13, 0, 6000),
    shots: bits.int('own.shots', 8, 0, 255),
    life: bits.int('own.life', 15, -18001, 6000),
  };
}

export function writeOwn(from: Own, bits: BitWriter): void {
  bits.int('own.x', from.x, 21, 0, 2048000);
  bits.int('own.y', from.y, 21, 0, 2048000);
  bits.int('own.vx', from.vx, 21, -770000, 770000);
  bits.int('own.vy', from.vy, 21, -770000, 770000);
  bits.int('own.held', from.held, 6, 0, 63);
  bits.int('own.dash', from.dash, 10, 0, 601);
  bits.int('own.dashAngle', from.dashAngle, 16, 0, 65535);
  bits.int('own.dashWait', from.dashWait, 16, 0, 36000);
  bits.int('own.health', from.health, 10, 0, 1000);
  bits.int('own.clips', from.clips, 32, 0, 4294967295);
  bits.int('own.fireWait', from.fireWait, 13, -60, 6000);
  bits.int('own.busy', from.busy, 14, -3001, 12001);
  bits.int('own.energy', from.energy, 16, 0, 60000);
  bits.int('own.shield', from.shield, 15, -18001, 1201);
  bits.int('own.mends', from.mends, 13, 0, 6000);
  bits.int('own.shots', from.shots, 8, 0, 255);
  bits.int('own.life', from.life, 15, -18001, 6000);
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
  /** 1 alive, 2 refuses hits, 4 dashing, 8 reloading, 16 charging, 32 behind a shield that is held where it aims; and 64 times the slot of the weapon in hand. [sum of flags] */
  readonly flags: number;
  /** Thread: the length of the tail. [dm] */
  readonly thread: number;
}

export function readPlayerPiece(bits: Bits): PlayerPiece {
  return {
    seat: bits.int('playerPiece.seat', 6, 0, 63),
    x8: bits.int('playerPiece.x8', 16, 0, 64000),
    y8: bits.int('playerPiece.y8', 16, 0, 64000),
    aim: bits.int('playerPiece.aim', 8, 0, 255),
    fine: bits.int('playerPiece.fine', 8, 0, 255),
    health: bits.int('playerPiece.health', 10, 0, 1000),
    flags: bits.int('playerPiece.flags', 8, 0, 255),
    thread: bits.int('playerPiece.thread', 13, 0, 6554),
  };
}

export function writePlayerPiece(from: PlayerPiece, bits: BitWriter): void {
  bits.int('playerPiece.seat', from.seat, 6, 0, 63);
  bits.int('playerPiece.x8', from.x8, 16, 0, 64000);
  bits.int('playerPiece.y8', from.y8, 16, 0, 64000);
  bits.int('playerPiece.aim', from.aim, 8, 0, 255);
  bits.int('playerPiece.fine', from.fine, 8, 0, 255);
  bits.int('playerPiece.health', from.health, 10, 0, 1000);
  bits.int('playerPiece.flags', from.flags, 8, 0, 255);
  bits.int('playerPiece.thread', from.thread, 13, 0, 6554);
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
  /** It was there so long before the snapshot. [ticks] */
  readonly ago: number;
}

export function readShotPiece(bits: Bits): ShotPiece {
  return {
    id: bits.int('shotPiece.id', 16, 0, 65535),
    generation: bits.int('shotPiece.generation', 7, 0, 127),
    seat: bits.int('shotPiece.seat', 6, 0, 63),
    weapon: bits.int('shotPiece.weapon', 2, 0, 3),
    x8: bits.int('shotPiece.x8', 16, 0, 64000),
    y8: bits.int('shotPiece.y8', 16, 0, 64000),
    angle: bits.int('shotPiece.angle', 16, 0, 65535),
    ago: bits.count(65535),
  };
}

export function writeShotPiece(from: ShotPiece, bits: BitWriter): void {
  bits.int('shotPiece.id', from.id, 16, 0, 65535);
  bits.int('shotPiece.generation', from.generation, 7, 0, 127);
  bits.int('shotPiece.seat', from.seat, 6, 0, 63);
  bits.int('shotPiece.weapon', from.weapon, 2, 0, 3);
  bits.int('shotPiece.x8', from.x8, 16, 0, 64000);
  bits.int('shotPiece.y8', from.y8, 16, 0, 64000);
  bits.int('shotPiece.angle', from.angle, 16, 0, 65535);
  bits.count(from.ago);
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

export function readSpawned(bits: Bits): Spawned {
  return {
    kind: 'spawned',
    ago: bits.count(255),
    seat: bits.int('spawned.seat', 6, 0, 63),
    x8: bits.int('spawned.x8', 16, 0, 64000),
    y8: bits.int('spawned.y8', 16, 0, 64000),
  };
}

export function writeSpawned(from: Spawned, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('spawned.seat', from.seat, 6, 0, 63);
  bits.int('spawned.x8', from.x8, 16, 0, 64000);
  bits.int('spawned.y8', from.y8, 16, 0, 64000);
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

export function readDashed(bits: Bits): Dashed {
  return {
    kind: 'dashed',
    ago: bits.count(255),
    seat: bits.int('dashed.seat', 6, 0, 63),
    x8: bits.int('dashed.x8', 16, 0, 64000),
    y8: bits.int('dashed.y8', 16, 0, 64000),
    angle: bits.int('dashed.angle', 16, 0, 65535),
  };
}

export function writeDashed(from: Dashed, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('dashed.seat', from.seat, 6, 0, 63);
  bits.int('dashed.x8', from.x8, 16, 0, 64000);
  bits.int('dashed.y8', from.y8, 16, 0, 64000);
  bits.int('dashed.angle', from.angle, 16, 0, 65535);
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

export function readPushed(bits: Bits): Pushed {
  return {
    kind: 'pushed',
    ago: bits.count(255),
    ix: bits.int('pushed.ix', 21, -770000, 770000),
    iy: bits.int('pushed.iy', 21, -770000, 770000),
  };
}

export function writePushed(from: Pushed, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('pushed.ix', from.ix, 21, -770000, 770000);
  bits.int('pushed.iy', from.iy, 21, -770000, 770000);
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

export function readFired(bits: Bits): Fired {
  return {
    kind: 'fired',
    ago: bits.count(255),
    seat: bits.int('fired.seat', 6, 0, 63),
    id: bits.int('fired.id', 16, 0, 65535),
    generation: bits.int('fired.generation', 7, 0, 127),
    weapon: bits.int('fired.weapon', 2, 0, 3),
    x8: bits.int('fired.x8', 16, 0, 64000),
    y8: bits.int('fired.y8', 16, 0, 64000),
    angle: bits.int('fired.angle', 16, 0, 65535),
    forward: bits.count(255),
  };
}

export function writeFired(from: Fired, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('fired.seat', from.seat, 6, 0, 63);
  bits.int('fired.id', from.id, 16, 0, 65535);
  bits.int('fired.generation', from.generation, 7, 0, 127);
  bits.int('fired.weapon', from.weapon, 2, 0, 3);
  bits.int('fired.x8', from.x8, 16, 0, 64000);
  bits.int('fired.y8', from.y8, 16, 0, 64000);
  bits.int('fired.angle', from.angle, 16, 0, 65535);
  bits.count(from.forward);
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
  /** 0: at a wall. 1: as far as it reaches. 2: at a player. 3: at a shield. */
  readonly end: number;
  /** The player that it met, or whose shield; else nil. */
  readonly seat: number | null;
  /** How far it would still have flown at once in that tick. [ticks] */
  readonly forward: number;
}

export function readShotEnded(bits: Bits): ShotEnded {
  return {
    kind: 'shotEnded',
    ago: bits.count(255),
    id: bits.int('shotEnded.id', 16, 0, 65535),
    generation: bits.int('shotEnded.generation', 7, 0, 127),
    x8: bits.int('shotEnded.x8', 16, 0, 64000),
    y8: bits.int('shotEnded.y8', 16, 0, 64000),
    end: bits.int('shotEnded.end', 2, 0, 3),
    seat: bits.flag() ? bits.int('shotEnded.seat', 6, 0, 63) : null,
    forward: bits.count(255),
  };
}

export function writeShotEnded(from: ShotEnded, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('shotEnded.id', from.id, 16, 0, 65535);
  bits.int('shotEnded.generation', from.generation, 7, 0, 127);
  bits.int('shotEnded.x8', from.x8, 16, 0, 64000);
  bits.int('shotEnded.y8', from.y8, 16, 0, 64000);
  bits.int('shotEnded.end', from.end, 2, 0, 3);
  bits.maybe('shotEnded.seat', from.seat, 6, 0, 63);
  bits.count(from.forward);
}

/** A reload began. */
export interface Reloading {
  readonly kind: 'reloading';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
}

export function readReloading(bits: Bits): Reloading {
  return {
    kind: 'reloading',
    ago: bits.count(255),
    seat: bits.int('reloading.seat', 6, 0, 63),
  };
}

export function writeReloading(from: Reloading, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('reloading.seat', from.seat, 6, 0, 63);
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

export function readHurt(bits: Bits): Hurt {
  return {
    kind: 'hurt',
    ago: bits.count(255),
    seat: bits.int('hurt.seat', 6, 0, 63),
    by: bits.flag() ? bits.int('hurt.by', 6, 0, 63) : null,
    weapon: bits.int('hurt.weapon', 2, 0, 3),
    damage: bits.int('hurt.damage', 10, 0, 1000),
    x8: bits.int('hurt.x8', 16, 0, 64000),
    y8: bits.int('hurt.y8', 16, 0, 64000),
    seen: bits.int('hurt.seen', 10, 0, 1000),
    covered: bits.int('hurt.covered', 10, 0, 1000),
  };
}

export function writeHurt(from: Hurt, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('hurt.seat', from.seat, 6, 0, 63);
  bits.maybe('hurt.by', from.by, 6, 0, 63);
  bits.int('hurt.weapon', from.weapon, 2, 0, 3);
  bits.int('hurt.damage', from.damage, 10, 0, 1000);
  bits.int('hurt.x8', from.x8, 16, 0, 64000);
  bits.int('hurt.y8', from.y8, 16, 0, 64000);
  bits.int('hurt.seen', from.seen, 10, 0, 1000);
  bits.int('hurt.covered', from.covered, 10, 0, 1000);
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

export function readKilled(bits: Bits): Killed {
  return {
    kind: 'killed',
    ago: bits.count(255),
    seat: bits.int('killed.seat', 6, 0, 63),
    by: bits.flag() ? bits.int('killed.by', 6, 0, 63) : null,
    weapon: bits.int('killed.weapon', 2, 0, 3),
    x8: bits.int('killed.x8', 16, 0, 64000),
    y8: bits.int('killed.y8', 16, 0, 64000),
  };
}

export function writeKilled(from: Killed, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('killed.seat', from.seat, 6, 0, 63);
  bits.maybe('killed.by', from.by, 6, 0, 63);
  bits.int('killed.weapon', from.weapon, 2, 0, 3);
  bits.int('killed.x8', from.x8, 16, 0, 64000);
  bits.int('killed.y8', from.y8, 16, 0, 64000);
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

export function readBounced(bits: Bits): Bounced {
  return {
    kind: 'bounced',
    ago: bits.count(255),
    id: bits.int('bounced.id', 16, 0, 65535),
    generation: bits.int('bounced.generation', 7, 0, 127),
    x8: bits.int('bounced.x8', 16, 0, 64000),
    y8: bits.int('bounced.y8', 16, 0, 64000),
    angle: bits.int('bounced.angle', 16, 0, 65535),
    forward: bits.count(255),
  };
}

export function writeBounced(from: Bounced, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('bounced.id', from.id, 16, 0, 65535);
  bits.int('bounced.generation', from.generation, 7, 0, 127);
  bits.int('bounced.x8', from.x8, 16, 0, 64000);
  bits.int('bounced.y8', from.y8, 16, 0, 64000);
  bits.int('bounced.angle', from.angle, 16, 0, 65535);
  bits.count(from.forward);
}

/** A corner of a line. */
export interface Corner {
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

export function readCorner(bits: Bits): Corner {
  return {
    x8: bits.int('corner.x8', 16, 0, 64000),
    y8: bits.int('corner.y8', 16, 0, 64000),
  };
}

export function writeCorner(from: Corner, bits: BitWriter): void {
  bits.int('corner.x8', from.x8, 16, 0, 64000);
  bits.int('corner.y8', from.y8, 16, 0, 64000);
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

export function readLashed(bits: Bits): Lashed {
  return {
    kind: 'lashed',
    ago: bits.count(255),
    seat: bits.int('lashed.seat', 6, 0, 63),
    weapon: bits.int('lashed.weapon', 2, 0, 3),
    corners: bits.chain('lashed.corners', 2, 4, readCorner),
    slack: bits.flag() ? bits.int('lashed.slack', 6, 0, 63) : null,
  };
}

export function writeLashed(from: Lashed, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('lashed.seat', from.seat, 6, 0, 63);
  bits.int('lashed.weapon', from.weapon, 2, 0, 3);
  bits.chain('lashed.corners', from.corners, 2, 4, writeCorner);
  bits.maybe('lashed.slack', from.slack, 6, 0, 63);
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

export function readSlipped(bits: Bits): Slipped {
  return {
    kind: 'slipped',
    ago: bits.count(255),
    seat: bits.int('slipped.seat', 6, 0, 63),
    by: bits.int('slipped.by', 6, 0, 63),
    x8: bits.int('slipped.x8', 16, 0, 64000),
    y8: bits.int('slipped.y8', 16, 0, 64000),
  };
}

export function writeSlipped(from: Slipped, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('slipped.seat', from.seat, 6, 0, 63);
  bits.int('slipped.by', from.by, 6, 0, 63);
  bits.int('slipped.x8', from.x8, 16, 0, 64000);
  bits.int('slipped.y8', from.y8, 16, 0, 64000);
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

export function readRefused(bits: Bits): Refused {
  return {
    kind: 'refused',
    ago: bits.count(255),
    seat: bits.int('refused.seat', 6, 0, 63),
    by: bits.int('refused.by', 6, 0, 63),
    x8: bits.int('refused.x8', 16, 0, 64000),
    y8: bits.int('refused.y8', 16, 0, 64000),
  };
}

export function writeRefused(from: Refused, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('refused.seat', from.seat, 6, 0, 63);
  bits.int('refused.by', from.by, 6, 0, 63);
  bits.int('refused.x8', from.x8, 16, 0, 64000);
  bits.int('refused.y8', from.y8, 16, 0, 64000);
}

/** A charge began. */
export interface Charging {
  readonly kind: 'charging';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Who. */
  readonly seat: number;
}

export function readCharging(bits: Bits): Charging {
  return {
    kind: 'charging',
    ago: bits.count(255),
    seat: bits.int('charging.seat', 6, 0, 63),
  };
}

export function writeCharging(from: Charging, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('charging.seat', from.seat, 6, 0, 63);
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

export function readSwitched(bits: Bits): Switched {
  return {
    kind: 'switched',
    ago: bits.count(255),
    seat: bits.int('switched.seat', 6, 0, 63),
    weapon: bits.int('switched.weapon', 2, 0, 3),
  };
}

export function writeSwitched(from: Switched, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('switched.seat', from.seat, 6, 0, 63);
  bits.int('switched.weapon', from.weapon, 2, 0, 3);
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

export function readDropped(bits: Bits): Dropped {
  return {
    kind: 'dropped',
    ago: bits.count(255),
    id: bits.int('dropped.id', 16, 0, 65535),
    seat: bits.int('dropped.seat', 6, 0, 63),
    x8: bits.int('dropped.x8', 16, 0, 64000),
    y8: bits.int('dropped.y8', 16, 0, 64000),
    seed: bits.int('dropped.seed', 32, 0, 4294967295),
    amount: bits.int('dropped.amount', 16, 0, 65535),
    lies: bits.int('dropped.lies', 16, 0, 36000),
    great: bits.int('dropped.great', 1, 0, 1),
  };
}

export function writeDropped(from: Dropped, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('dropped.id', from.id, 16, 0, 65535);
  bits.int('dropped.seat', from.seat, 6, 0, 63);
  bits.int('dropped.x8', from.x8, 16, 0, 64000);
  bits.int('dropped.y8', from.y8, 16, 0, 64000);
  bits.int('dropped.seed', from.seed, 32, 0, 4294967295);
  bits.int('dropped.amount', from.amount, 16, 0, 65535);
  bits.int('dropped.lies', from.lies, 16, 0, 36000);
  bits.int('dropped.great', from.great, 1, 0, 1);
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

export function readWound(bits: Bits): Wound {
  return {
    kind: 'wound',
    ago: bits.count(255),
    id: bits.int('wound.id', 16, 0, 65535),
    bit: bits.int('wound.bit', 3, 0, 7),
    seat: bits.int('wound.seat', 6, 0, 63),
  };
}

export function writeWound(from: Wound, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('wound.id', from.id, 16, 0, 65535);
  bits.int('wound.bit', from.bit, 3, 0, 7);
  bits.int('wound.seat', from.seat, 6, 0, 63);
}

/** A shield stopped a hit. */
export interface Blocked {
  readonly kind: 'blocked';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Whose shield. */
  readonly seat: number;
  /** Who shot. */
  readonly by: number;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** The damage that it stopped. */
  readonly damage: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

export function readBlocked(bits: Bits): Blocked {
  return {
    kind: 'blocked',
    ago: bits.count(255),
    seat: bits.int('blocked.seat', 6, 0, 63),
    by: bits.int('blocked.by', 6, 0, 63),
    weapon: bits.int('blocked.weapon', 2, 0, 3),
    damage: bits.int('blocked.damage', 10, 0, 1000),
    x8: bits.int('blocked.x8', 16, 0, 64000),
    y8: bits.int('blocked.y8', 16, 0, 64000),
  };
}

export function writeBlocked(from: Blocked, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('blocked.seat', from.seat, 6, 0, 63);
  bits.int('blocked.by', from.by, 6, 0, 63);
  bits.int('blocked.weapon', from.weapon, 2, 0, 3);
  bits.int('blocked.damage', from.damage, 10, 0, 1000);
  bits.int('blocked.x8', from.x8, 16, 0, 64000);
  bits.int('blocked.y8', from.y8, 16, 0, 64000);
}

/** SNAPBACK: a shield sent a projectile back. It is another one from here on, of whoever holds the shield; the one that came has ended. */
export interface Snapback {
  readonly kind: 'snapback';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Whose shield. */
  readonly seat: number;
  /** Who shot. */
  readonly by: number;
  /** The id of the projectile that flies back. */
  readonly id: number;
  /** Its generation. */
  readonly generation: number;
  /** Slot of the weapon. */
  readonly weapon: number;
  /** Where it was after that tick. [1/8 u] */
  readonly x8: number;
  /** Where it was after that tick. [1/8 u] */
  readonly y8: number;
  /** Where to, exactly. [1/65536 turn] */
  readonly angle: number;
}

export function readSnapback(bits: Bits): Snapback {
  return {
    kind: 'snapback',
    ago: bits.count(255),
    seat: bits.int('snapback.seat', 6, 0, 63),
    by: bits.int('snapback.by', 6, 0, 63),
    id: bits.int('snapback.id', 16, 0, 65535),
    generation: bits.int('snapback.generation', 7, 0, 127),
    weapon: bits.int('snapback.weapon', 2, 0, 3),
    x8: bits.int('snapback.x8', 16, 0, 64000),
    y8: bits.int('snapback.y8', 16, 0, 64000),
    angle: bits.int('snapback.angle', 16, 0, 65535),
  };
}

export function writeSnapback(from: Snapback, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('snapback.seat', from.seat, 6, 0, 63);
  bits.int('snapback.by', from.by, 6, 0, 63);
  bits.int('snapback.id', from.id, 16, 0, 65535);
  bits.int('snapback.generation', from.generation, 7, 0, 127);
  bits.int('snapback.weapon', from.weapon, 2, 0, 3);
  bits.int('snapback.x8', from.x8, 16, 0, 64000);
  bits.int('snapback.y8', from.y8, 16, 0, 64000);
  bits.int('snapback.angle', from.angle, 16, 0, 65535);
}

/** A shield broke. */
export interface Broke {
  readonly kind: 'broke';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Whose. */
  readonly seat: number;
  /** Where. [1/8 u] */
  readonly x8: number;
  /** Where. [1/8 u] */
  readonly y8: number;
}

export function readBroke(bits: Bits): Broke {
  return {
    kind: 'broke',
    ago: bits.count(255),
    seat: bits.int('broke.seat', 6, 0, 63),
    x8: bits.int('broke.x8', 16, 0, 64000),
    y8: bits.int('broke.y8', 16, 0, 64000),
  };
}

export function writeBroke(from: Broke, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('broke.seat', from.seat, 6, 0, 63);
  bits.int('broke.x8', from.x8, 16, 0, 64000);
  bits.int('broke.y8', from.y8, 16, 0, 64000);
}

/** Something was picked up. All are told. */
export interface Picked {
  readonly kind: 'picked';
  /** Before the snapshot's tick. [ticks] */
  readonly ago: number;
  /** Where: its index among the pickups of the map. */
  readonly pickup: number;
  /** Who has it. */
  readonly seat: number;
  /** How long from then on until it lies there again. [1/600 s] */
  readonly wait: number;
}

export function readPicked(bits: Bits): Picked {
  return {
    kind: 'picked',
    ago: bits.count(255),
    pickup: bits.int('picked.pickup', 6, 0, 63),
    seat: bits.int('picked.seat', 6, 0, 63),
    wait: bits.int('picked.wait', 16, 0, 60000),
  };
}

export function writePicked(from: Picked, bits: BitWriter): void {
  bits.count(from.ago);
  bits.int('picked.pickup', from.pickup, 6, 0, 63);
  bits.int('picked.seat', from.seat, 6, 0, 63);
  bits.int('picked.wait', from.wait, 16, 0, 60000);
}

/** Something that happened. */
export type WireEvent = Spawned | Dashed | Pushed | Fired | ShotEnded | Reloading | Hurt | Killed | Bounced | Lashed | Slipped | Refused | Charging | Switched | Dropped | Wound | Blocked | Snapback | Broke | Picked;

export function readWireEvent(bits: Bits): WireEvent {
  const number = bits.take(5);
  switch (number) {
    case 0:
      return readSpawned(bits);
    case 1:
      return readDashed(bits);
    case 2:
      return readPushed(bits);
    case 3:
      return readFired(bits);
    case 4:
      return readShotEnded(bits);
    case 5:
      return readReloading(bits);
    case 6:
      return readHurt(bits);
    case 7:
      return readKilled(bits);
    case 8:
      return readBounced(bits);
    case 9:
      return readLashed(bits);
    case 10:
      return readSlipped(bits);
    case 11:
      return readRefused(bits);
    case 12:
      return readCharging(bits);
    case 13:
      return readSwitched(bits);
    case 14:
      return readDropped(bits);
    case 15:
      return readWound(bits);
    case 16:
      return readBlocked(bits);
    case 17:
      return readSnapback(bits);
    case 18:
      return readBroke(bits);
    case 19:
      return readPicked(bits);
    default:
      return fail('wireEvent.number', number, 'a known one');
  }
}

export function writeWireEvent(from: WireEvent, bits: BitWriter): void {
  switch (from.kind) {
    case 'spawned':
      bits.put(0, 5);
      return writeSpawned(from, bits);
    case 'dashed':
      bits.put(1, 5);
      return writeDashed(from, bits);
    case 'pushed':
      bits.put(2, 5);
      return writePushed(from, bits);
    case 'fired':
      bits.put(3, 5);
      return writeFired(from, bits);
    case 'shotEnded':
      bits.put(4, 5);
      return writeShotEnded(from, bits);
    case 'reloading':
      bits.put(5, 5);
      return writeReloading(from, bits);
    case 'hurt':
      bits.put(6, 5);
      return writeHurt(from, bits);
    case 'killed':
      bits.put(7, 5);
      return writeKilled(from, bits);
    case 'bounced':
      bits.put(8, 5);
      return writeBounced(from, bits);
    case 'lashed':
      bits.put(9, 5);
      return writeLashed(from, bits);
    case 'slipped':
      bits.put(10, 5);
      return writeSlipped(from, bits);
    case 'refused':
      bits.put(11, 5);
      return writeRefused(from, bits);
    case 'charging':
      bits.put(12, 5);
      return writeCharging(from, bits);
    case 'switched':
      bits.put(13, 5);
      return writeSwitched(from, bits);
    case 'dropped':
      bits.put(14, 5);
      return writeDropped(from, bits);
    case 'wound':
      bits.put(15, 5);
      return writeWound(from, bits);
    case 'blocked':
      bits.put(16, 5);
      return writeBlocked(from, bits);
    case 'snapback':
      bits.put(17, 5);
      return writeSnapback(from, bits);
    case 'broke':
      bits.put(18, 5);
      return writeBroke(from, bits);
    case 'picked':
      bits.put(19, 5);
      return writePicked(from, bits);
  }
}

/** A snapshot as its receiver has rebuilt it. */
export interface Snapshot {
  readonly kind: 'snapshot';
  /** The tick. [tick] */
  readonly tick: number;
  /** As in the message. [sum of flags] */
  readonly flags: number;
  /** As in the message. [ticks] */
  readonly lead: number;
  /** The viewer's own player; nil without a seat. */
  readonly own: Own | null;
  /** The other players in view, by seat. */
  readonly players: readonly PlayerPiece[];
  /** The projectiles in view, by id and generation. */
  readonly shots: readonly ShotPiece[];
  /** What happened since the snapshot before. */
  readonly events: readonly WireEvent[];
}

/** The fields of `Own` in order: name, bits, least and greatest value. */
export const OWN_FIELDS: readonly Field<Own>[] = [
  ['x', 21, 0, 2048000],
  ['y', 21, 0, 2048000],
  ['vx', 21, -770000, 770000],
  ['vy', 21, -770000, 770000],
  ['held', 6, 0, 63],
  ['dash', 10, 0, 601],
  ['dashAngle', 16, 0, 65535],
  ['dashWait', 16, 0, 36000],
  ['health', 10, 0, 1000],
  ['clips', 32, 0, 4294967295],
  ['fireWait', 13, -60, 6000],
  ['busy', 14, -3001, 12001],
  ['energy', 16, 0, 60000],
  ['shield', 15, -18001, 1201],
  ['mends', 13, 0, 6000],
  ['shots', 8, 0, 255],
  ['life', 15, -18001, 6000],
];

/** The fields of `PlayerPiece` in order: name, bits, least and greatest value. */
export const PLAYER_PIECE_FIELDS: readonly Field<PlayerPiece>[] = [
  ['seat', 6, 0, 63],
  ['x8', 16, 0, 64000],
  ['y8', 16, 0, 64000],
  ['aim', 8, 0, 255],
  ['fine', 8, 0, 255],
  ['health', 10, 0, 1000],
  ['flags', 8, 0, 255],
  ['thread', 13, 0, 6554],
];

/** The fields of `ShotPiece` in order: name, bits, least and greatest value. */
export const SHOT_PIECE_FIELDS: readonly Field<ShotPiece>[] = [
  ['id', 16, 0, 65535],
  ['generation', 7, 0, 127],
  ['seat', 6, 0, 63],
  ['weapon', 2, 0, 3],
  ['x8', 16, 0, 64000],
  ['y8', 16, 0, 64000],
  ['angle', 16, 0, 65535],
  ['ago', 16, 0, 65535],
];

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

function byteString(field: string, value: unknown, min: number, max: number): Uint8Array {
  const fits = value instanceof Uint8Array && value.length >= min && value.length <= max;
  return fits ? value : fail(field, typeof value, `${min} to ${max} bytes`);
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

function inBits<Out>(field: string, value: unknown, read: (bits: Bits) => Out): Out {
  const bits = new Bits(byteString(field, value, 0, 65535));
  const out = read(bits);
  bits.finish();
  return out;
}

function toBits(write: (bits: BitWriter) => void): Uint8Array {
  const bits = new BitWriter();
  write(bits);
  return bits.bytes();
}
