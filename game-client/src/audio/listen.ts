/**
 * From what happened to what is heard. A function over the state, that keeps its own place in the events.
 *
 * What the own player does or suffers is heard when the client hears of it, for the own body lives in the present; all
 * else when the picture shows it, on the others' time line.
 */
import { pairAt } from '../predict/others.ts';
import { tuningAt } from '../predict/tuning.ts';
import { PLAYER_FLAGS, type WireEvent } from '../protocol/messages.gen.ts';
import { weaponOf } from '../sim/arms.ts';
import type { GameMap } from '../sim/map.ts';
import { TIME_PER_SECOND } from '../sim/time.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { newest, ownSeat, placeOf, shotKey, slotOf, type Happened, type State } from '../state/state.ts';
import * as happening from './happenings.ts';
import type { Wanted } from '../state/talk.ts';
import { matchCues, newCourse, saidCue, type Course } from './match.ts';
import { SOUNDS, type Cue, type Ear, type Group } from './sounds.ts';

/** Events that a sound comes too late for, in ticks: after a stall nobody wants all of it at once. */
const STALE_TICKS = 20;

export interface Listener {
  /** How many events of the state were heard or passed over, as the own player's and as the others'. */
  own: number;
  others: number;
  readonly music: happening.Music;
  readonly course: Course;
}

/** When and where from one listens. */
export interface Moment {
  /** The tick that the picture shows. */
  readonly tick: number;
  readonly nowMs: number;
  readonly ear: Ear;
  readonly map: GameMap | null;
  /** What one wants to hear of what people say. */
  readonly talk: Wanted;
  /** What has just left the own hand, and which words of the server say no more than that. */
  readonly fresh: readonly WireEvent[];
  readonly foreseen: WeakSet<WireEvent>;
}

export function newListener(): Listener {
  return { own: 0, others: 0, music: happening.newMusic(), course: newCourse() };
}

/** The cues since the last time. */
export function listen(
  listener: Listener,
  state: State,
  { tick, nowMs, ear, map, talk, fresh, foreseen }: Moment,
): Cue[] {
  const seat = ownSeat(state);
  const tuning = tuningAt(state, newest(state)?.tick ?? 0);
  const scene = { seat, ear, nowMs, state, tuning, music: listener.music };
  const cues = matchCues(listener.course, state, map, tuning, nowMs);
  cues.push(saidCue(listener.course, state, talk));
  const hear = (own: boolean) => (happened: Happened) => {
    if (isOf(happened.event, seat) === own && !foreseen.has(happened.event)) {
      cues.push(cueOf(scene, happened));
    }
  };
  cues.push(...fresh.map((event) => cueOf(scene, { tick: newest(state)?.tick ?? 0, event })));
  listener.own = read(state, listener.own, newest(state)?.tick ?? 0, hear(true));
  listener.others = read(state, listener.others, tick, hear(false));
  return cues
    .filter((cue) => cue !== null)
    .map((cue) => atVolume(cue, tuning))
    .filter(({ gain }) => gain > 0);
}

/** Reads on from a place up to a tick, and returns the next place. Events lie in the order of their ticks, nearly. */
function read(state: State, from: number, tick: number, hear: (happened: Happened) => void): number {
  let place = Math.max(from, state.eventsDropped);
  for (;;) {
    const happened = state.events[place - state.eventsDropped];
    if (happened === undefined || happened.tick > tick) {
      return place;
    }
    place += 1;
    if (happened.tick > tick - STALE_TICKS) {
      hear(happened);
    }
  }
}

/** Whether a seat still draws its needle at a tick: of the own player the newest word holds. */
export function isCharging(state: State, tick: number, seat: number): boolean {
  if (seat === ownSeat(state)) {
    return (newest(state)?.own?.busy ?? 0) < 0;
  }
  const piece = pairAt(state, tick)?.newer.players.find((player) => player.seat === seat);
  return piece !== undefined && (piece.flags & PLAYER_FLAGS.charging) !== 0;
}

/** An event of the own player. */
function isOf(event: WireEvent, seat: number | null): boolean {
  return seat !== null && 'seat' in event && event.seat === seat;
}

