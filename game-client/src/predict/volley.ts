/**
 * The own shots, from the instant of the press on, and what they hit on this screen.
 *
 *     own line     ── fired ─┐ drawn here at first: it leaves the muzzle now
 *                            └─ glides over GLIDE_MS ─┐
 *     others' line ────────── the server's shot, which flew `forward` at once ─▶ drawn here at last
 *
 * The server lets a shot fly through what its shooter saw, 150 ms at most. Whoever sees further back than that finds the
 * rest in the glide, so that what a shot meets on the screen is what it meets on the server. Nothing here decides a hit:
 * a shot that meets a body ends on this screen, and the server says what that did.
 */
import type { Fired, Lashed, Snapshot, WireEvent } from '../protocol/messages.gen.ts';
import { angleOf, units, type Angle, type Vec2 } from '../sim/grid.ts';
import { weaponOf } from '../sim/arms.ts';
import type { GameMap } from '../sim/map.ts';
import type { Projectile, Tuning } from '../sim/tuning.gen.ts';
import { newest, ownSeat, shotKey, type ShotEnd, type State } from '../state/state.ts';
import { course, flyAlong, lash, type Target } from './course.ts';
import type { Trigger } from './own.ts';
import { judgeLine, judgeShot, newTallies, type Tallies } from './tallies.ts';
import { stepMs } from './tuning.ts';

/** Over how long an own shot glides onto the others' time line, in ms. */
export const GLIDE_MS = 350;
/** A shot flies through at most so much of what its shooter saw at once, in ms. */
const FORWARD_MAX_MS = 150;
/** So long an own shot that is no more to be drawn is kept for the server's word, in ms. */
const KEPT_MS = 1500;

/** An own projectile. */
export interface OwnShot {
  readonly number: number;
  readonly weapon: number;
  readonly angle: Angle;
  /** The corners of its way, x and y by turns, in units, and how many there are. */
  readonly path: number[];
  readonly corners: number;
  /** The tick in which it was fired here. */
  readonly firedTick: number;
  /** The tick in which the server fired it, and how far it flew at once: as predicted until the server says so. */
  tick: number;
  forward: number;
  /** The server's name for it; null until it says so. */
  key: number | null;
  /** The tick of the others' time line up to which it has met them, and how far it had flown then, in units. */
  metTick: number;
  flown: number;
  /** Where it is drawn. */
  x: number;
  y: number;
  /** Whom it met on this screen, and whether that was their shield. */
  struck: number | null;
  stopped: boolean;
  /** It has flown as far as it does. */
  over: boolean;
  /** Until when it is kept for the server's word, once it is no more to be drawn. */
  keptMs: number | null;
}

/** A ray of one's own, until the server has said what it hit. */
export interface OwnLine {
  readonly number: number;
  readonly weapon: number;
  readonly tick: number;
  /** Whom it met on this screen. */
  readonly struck: readonly number[];
}

export interface Volley {
  shots: OwnShot[];
  lines: OwnLine[];
  /** What was shown when it was predicted, not yet taken by whoever shows it. */
  fresh: (Fired | Lashed)[];
  /** Words of the server about what was shown already. */
  readonly foreseen: WeakSet<WireEvent>;
  /** The server's names of projectiles that are drawn here and not as the others' are. */
  readonly keys: Set<number>;
  readonly tallies: Tallies;
}

/** What a shot is fired into. */
export interface Scene {
  readonly state: State;
  readonly tuning: Tuning;
  readonly map: GameMap;
  /** The others as they are drawn. */
  readonly targets: readonly Target[];
  /** How far the others are drawn behind the newest own tick, in ticks. */
  readonly depth: number;
}

/** What it flies among. */
export interface Sky extends Omit<Scene, 'map' | 'depth' | 'targets'> {
  /** The others as they are drawn at a tick of their time line. */
  readonly targetsAt: (tick: number) => readonly Target[];
  readonly nowMs: number;
}

export function newVolley(): Volley {
  return { shots: [], lines: [], fresh: [], foreseen: new WeakSet(), keys: new Set(), tallies: newTallies() };
}

/** Forgets the shots of a connection that was lost. */
export function forgetVolley(volley: Volley): void {
  volley.shots = [];
  volley.lines = [];
}

/** Makes the shots that no snapshot has answered yet those of these triggers. */
export function follow(volley: Volley, triggers: readonly Trigger[], scene: Scene): void {
  const answered = newest(scene.state)?.tick ?? 0;
  const stands = ({ number, tick }: { number: number; tick: number }): boolean =>
    tick <= answered || triggers.some((trigger) => trigger.number === number && trigger.tick === tick);
  volley.shots = volley.shots.filter((shot) => shot.key !== null || stands(shot));
  volley.lines = volley.lines.filter(stands);
  for (const trigger of triggers) {
    const { number, tick } = trigger;
    const same = (own: { number: number; tick: number }): boolean =>
      own.number === number && own.tick === tick;
    if (!volley.shots.some(same) && !volley.lines.some(same)) {
      launch(volley, trigger, scene);
    }
  }
}

