/**
 * The projectiles of a picture, from a pool that only grows.
 */
import { Container, Sprite } from 'pixi.js';
import { flightAt, type Flight } from '../predict/flight.ts';
import { weaponOf } from '../sim/arms.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { ownSeat, type State } from '../state/state.ts';
import type { Shapes } from './shapes.ts';

const TURN = Math.PI * 2;

export class Shots {
  readonly layer = new Container();
  readonly #pool: Sprite[] = [];
  readonly #flight: Flight = { x: 0, y: 0 };

  draw(state: State, tuning: Tuning, tick: number, tickMs: number, nowMs: number, shapes: Shapes): void {
    const own = ownSeat(state);
    let used = 0;
    for (const shot of state.shots.values()) {
      const weapon = weaponOf(tuning, shot.weapon);
      const speed = weapon?.kind === 'projectile' ? weapon.speed : 0;
      const ownForMs = shot.seat === own ? nowMs - shot.seenMs : null;
      if (!flightAt(shot, tick, tickMs, speed, ownForMs, this.#flight)) {
        continue;
      }
      const shape = this.#take(used);
      used += 1;
      shape.texture = shapes.shot(shot.seat, weapon?.look ?? 0);
      shape.position.set(this.#flight.x, this.#flight.y);
      shape.rotation = (shot.angle / 65536) * TURN;
      shape.visible = true;
    }
    for (let at = used; at < this.#pool.length; at++) {
      const shape = this.#pool[at];
      if (shape !== undefined) {
        shape.visible = false;
      }
    }
  }

  #take(at: number): Sprite {
    let shape = this.#pool[at];
    if (shape === undefined) {
      shape = new Sprite();
      shape.anchor.set(0.5);
      this.#pool.push(shape);
      this.layer.addChild(shape);
    }
    return shape;
  }
}
