/**
 * The projectiles of a picture, from a pool that only grows.
 */
import { Container, Sprite, type Texture } from 'pixi.js';
import { flightAt, type Flight } from '../predict/flight.ts';
import { headingOf, isDrawn, type Volley } from '../predict/volley.ts';
import { weaponOf } from '../sim/arms.ts';
import type { Tuning } from '../sim/tuning.gen.ts';
import { ownSeat, type State } from '../state/state.ts';
import type { Shapes } from './shapes.ts';

const TURN = Math.PI * 2;

export class Shots {
  readonly layer = new Container();
  readonly #pool: Sprite[] = [];
  readonly #flight: Flight = { x: 0, y: 0 };

  draw(state: State, tuning: Tuning, volley: Volley, tick: number, tickMs: number, shapes: Shapes): void {
    const own = ownSeat(state) ?? 0;
    let used = 0;
    for (const [key, shot] of state.shots) {
      const weapon = weaponOf(tuning, shot.weapon);
      const speed = weapon?.kind === 'projectile' ? weapon.speed : 0;
      if (!volley.keys.has(key) && flightAt(shot, tick, tickMs, speed, this.#flight)) {
        this.#show(used, this.#flight, shot.angle, shapes.shot(shot.seat, weapon?.look ?? 0));
        used += 1;
      }
    }
    for (const shot of volley.shots.filter(isDrawn)) {
      this.#show(used, shot, headingOf(shot), shapes.shot(own, weaponOf(tuning, shot.weapon)?.look ?? 0));
      used += 1;
    }
    for (let at = used; at < this.#pool.length; at++) {
      const shape = this.#pool[at];
      if (shape !== undefined) {
        shape.visible = false;
      }
    }
  }

  #show(at: number, { x, y }: Flight, angle: number, texture: Texture): void {
    const shape = this.#take(at);
    shape.texture = texture;
    shape.position.set(x, y);
    shape.rotation = (angle / 65536) * TURN;
    shape.visible = true;
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
