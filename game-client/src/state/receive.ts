/**
 * What each message of the server changes in the state.
 */
import type { Received } from '../protocol/baseline.ts';
import type { Killed, RosterPlayer, Snapshot, Welcome, WireEvent } from '../protocol/messages.gen.ts';
import { count, countAnew } from './deeds.ts';
import { countKill, forgetFeats, forgetSeat, rememberHurt } from './feats.ts';
import { noteDeath, noteDrop, noteHurt, noteKill, noteSlip, noteSnapback, noteSpawn } from './notes.ts';
import {
  EVENTS_KEPT,
  FEED_KEPT,
  forgetAll,
  MATCH_WARMUP,
  nameOf,
  newest,
  SNAPSHOTS_KEPT,
  type State,
} from './state.ts';
import { dropThread, forgetThread, replaceThread, windThread } from './loose.ts';
import { dropPickups, replacePickups, takePickup } from './pickups.ts';
import { hear, hush } from './talk.ts';
import { bounceShot, endShot, followShots, seeShot } from './shots.ts';

/** Tunings that are kept: one holds now, the others wait for their tick or are still replayed. */
const TUNINGS_KEPT = 8;

export function receive(state: State, message: Received, atMs: number): void {
  switch (message.kind) {
    case 'goodbye':
      state.ending = { code: message.code, params: message.params };
      break;
    case 'welcome':
      if (state.welcome !== null && !isSameRoom(state.welcome, message)) {
        forgetAll(state);
      }
      state.welcome = message;
      break;
    case 'loose':
      replaceThread(state, message.drops, atMs);
      replacePickups(state, message.waits, atMs);
      // It comes at the start of a match, or because events were lost.
      state.deedsWhole &&= state.match?.phase === MATCH_WARMUP;
      break;
    case 'sandbox':
      state.pace = message.pace;
      break;
    case 'match':
      if (message.number !== state.match?.number) {
        countAnew(state, state.match === null, message.phase);
        forgetFeats(state);
        state.ballot = state.voted = null;
      }
      state.match = message;
      state.matchAtMs = atMs;
      break;
    case 'ballot':
      state.ballot = message;
      break;
    case 'hosting':
      state.hosting = message;
      break;
    case 'said':
      hear(state, message, atMs);
      break;
    case 'hushed':
      hush(state, message, atMs);
      break;
    case 'roster':
      fillSeats(state, message.players);
      break;
    case 'scores':
      state.scores = new Map(message.scores.map((score) => [score.seat, score]));
      break;
    case 'pings':
      state.pings = new Map(message.pings.map(({ seat, ms }) => [seat, ms]));
      break;
    case 'tuning':
      if (message.tick === 0) {
        // After a welcome: what was known before it is either this or out of date.
        state.tunings = [];
      }
      state.tunings.push(message);
      state.tunings.splice(0, state.tunings.length - TUNINGS_KEPT);
      break;
    case 'snapshot':
      receiveSnapshot(state, message, atMs);
      break;
  }
}

function fillSeats(state: State, players: readonly RosterPlayer[]): void {
  state.roster.forEach(({ name }, seat) => state.departed.set(seat, name));
  state.roster = new Map(players.map((player) => [player.seat, player]));
  for (const { seat, name } of players) {
    if ((state.departed.get(seat) ?? name) !== name) {
      forgetSeat(state, seat);
    }
  }
}

/** Ticks, names and places mean something within one room and epoch only. */
function isSameRoom(before: Welcome, now: Welcome): boolean {
  return before.node === now.node && before.room === now.room && before.epoch === now.epoch;
}

function receiveSnapshot(state: State, snapshot: Snapshot, atMs: number): void {
  const last = newest(state);
  if (last !== undefined && snapshot.tick <= last.tick) {
    return;
  }
  state.snapshots.push(snapshot);
  state.snapshots.splice(0, state.snapshots.length - SNAPSHOTS_KEPT);
  for (const event of snapshot.events) {
    happen(state, event, snapshot.tick - event.ago, atMs);
  }
  followShots(state, snapshot);
  forgetThread(state, snapshot.tick, atMs);
}

function happen(state: State, event: WireEvent, tick: number, atMs: number): void {
  state.events.push({ tick, event });
  const over = state.events.length - EVENTS_KEPT;
  if (over > 0) {
    state.events.splice(0, over);
    state.eventsDropped += over;
  }
  switch (event.kind) {
    case 'fired':
      seeShot(state, event, tick - 1 - event.forward);
      break;
    case 'snapback':
      seeShot(state, event, tick);
      noteSnapback(state, event, atMs);
      count(state, event.seat, (deeds) => (deeds.snapbacks += 1));
      break;
    case 'shotEnded':
      endShot(state, event, tick);
      break;
    case 'bounced':
      bounceShot(state, event, tick);
      break;
    case 'dropped':
      dropThread(state, event, tick, atMs);
      noteDrop(state, event, tick, atMs);
      break;
    case 'wound': {
      const wound = windThread(state, event, tick);
      count(state, event.seat, (deeds) => (deeds.wound += wound));
      break;
    }
    case 'picked':
      takePickup(state, event, tick, atMs);
      count(state, event.seat, (deeds) => (deeds.picked += 1));
      break;
    case 'spawned':
      noteSpawn(state, event);
      break;
    case 'hurt':
      rememberHurt(state, event, atMs);
      noteHurt(state, event, tick, atMs);
      break;
    case 'slipped':
      noteSlip(state, event, atMs);
      count(state, event.seat, (deeds) => (deeds.slips += 1));
      break;
    case 'killed':
      kill(state, event, tick, atMs);
      break;
    default:
  }
}

function kill(state: State, killed: Killed, tick: number, atMs: number): void {
  const { seat: victim, by: killer, weapon } = killed;
  const [killerName, victimName] = [nameOf(state, killer), nameOf(state, victim)];
  const feats = countKill(state, killed, atMs);
  state.feed.push({ tick, atMs, killer, killerName, victim, victimName, weapon, feats });
  state.feed.splice(0, state.feed.length - FEED_KEPT);
  noteDeath(state, killed, tick);
  noteKill(state, killed, feats, atMs);
  dropPickups(state, victim);
  count(state, killer, ({ killsWith }) => (killsWith[weapon] = (killsWith[weapon] ?? 0) + 1));
}
