/**
 * Bits of thread that fly, fade and are used again: sparks, unravelling, trails of dashes, loops.
 */
import { Container, Sprite, type Texture } from 'pixi.js';

/** Most bits at once; when all fly, the oldest is taken. */
const BITS_MAX = 360;

interface Bit {
  readonly shape: Sprite;
  leftMs: number;
  lifeMs: number;
  vx: number;
  vy: number;
  spin: number;
  /** Share of the speed that is left after a second. */
  drag: number;
  grow: number;
}

export interface Throw {
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly rotation: number;
  readonly lifeMs: number;
  /** Units per second along the rotation. */
  readonly speed?: number;
  /** Radians per second. */
  readonly spin?: number;
  readonly drag?: number;
  readonly scaleX?: number;
  readonly scaleY?: number;
  /** By how much both scales change in its life. */
  readonly grow?: number;
}

export class Threads {
  readonly layer = new Container();
  readonly #bits: Bit[] = [];
  #next = 0;

  throw(texture: Texture, how: Throw): void {
    const bit = this.#take();
    bit.shape.texture = texture;
    bit.shape.position.set(how.x, how.y);
    bit.shape.rotation = how.rotation;
    bit.shape.scale.set(how.scaleX ?? 1, how.scaleY ?? 1);
    bit.shape.alpha = 1;
    bit.shape.visible = true;
    bit.leftMs = bit.lifeMs = how.lifeMs;
    bit.vx = Math.cos(how.rotation) * (how.speed ?? 0);
    bit.vy = Math.sin(how.rotation) * (how.speed ?? 0);
    bit.spin = how.spin ?? 0;
    bit.drag = how.drag ?? 0.1;
    bit.grow = how.grow ?? 0;
  }

  move(elapsedMs: number): void {
    const seconds = elapsedMs / 1000;
    for (const bit of this.#bits) {
      if (bit.leftMs <= 0) {
        continue;
      }
      bit.leftMs -= elapsedMs;
      bit.shape.visible = bit.leftMs > 0;
      const slower = Math.pow(bit.drag, seconds);
      bit.vx *= slower;
      bit.vy *= slower;
      bit.shape.x += bit.vx * seconds;
      bit.shape.y += bit.vy * seconds;
      bit.shape.rotation += bit.spin * seconds;
      const grown = 1 + (bit.grow * elapsedMs) / bit.lifeMs;
      bit.shape.scale.set(bit.shape.scale.x * grown, bit.shape.scale.y * grown);
      bit.shape.alpha = Math.max(0, Math.min(1, (1.6 * bit.leftMs) / bit.lifeMs));
    }
  }

  clear(): void {
    for (const bit of this.#bits) {
      bit.leftMs = 0;
      bit.shape.visible = false;
    }
  }

  #take(): Bit {
    const used = this.#bits[this.#next];
    this.#next = (this.#next + 1) % BITS_MAX;
    if (used !== undefined) {
      return used;
    }
    const shape = new Sprite();
    shape.anchor.set(0.5);
    const bit = { shape, leftMs: 0, lifeMs: 1, vx: 0, vy: 0, spin: 0, drag: 0.1, grow: 0 };
    this.#bits.push(bit);
    this.layer.addChild(shape);
    return bit;
  }
}