function launch(volley: Volley, trigger: Trigger, scene: Scene): void {
  const weapon = weaponOf(scene.tuning, trigger.weapon);
  if (weapon?.kind === 'projectile') {
    volley.shots.push(newShot(trigger, weapon, scene));
    volley.fresh.push(firedAt(trigger, scene));
  } else if (weapon?.kind === 'ray') {
    const { number, tick, weapon: slot, place, angle } = trigger;
    const { corners, struck } = lash(
      scene.map,
      place,
      angle,
      weapon,
      units(scene.tuning.body.radius),
      scene.targets,
    );
    volley.lines.push({ number, tick, weapon: slot, struck });
    const seat = ownSeat(scene.state) ?? 0;
    volley.fresh.push({
      kind: 'lashed',
      ago: 0,
      seat,
      weapon: slot,
      corners: corners.map(eighths),
      slack: null,
    });
  }
}

function newShot(trigger: Trigger, weapon: Projectile, { map, tuning, depth }: Scene): OwnShot {
  const { number, tick, place, angle } = trigger;
  const path: number[] = [];
  const corners = course(map, place.x, place.y, angle, weapon, path);
  const tickMs = stepMs(tuning);
  const forward = Math.max(0, Math.floor(Math.min(depth, FORWARD_MAX_MS / tickMs) + 1e-6));
  const { x, y } = place;
  const metTick = Math.floor(tick - depth);
  const fresh = {
    key: null,
    metTick,
    flown: 0,
    x,
    y,
    struck: null,
    stopped: false,
    over: false,
    keptMs: null,
  };
  return { number, weapon: trigger.weapon, angle, path, corners, firedTick: tick, tick, forward, ...fresh };
}

function firedAt({ weapon, place, angle }: Trigger, { state }: Scene): Fired {
  const seat = ownSeat(state) ?? 0;
  const nothing = { ago: 0, id: 0, generation: 0, forward: 0 };
  return { kind: 'fired', seat, weapon, ...eighths(place), angle, ...nothing };
}

function eighths({ x, y }: Vec2): { x8: number; y8: number } {
  return { x8: Math.floor(x * 8 + 0.5), y8: Math.floor(y * 8 + 0.5) };
}

/** What was shown when it was predicted, once. */
export function takeFresh(volley: Volley): readonly WireEvent[] {
  const { fresh } = volley;
  volley.fresh = [];
  return fresh;
}

/** The newest snapshot says which of the own shots have left, and what they did. */
export function confirm(volley: Volley, state: State, snapshot: Snapshot): void {
  const seat = ownSeat(state);
  const told = snapshot.events.filter(
    (event): event is Fired | Lashed =>
      (event.kind === 'fired' || event.kind === 'lashed') && event.seat === seat,
  );
  const counted = snapshot.own?.shots ?? 0;
  told.forEach((event, at) => {
    const number = (counted - told.length + at) & 0xff;
    const tick = snapshot.tick - event.ago;
    if (event.kind === 'fired') {
      confirmShot(volley, event, number, tick);
    } else {
      confirmLine(volley, event, number, snapshot, state);
    }
  });
  const left = ({ number, tick }: { number: number; tick: number }): boolean =>
    tick > snapshot.tick || ((counted - 1 - number) & 0xff) < 128;
  volley.shots = volley.shots.filter((shot) => shot.key !== null || left(shot));
  volley.lines = volley.lines.filter((line) => line.tick > snapshot.tick);
  for (const key of volley.keys) {
    if (!state.shots.has(key)) {
      volley.keys.delete(key);
    }
  }
}

function confirmShot(volley: Volley, fired: Fired, number: number, tick: number): void {
  const shot = volley.shots.find((own) => own.key === null && own.number === number);
  if (shot !== undefined && shot.angle === fired.angle) {
    shot.key = shotKey(fired.id, fired.generation);
    volley.keys.add(shot.key);
    shot.tick = tick;
    shot.forward = fired.forward;
    volley.foreseen.add(fired);
  }
}

function confirmLine(volley: Volley, lashed: Lashed, number: number, snapshot: Snapshot, state: State): void {
  const line = volley.lines.find((own) => own.number === number);
  if (line === undefined) {
    return;
  }
  if (lashed.slack === null) {
    volley.foreseen.add(lashed);
  }
  judgeLine(volley.tallies, line, lashed, snapshot, state);
}

