/**
 * Things to pick up: each on its stand, and while it is away a ring that closes until it lies there again.
 *
 *     lies, gently moving ──taken──▶ flies to who has it ──▶ ring ──▶ lies
 */
import { Container, Sprite } from 'pixi.js';
import { stepMs } from '../predict/tuning.ts';
import { everyMs, offerOf, type Offer } from '../sim/pickup.ts';
import { ownSeat, type State } from '../state/state.ts';
import type { PickupPlace } from '../state/pickups.ts';
import type { LooseLook } from './loose.ts';
import type { Shapes } from './shapes.ts';
import type { Strokes } from './strokes.ts';

/** How long it flies to who took it, in ms. */
const TAKE_MS = 220;
/** It grows for so long when it lies there again, in ms. */
const GROW_MS = 300;
/** How far it is moved as it lies, as a share of its size, and how long that takes, in ms. */
const BREATH = 0.06;
const BREATH_MS = 1700;
const TURN = Math.PI * 2;
/** The ring that closes, and the points of a whole one. */
const RING_RADIUS = 24;
const RING_POINTS = 40;
/** What is drawn around a place, in units. */
const REACH = 60;
const LYING: PickupPlace = { tick: -Infinity, seat: null, takenMs: -Infinity, backMs: -Infinity };

export class Pickups {
  readonly layer = new Container();
  readonly #pool: Sprite[] = [];
  readonly #taker = { x: 0, y: 0 };
  #used = 0;

  draw(state: State, look: LooseLook, shapes: Shapes, lines: Strokes): void {
    this.#used = 0;
    const { sight } = look;
    look.map.file.pickups.forEach(([word, x, y], at) => {
      const offer = offerOf(word, look.tuning);
      const seen =
        x > sight.left - REACH &&
        x < sight.right + REACH &&
        y > sight.top - REACH &&
        y < sight.bottom + REACH;
      if (offer !== null && seen) {
        this.#put(shapes.stand(), x, y, 1, 0.8);
        this.#draw(state, offer, state.pickups[at] ?? LYING, { x, y }, look, shapes, lines);
      }
    });
    for (let at = this.#used; at < this.#pool.length; at++) {
      const sprite = this.#pool[at];
      if (sprite !== undefined) {
        sprite.visible = false;
      }
    }
  }

  #draw(
    state: State,
    offer: Offer,
    place: PickupPlace,
    { x, y }: { readonly x: number; readonly y: number },
    look: LooseLook,
    shapes: Shapes,
    lines: Strokes,
  ): void {
    const { tuning, nowMs } = look;
    const texture = shapes.pickup(
      offer.kind,
      offer.kind === 'weapon' ? (tuning.weapons[offer.slot]?.look ?? 0) : 0,
    );
    // Who takes it sees that at once; of others it is seen when they are.
    const sinceMs =
      place.seat !== null && place.seat === ownSeat(state)
        ? nowMs - place.takenMs
        : (look.tick - place.tick) * stepMs(tuning);
    const backMs = nowMs - place.backMs;
    if (sinceMs < 0 || backMs >= 0) {
      const phase = look.calm ? 0 : Math.sin((nowMs / BREATH_MS + x * 0.01 + y * 0.007) * TURN);
      const grown = sinceMs < 0 ? 1 : Math.min(backMs / GROW_MS, 1);
      this.#put(texture, x, y, grown * (1 + BREATH * phase), 1);
      return;
    }
    const flown = sinceMs / TAKE_MS;
    if (flown < 1 && place.seat !== null && look.placed(place.seat, this.#taker)) {
      const pulled = flown * flown;
      const [endX, endY] = [this.#taker.x, this.#taker.y];
      this.#put(
        texture,
        x + (endX - x) * pulled,
        y + (endY - y) * pulled,
        1 - 0.7 * pulled,
        1 - 0.4 * pulled,
      );
    }
    ring(x, y, 1 + backMs / everyMs(offer, tuning), look, lines);
  }

  #put(texture: Sprite['texture'], x: number, y: number, size: number, alpha: number): void {
    let sprite = this.#pool[this.#used];
    if (sprite === undefined) {
      sprite = new Sprite();
      sprite.anchor.set(0.5);
      this.#pool.push(sprite);
      this.layer.addChild(sprite);
    }
    this.#used += 1;
    sprite.texture = texture;
    sprite.visible = true;
    sprite.position.set(x, y);
    sprite.scale.set(size);
    sprite.alpha = alpha;
  }
}

/** An arc from the top, so much of a whole ring. */
function ring(x: number, y: number, share: number, { palette }: LooseLook, lines: Strokes): void {
  const count = Math.round(Math.min(Math.max(share, 0), 1) * RING_POINTS) + 1;
  for (let at = 0; at < count; at++) {
    const turn = (at / RING_POINTS) * TURN - TURN / 4;
    lines.points[at * 2] = x + Math.cos(turn) * RING_RADIUS;
    lines.points[at * 2 + 1] = y + Math.sin(turn) * RING_RADIUS;
  }
  lines.thread(count, 2.4, 1.2, palette.gold, palette.rim, 0.9);
}
