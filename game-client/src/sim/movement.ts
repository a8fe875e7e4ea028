/**
 * How a body moves: the walk, the dash, and circle against walls. A mirror of `src/sim/movement.rs`, held bit-identical
 * by `tests/golden/movement.json`: the same operations in the same order, and rounding at the end.
 */
import { add, direction, dot, length, scale, snapPoint, subtract, units, unitsOf } from './grid.ts';
import type { Angle, Vec2 } from './grid.ts';
import { DASH, walkAngle, walkWish, type Input } from './input.ts';
import { nearWalls, type GameMap, type Wall } from './map.ts';
import { after, TIME_PER_SECOND, type Time } from './time.ts';
import type { Tuning } from './tuning.gen.ts';

/** The moving part of a player: all that prediction needs, and on the wire all of it is exact. */
export interface Body {
  /** Centre, in 1/256 unit. */
  place: Vec2;
  /** Velocity, in 1/256 unit per second. */
  velocity: Vec2;
  /** Buttons held in the last tick: a press is a button that was not. */
  held: number;
  /** When the present dash ends; zero when none is under way. */
  dashEnds: Time;
  /** Where the present dash goes. */
  dashAngle: Angle;
  /** When the next dash may begin. */
  dashReady: Time;
}

/** What a step met. */
export interface Moved {
  /** A dash began. */
  readonly dashed: boolean;
  /** A wall was touched. */
  readonly touched: boolean;
}

/** The pace of a body that nothing slows. */
export const PACE = 1000;
/** Longest part of a way that is tested against walls at once, in units: below the smallest radius. */
const SUBSTEP = 7;
/** How far from a wall a body is put, beyond its radius, in units: more than rounding onto the grid can take back. */
const SKIN = 1 / 64;
/** A body in a corner touches two walls, in a nook three; pushes settle within so many rounds. */
const ROUNDS = 4;

/**
 * Moves a body by one step of length `step` that begins at `now`. `impulse` is a velocity in 1/256 u/s that carries the
 * body during this step only; `pace` is the share of the top speed that it may walk at, in 1/1000.
 */
export function stepBody(
  body: Body,
  input: Input,
  impulse: Vec2,
  pace: number,
  now: Time,
  step: Time,
  tuning: Tuning,
  map: GameMap,
): Moved {
  const seconds = step / TIME_PER_SECOND;
  const dashed = startDash(body, input, now, tuning);
  const velocity = steer(body, input, pace, now, seconds, tuning);
  const radius = units(tuning.body.radius);
  const slid = slide(unitsOf(body.place), velocity, unitsOf(impulse), seconds, radius, map);
  body.place = snapPoint(slid.place);
  body.velocity = snapPoint(slid.velocity);
  body.held = input.buttons;
  return { dashed, touched: slid.touched };
}

function startDash(body: Body, input: Input, now: Time, tuning: Tuning): boolean {
  const pressed = (input.buttons & DASH) !== 0 && (body.held & DASH) === 0;
  if (!pressed || now < body.dashReady) {
    return false;
  }
  body.dashAngle = walkAngle(input.walk) ?? input.aim;
  body.dashEnds = after(now, tuning.dash.time);
  body.dashReady = after(now, tuning.dash.cooldown);
  return true;
}

/** The velocity for this step, before walls. */
function steer(body: Body, input: Input, pace: number, now: Time, seconds: number, tuning: Tuning): Vec2 {
  if (now < body.dashEnds) {
    return scale(direction(body.dashAngle), units(tuning.dash.speed));
  }
  const top = units(tuning.body.topSpeed) * (pace / PACE);
  let velocity = unitsOf(body.velocity);
  if (body.dashEnds > 0) {
    // A dash ends at walking speed, it does not slide on.
    body.dashEnds = 0;
    const speed = length(velocity);
    if (speed > top) {
      velocity = scale(velocity, top / speed);
    }
  }
  const wish = scale(walkWish(input.walk), top);
  const change = subtract(wish, velocity);
  const speedsUp = dot(wish, velocity) >= 0 && dot(wish, wish) > dot(velocity, velocity);
  const most = seconds * units(speedsUp ? tuning.body.acceleration : tuning.body.braking);
  const size = length(change);
  return size <= most ? wish : add(velocity, scale(change, most / size));
}

/** Carries a circle along its way, pushed out of walls after each substep. */
function slide(
  from: Vec2,
  startVelocity: Vec2,
  startImpulse: Vec2,
  seconds: number,
  radius: number,
  map: GameMap,
): { place: Vec2; velocity: Vec2; touched: boolean } {
  let place = from;
  let velocity = startVelocity;
  let impulse = startImpulse;
  let touched = false;
  const way = length(add(velocity, impulse)) * seconds;
  const parts = Math.floor(way / SUBSTEP) + 1;
  for (let part = 0; part < parts; part++) {
    const before = place;
    place = add(place, scale(add(velocity, impulse), seconds / parts));
    let free = false;
    for (let round = 0; round < ROUNDS; round++) {
      const push = pushOut(place, radius, map);
      if (push === null) {
        free = true;
        break;
      }
      place = push.place;
      touched = true;
      velocity = without(velocity, push.normal);
      impulse = without(impulse, push.normal);
    }
    if (!free && clearance(place, map) < radius) {
      place = before;
      break;
    }
  }
  return { place, velocity, touched };
}

/** The part of `v` that does not run against `normal`. */
function without(v: Vec2, normal: Vec2): Vec2 {
  const against = dot(v, normal);
  return against < 0 ? subtract(v, scale(normal, against)) : v;
}

/** Pushes the circle out of the wall that it is deepest in; null if it is free. */
function pushOut(place: Vec2, radius: number, map: GameMap): { place: Vec2; normal: Vec2 } | null {
  let nearest = radius * radius;
  let away: Vec2 | null = null;
  for (const wall of nearWalls(map, place)) {
    const offset = fromWall(place, wall);
    const square = dot(offset, offset);
    if (square < nearest) {
      nearest = square;
      away = offset;
    }
  }
  const distance = Math.sqrt(nearest);
  if (away === null || distance === 0) {
    return null;
  }
  const normal = { x: away.x / distance, y: away.y / distance };
  return { place: add(place, scale(normal, radius + SKIN - distance)), normal };
}

/** From the nearest point of a wall to a place. */
function fromWall(place: Vec2, [ax, ay, bx, by]: Wall): Vec2 {
  const a = { x: ax, y: ay };
  const along = { x: bx - ax, y: by - ay };
  const whole = dot(along, along);
  const onLine = whole > 0 ? dot(subtract(place, a), along) / whole : 0;
  const share = onLine < 0 ? 0 : onLine > 1 ? 1 : onLine;
  return subtract(place, add(a, scale(along, share)));
}

/** From a place to the nearest wall that a body there could touch, in units; infinite where none is near. */
function clearance(place: Vec2, map: GameMap): number {
  let least = Infinity;
  for (const wall of nearWalls(map, place)) {
    least = Math.min(least, length(fromWall(place, wall)));
  }
  return least;
}