/** Flies on to what is drawn now: `ownTick` is the tick of the own body, `drawnTick` that of the others. */
export function fly(volley: Volley, sky: Sky, ownTick: number, drawnTick: number): void {
  volley.shots = volley.shots.filter((shot) => flies(volley, shot, sky, ownTick, drawnTick));
}

/** True while there is more to come of a shot: its way, or the server's word. */
function flies(
  volley: Volley,
  shot: OwnShot,
  { state, tuning, targetsAt, nowMs }: Sky,
  ownTick: number,
  drawnTick: number,
): boolean {
  const weapon = weaponOf(tuning, shot.weapon);
  if (weapon?.kind !== 'projectile') {
    return false;
  }
  const end = endOf(shot, state);
  if (isDrawn(shot)) {
    const flight = flightOf(shot, weapon, end, tuning);
    const behind = ownTick - drawnTick;
    for (; shot.metTick + 1 <= drawnTick && isDrawn(shot); shot.metTick++) {
      const tick = shot.metTick + 1;
      meet(shot, flight, flownTicks(shot, tick + behind, tick, flight.tickMs), targetsAt(tick));
    }
    show(shot, flight, flownTicks(shot, ownTick, drawnTick, flight.tickMs));
  }
  if (isDrawn(shot)) {
    return true;
  }
  if (end !== null) {
    judgeShot(volley.tallies, shot, end, state);
    return false;
  }
  shot.keptMs ??= nowMs + KEPT_MS;
  return nowMs < shot.keptMs;
}

/** How the server said that a shot ended; null before. One that merely left its view flies on here. */
function endOf({ key }: OwnShot, state: State): ShotEnd | null {
  const end = key === null ? null : (state.shots.get(key)?.end ?? null);
  return end?.seat === undefined ? null : end;
}

/** True while a shot is to be drawn. */
export function isDrawn({ over, struck }: OwnShot): boolean {
  return !over && struck === null;
}

/** Which way a shot flies now: along the part of its way that it is in, in 1/65536 turn. */
export function headingOf({ path, corners, flown, angle }: OwnShot): Angle {
  let begin = 0;
  for (let corner = 0; corner + 1 < corners; corner++) {
    const wayX = (path[corner * 2 + 2] ?? 0) - (path[corner * 2] ?? 0);
    const wayY = (path[corner * 2 + 3] ?? 0) - (path[corner * 2 + 1] ?? 0);
    begin += Math.hypot(wayX, wayY);
    if (flown < begin) {
      return corner === 0 ? angle : angleOf({ x: wayX, y: wayY });
    }
  }
  return angle;
}

/** How many ticks a shot has flown as it is drawn. */
function flownTicks(shot: OwnShot, ownTick: number, drawnTick: number, tickMs: number): number {
  const own = ownTick - shot.firedTick + 1;
  const others = drawnTick - shot.tick + 1 + shot.forward;
  const share = Math.min(Math.max(((ownTick - shot.firedTick) * tickMs) / GLIDE_MS, 0), 1);
  return Math.max(own + (others - own) * share, 0);
}

/** What a flight is measured by. */
interface Flight {
  readonly tickMs: number;
  /** How far it flies in a tick, in units. */
  readonly perTick: number;
  /** How near to the middle of a body it meets it. */
  readonly radius: number;
  /** In how many ticks it has flown as far as the server said; infinite before. */
  readonly last: number;
}

function flightOf(shot: OwnShot, weapon: Projectile, end: ShotEnd | null, tuning: Tuning): Flight {
  const tickMs = stepMs(tuning);
  return {
    tickMs,
    perTick: (units(weapon.speed) * tickMs) / 1000,
    radius: units(tuning.body.radius) + units(weapon.radius),
    last: end === null ? Infinity : Math.max(end.tick - shot.tick + 1 + shot.forward, 0),
  };
}

/** A tick of the others' time line has passed: as on the server a shot flies a part of its way, and meets who is there then. */
function meet(
  shot: OwnShot,
  { perTick, radius, last }: Flight,
  ticks: number,
  targets: readonly Target[],
): void {
  const to = Math.max(Math.min(ticks, last) * perTick, shot.flown);
  const { flown, place, seat, stopped } = flyAlong(shot.path, shot.corners, shot.flown, to, radius, targets);
  shot.over = ticks >= last || flown < to;
  [shot.flown, shot.struck, shot.stopped] = [flown, seat, stopped];
  if (!isDrawn(shot)) {
    [shot.x, shot.y] = [place.x, place.y];
  }
}

/** Between two ticks it is drawn where it is on its way. */
function show(shot: OwnShot, { perTick, last }: Flight, ticks: number): void {
  if (isDrawn(shot)) {
    const to = Math.max(Math.min(ticks, last) * perTick, shot.flown);
    const { place } = flyAlong(shot.path, shot.corners, shot.flown, to, 0, []);
    [shot.x, shot.y] = [place.x, place.y];
  }
}