/** A scene with what an event doesn't say. */
interface Hearing extends happening.Scene {
  readonly state: State;
  readonly tuning: Tuning | null;
  readonly music: happening.Music;
}

function cueOf(scene: Hearing, { tick, event }: Happened): Cue | null {
  const { music } = scene;
  switch (event.kind) {
    case 'fired':
      return happening.fired(scene, music, event.seat, lookOf(scene, event.weapon), tick, placeAt(event));
    case 'lashed': {
      const place = event.corners[0];
      const slack = event.slack !== null;
      return place === undefined
        ? null
        : happening.lashed(scene, music, event.seat, lookOf(scene, event.weapon), slack, placeAt(place));
    }
    case 'bounced':
      return happening.bounced(scene, music, lookOfShot(scene, event.id, event.generation), placeAt(event));
    case 'dashed':
      return happening.dashed(scene, event.seat, placeAt(event));
    case 'reloading':
      return happening.reloading(scene, event.seat);
    case 'switched':
      return happening.switched(scene, event.seat);
    case 'slipped':
      return happening.slipped(scene, event.seat, event.by, placeAt(event));
    case 'refused':
      return happening.refused(scene, event.seat, event.by, placeAt(event));
    case 'blocked':
      return happening.blocked(scene, event.seat, event.by, placeAt(event));
    case 'snapback':
      return happening.snappedBack(scene, event.seat, event.by, placeAt(event));
    case 'broke':
      return happening.broke(scene, event.seat, placeAt(event));
    case 'hurt':
      return happening.hurt(scene, event.seat, event.by, event.damage, placeAt(event));
    case 'killed':
      return happening.killed(scene, event.seat, event.by, placeAt(event));
    case 'spawned':
      return happening.spawned(scene, event.seat);
    case 'dropped':
      return happening.dropped(scene, event.great === 1, placeAt(event));
    case 'charging':
    case 'wound':
      return cueOfBody(scene, event.kind, event.seat);
    case 'picked':
      return happening.picked(scene, event.seat, placeOf(scene.state, event.seat));
    case 'shotEnded':
    case 'pushed':
      return null;
  }
}

/** What happens where a body is. */
function cueOfBody(scene: Hearing, kind: 'charging' | 'wound', seat: number): Cue | null {
  const place = placeOf(scene.state, seat);
  if (place === null) {
    return null;
  }
  return kind === 'wound'
    ? happening.wound(scene, scene.music, seat, place)
    : happening.charging(scene, seat, place, chargeSeconds(scene, seat));
}

/** How long the weapon in the hand of a seat charges. */
function chargeSeconds({ state, tuning, seat: own }: Hearing, seat: number): number {
  const seen = newest(state);
  const flags = seen?.players.find((player) => player.seat === seat)?.flags ?? 0;
  const slot = seat === own ? slotOf(seen?.own ?? null) : Math.floor(flags / PLAYER_FLAGS.slot);
  const weapon = tuning === null ? undefined : weaponOf(tuning, slot);
  return weapon?.kind === 'ray' ? weapon.charge / TIME_PER_SECOND : 0;
}

/** The look of the weapon in a slot; as in the game's own list until the tuning says it. */
function lookOf({ tuning }: Hearing, slot: number): number {
  return tuning?.weapons[slot]?.look ?? slot;
}

function lookOfShot(scene: Hearing, id: number, generation: number): number {
  return lookOf(scene, scene.state.shots.get(shotKey(id, generation))?.weapon ?? 0);
}

/** As loud as the designer wants it. */
function atVolume(cue: Cue, tuning: Tuning | null): Cue {
  const share = tuning === null ? 1 : volumeOf(tuning, SOUNDS[cue.sound].group);
  return { ...cue, gain: cue.gain * share };
}

function volumeOf({ feel }: Tuning, group: Group): number {
  switch (group) {
    case 'weapons':
      return feel.weaponsVolume / 1000;
    case 'hits':
      return feel.hitsVolume / 1000;
    case 'thread':
      return feel.threadVolume / 1000;
    case 'match':
      return 1;
  }
}

/** The wire tells places in 1/8 unit. */
function placeAt({ x8, y8 }: { readonly x8: number; readonly y8: number }): happening.Place {
  return { x: x8 / 8, y: y8 / 8 };
}
