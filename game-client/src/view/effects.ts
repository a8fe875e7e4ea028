/**
 * What happened, shown when the others' time line passes its tick: threads that fly, loops, kicks, lines that twang.
 */
import type { Volley } from '../predict/volley.ts';
import type { WireEvent } from '../protocol/messages.gen.ts';
import { placeOf, type State } from '../state/state.ts';
import type { Bodies } from './bodies.ts';
import type { Budget } from './budget.ts';
import { Flashes } from './flashes.ts';
import type { Needles } from './needles.ts';
import type { Shapes } from './shapes.ts';
import type { Threads } from './threads.ts';

/** Events that a picture comes too late for, in ticks: after a stall nobody wants all of it at once. */
const STALE_TICKS = 60;
const UNRAVEL_BITS = 16;
const SPARK_BITS = 7;
const TURN = Math.PI * 2;

export class Effects {
  /** How many events of the state were shown or passed over. */
  #shown = 0;
  readonly #flashes = new Flashes();

  constructor(
    private readonly threads: Threads,
    private readonly bodies: Bodies,
    private readonly needles: Needles,
    private readonly shapes: Shapes,
    /** How many bits of thread may fly. */
    private readonly budget: Budget,
  ) {}

  /** Forgets a match that was left. */
  clear(): void {
    this.#shown = 0;
  }

  /** Shows what happened up to `tick`. Events lie in the order of their ticks, but for a tick or two. */
  show(state: State, { foreseen }: Volley, tick: number, nowMs: number): void {
    this.#shown = Math.max(this.#shown, state.eventsDropped);
    for (;;) {
      const happened = state.events[this.#shown - state.eventsDropped];
      if (happened === undefined || happened.tick > tick) {
        return;
      }
      this.#shown += 1;
      if (happened.tick > tick - STALE_TICKS && !foreseen.has(happened.event)) {
        this.#effect(state, happened.event, nowMs);
      }
    }
  }

  /** What has just left the own hand is shown at once. */
  showFresh(state: State, fresh: readonly WireEvent[], nowMs: number): void {
    fresh.forEach((event) => this.#effect(state, event, nowMs));
  }

  #effect(state: State, event: WireEvent, nowMs: number): void {
    switch (event.kind) {
      case 'spawned':
        this.#loop(event.x8 / 8, event.y8 / 8, event.seat, 2.6, -0.9, 380);
        break;
      case 'hurt':
        this.#hurt(state, event.seat, event.by, event.x8 / 8, event.y8 / 8);
        break;
      case 'killed':
        this.#unravel(event.x8 / 8, event.y8 / 8, event.seat);
        break;
      case 'shotEnded':
        if (event.end === 0) {
          this.#sparks(event.x8 / 8, event.y8 / 8, null, 4, 110);
        }
        break;
      case 'bounced':
        this.#sparks(event.x8 / 8, event.y8 / 8, null, 3, 110);
        break;
      case 'lashed':
        this.needles.lash(event, this.#flashes.allows(nowMs));
        break;
      case 'slipped':
        this.#loop(event.x8 / 8, event.y8 / 8, event.seat, 1, 1.4, 620);
        this.#loop(event.x8 / 8, event.y8 / 8, event.seat, 0.7, 1, 420);
        this.#sparks(event.x8 / 8, event.y8 / 8, event.seat, SPARK_BITS, 260);
        break;
      case 'refused':
        this.#loop(event.x8 / 8, event.y8 / 8, event.seat, 1.1, 0.5, 240);
        this.#ring(event.x8 / 8, event.y8 / 8);
        break;
      case 'blocked':
        this.#sparks(event.x8 / 8, event.y8 / 8, event.seat, 4, 170);
        break;
      case 'snapback':
        this.#loop(event.x8 / 8, event.y8 / 8, event.seat, 0.5, 1.2, 420);
        this.#sparks(event.x8 / 8, event.y8 / 8, event.seat, SPARK_BITS, 260);
        break;
      case 'broke':
        this.#loop(event.x8 / 8, event.y8 / 8, event.seat, 1.4, 0.8, 420);
        this.#sparks(event.x8 / 8, event.y8 / 8, event.seat, UNRAVEL_BITS, 200);
        break;
      case 'dashed':
      case 'fired':
      case 'pushed':
      case 'reloading':
      case 'charging':
      case 'switched':
      case 'dropped':
      case 'wound':
      case 'picked':
        break;
    }
  }

  #hurt(state: State, seat: number, by: number | null, x: number, y: number): void {
    this.#sparks(x, y, seat, SPARK_BITS, 230);
    const from = placeOf(state, by);
    const angle = from === null ? 0 : Math.atan2(y - from.y, x - from.x);
    this.bodies.kick(seat, angle);
  }

  #sparks(x: number, y: number, seat: number | null, count: number, speed: number): void {
    for (let bit = this.budget.of(count); bit > 0; bit--) {
      const rotation = Math.random() * TURN;
      const lifeMs = 220 + Math.random() * 160;
      const how = { x, y, rotation, lifeMs, drag: 0.02, speed: speed * (0.4 + Math.random()) };
      this.threads.throw(this.shapes.scrap(seat), how);
    }
  }

  /** Sparks that leave a ring, evenly. */
  #ring(x: number, y: number): void {
    const count = this.budget.of(SPARK_BITS);
    for (let bit = 0; bit < count; bit++) {
      const rotation = (bit / count) * TURN;
      const how = { x, y, rotation, lifeMs: 200, drag: 0.02, speed: 240, scaleX: 0.8, scaleY: 0.8 };
      this.threads.throw(this.shapes.spark(), how);
    }
  }

  #unravel(x: number, y: number, seat: number): void {
    const count = this.budget.of(UNRAVEL_BITS);
    for (let bit = 0; bit < count; bit++) {
      const rotation = (bit / count) * TURN + Math.random() * 0.5;
      const speed = 90 + Math.random() * 300;
      const spin = (Math.random() - 0.5) * 12;
      const lifeMs = 500 + Math.random() * 500;
      const scaleX = 0.6 + Math.random() * 0.5;
      const how = { x, y, rotation, speed, spin, lifeMs, drag: 0.06, scaleX, scaleY: scaleX };
      this.threads.throw(this.shapes.curl(seat, bit), how);
    }
    this.#loop(x, y, seat, 1, 1.6, 420);
  }

  #loop(x: number, y: number, seat: number, scale: number, grow: number, lifeMs: number): void {
    const how = { x, y, rotation: 0, lifeMs, scaleX: scale, scaleY: scale, grow };
    this.threads.throw(this.shapes.loop(seat), how);
  }
}
