/**
 * What each message of the server changes in the state.
 */
import type { ServerMessage, Snapshot, WireEvent } from '../protocol/messages.gen.ts';
import { EVENTS_KEPT, FEED_KEPT, nameOf, newest, ownSeat, SNAPSHOTS_KEPT, type State } from './state.ts';
import { dropThread, forgetThread, replaceThread, windThread } from './loose.ts';
import { bounceShot, endShot, followShots, seeShot } from './shots.ts';

/** Tunings that are kept: one holds now, the others wait for their tick or are still replayed. */
const TUNINGS_KEPT = 8;

export function receive(state: State, message: ServerMessage, atMs: number): void {
  switch (message.kind) {
    case 'goodbye':
      state.ending = { code: message.code, params: message.params };
      break;
    case 'welcome':
      state.welcome = message;
      break;
    case 'loose':
      replaceThread(state, message.drops, atMs);
      break;
    case 'sandbox':
      state.pace = message.pace;
      break;
    case 'match':
      state.match = message;
      state.matchAtMs = atMs;
      break;
    case 'roster':
      state.roster = new Map(message.players.map((player) => [player.seat, player]));
      break;
    case 'scores':
      state.scores = new Map(message.scores.map((score) => [score.seat, score]));
      break;
    case 'tuning':
      state.tunings.push(message);
      state.tunings.splice(0, state.tunings.length - TUNINGS_KEPT);
      break;
    case 'snapshot':
      receiveSnapshot(state, message, atMs);
      break;
  }
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
  followShots(state, snapshot, atMs);
  forgetThread(state, snapshot.tick, atMs);
}

function happen(state: State, event: WireEvent, tick: number, atMs: number): void {
  state.events.push({ tick, event });
  const over = state.events.length - EVENTS_KEPT;
  if (over > 0) {
    state.events.splice(0, over);
    state.eventsDropped += over;
  }
  if (event.kind === 'fired') {
    seeShot(state, event, tick - 1, atMs);
  } else if (event.kind === 'shotEnded') {
    endShot(state, event, tick);
  } else if (event.kind === 'bounced') {
    bounceShot(state, event, tick);
  } else if (event.kind === 'dropped') {
    dropThread(state, event, tick, atMs);
  } else if (event.kind === 'wound') {
    windThread(state, event, tick);
  } else if (event.kind === 'killed') {
    const killerName = nameOf(state, event.by);
    const victimName = nameOf(state, event.seat);
    state.feed.push({ tick, atMs, killer: event.by, killerName, victim: event.seat, victimName });
    state.feed.splice(0, state.feed.length - FEED_KEPT);
    if (event.seat === ownSeat(state)) {
      state.killedBy = event.by === null ? null : { name: killerName };
    }
  }
}
