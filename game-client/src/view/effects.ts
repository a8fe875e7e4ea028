/**
 * What happened, shown when the others' time line passes its tick: threads that fly, loops, kicks.
 */
import type { WireEvent } from '../protocol/messages.gen.ts';
import { placeOf, type State } from '../state/state.ts';
import type { Bodies } from './bodies.ts';
import { INK, LINEN_EDGE, threadOf } from './palette.ts';
import { loopShape, threadShape, trailShape } from './shapes.ts';
import type { Threads } from './threads.ts';

/** Events that a picture comes too late for, in ticks: after a stall nobody wants all of it at once. */
const STALE_TICKS = 60;
const UNRAVEL_BITS = 26;
const SPARK_BITS = 7;

export class Effects {
  /** How many events of the state were shown or passed over. */
  #shown = 0;

  constructor(
    private readonly threads: Threads,
    private readonly bodies: Bodies,
  ) {}

  /** Shows what happened up to `tick`. Events lie in the order of their ticks, but for a tick or two. */
  show(state: State, tick: number): void {
    this.#shown = Math.max(this.#shown, state.eventsDropped);
    for (;;) {
      const happened = state.events[this.#shown - state.eventsDropped];
      if (happened === undefined || happened.tick > tick) {
        return;
      }
      this.#shown += 1;
      if (happened.tick > tick - STALE_TICKS) {
        this.#effect(state, happened.event);
      }
    }
  }

  /** Draws the piece of thread that a dashing body left between two pictures. */
  trail(seat: number, fromX: number, fromY: number, toX: number, toY: number): void {
    const length = Math.hypot(toX - fromX, toY - fromY);
    if (length < 1 || length > 120) {
      return;
    }
    const rotation = Math.atan2(toY - fromY, toX - fromX);
    const how = { x: toX, y: toY, rotation, lifeMs: 260, scaleX: length + 1, grow: -0.1 };
    this.threads.throw(trailShape(threadOf(seat)), how);
  }

  #effect(state: State, event: WireEvent): void {
    switch (event.kind) {
      case 'spawned':
        this.#loop(event.x8 / 8, event.y8 / 8, threadOf(event.seat), 2.6, -0.9, 380);
        break;
      case 'hurt':
        this.#hurt(state, event.seat, event.by, event.x8 / 8, event.y8 / 8);
        break;
      case 'killed':
        this.#unravel(event.x8 / 8, event.y8 / 8, threadOf(event.seat));
        break;
      case 'shotEnded':
        if (event.end === 0) {
          this.#sparks(event.x8 / 8, event.y8 / 8, LINEN_EDGE, 4, 110);
        }
        break;
      case 'bounced':
        this.#sparks(event.x8 / 8, event.y8 / 8, LINEN_EDGE, 3, 110);
        break;
      case 'dashed':
      case 'fired':
      case 'pushed':
      case 'reloading':
      case 'lashed':
      case 'slipped':
      case 'refused':
      case 'charging':
      case 'switched':
      case 'dropped':
      case 'wound':
        break;
    }
  }

  #hurt(state: State, seat: number, by: number | null, x: number, y: number): void {
    this.#sparks(x, y, threadOf(seat), SPARK_BITS, 230);
    this.#sparks(x, y, INK, 2, 180);
    const from = placeOf(state, by);
    const angle = from === null ? 0 : Math.atan2(y - from.y, x - from.x);
    this.bodies.kick(seat, angle);
  }

  #sparks(x: number, y: number, colour: number, count: number, speed: number): void {
    for (let bit = 0; bit < count; bit++) {
      const rotation = Math.random() * Math.PI * 2;
      const how = { x, y, rotation, lifeMs: 220 + Math.random() * 160, drag: 0.02 };
      this.threads.throw(threadShape(colour, false), { ...how, speed: speed * (0.4 + Math.random()) });
    }
  }

  #unravel(x: number, y: number, colour: number): void {
    for (let bit = 0; bit < UNRAVEL_BITS; bit++) {
      const rotation = (bit / UNRAVEL_BITS) * Math.PI * 2 + Math.random() * 0.5;
      const speed = 90 + Math.random() * 330;
      const spin = (Math.random() - 0.5) * 12;
      const lifeMs = 700 + Math.random() * 700;
      const scaleX = 0.7 + Math.random() * 0.7;
      this.threads.throw(threadShape(colour, true), {
        x,
        y,
        rotation,
        speed,
        spin,
        lifeMs,
        drag: 0.06,
        scaleX,
      });
    }
    this.#loop(x, y, colour, 1, 1.6, 420);
  }

  #loop(x: number, y: number, colour: number, scale: number, grow: number, lifeMs: number): void {
    this.threads.throw(loopShape(colour), { x, y, rotation: 0, lifeMs, scaleX: scale, scaleY: scale, grow });
  }
}
