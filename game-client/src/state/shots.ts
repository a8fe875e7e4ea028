/**
 * Projectiles: known from an event or from their first sight in a snapshot until they end or leave the view.
 */
import type { Bounced, Fired, ShotEnded, ShotPiece, Snapback, Snapshot } from '../protocol/messages.gen.ts';
import { shotKey, type State } from './state.ts';

/** How long an ended shot is kept, in ticks: others are drawn late, so its last ticks are still to be drawn. */
const KEPT_TICKS = 120;

/** How a projectile ends that a shield stops. */
const AT_SHIELD = 3;

/** A projectile that was at its place after the step of `tick`. */
export function seeShot(state: State, shot: Fired | Snapback | ShotPiece, tick: number): void {
  const key = shotKey(shot.id, shot.generation);
  if (state.shots.has(key)) {
    return;
  }
  const { seat, weapon, angle } = shot;
  const place = { x: shot.x8 / 8, y: shot.y8 / 8 };
  state.shots.set(key, { seat, weapon, tick, ...place, angle, end: null });
}

/** A piece tells of a projectile at first sight, and again where it came back from a wall out of view. */
function seePiece(state: State, piece: ShotPiece, tick: number): void {
  const key = shotKey(piece.id, piece.generation);
  const track = state.shots.get(key);
  if (track !== undefined && track.end === null && track.angle !== piece.angle) {
    const { x8, y8, angle, ago } = piece;
    state.shots.set(key, { ...track, tick: tick - ago, x: x8 / 8, y: y8 / 8, angle });
  }
  seeShot(state, piece, tick - piece.ago);
}

export function endShot(state: State, ended: ShotEnded, tick: number): void {
  const track = state.shots.get(shotKey(ended.id, ended.generation));
  if (track !== undefined) {
    track.end = {
      tick: tick - ended.forward,
      x: ended.x8 / 8,
      y: ended.y8 / 8,
      seat: ended.seat,
      stopped: ended.end === AT_SHIELD,
    };
  }
}

/** It goes on from the wall, after the step of `tick`, another way. */
export function bounceShot(state: State, bounced: Bounced, tick: number): void {
  const key = shotKey(bounced.id, bounced.generation);
  const track = state.shots.get(key);
  if (track !== undefined) {
    const { angle } = bounced;
    state.shots.set(key, {
      ...track,
      tick: tick - bounced.forward,
      x: bounced.x8 / 8,
      y: bounced.y8 / 8,
      angle,
    });
  }
}

/** Takes up what a snapshot shows, ends what it no longer shows, forgets what ended long ago. */
export function followShots(state: State, snapshot: Snapshot): void {
  const shown = new Set<number>();
  for (const piece of snapshot.shots) {
    shown.add(shotKey(piece.id, piece.generation));
    seePiece(state, piece, snapshot.tick);
  }
  for (const [key, track] of state.shots) {
    if (track.end === null && !shown.has(key)) {
      // It left the view, or another match began.
      track.end = { tick: snapshot.tick, x: track.x, y: track.y };
    }
    if (track.end !== null && track.end.tick + KEPT_TICKS < snapshot.tick) {
      state.shots.delete(key);
    }
  }
}
