/**
 * The players of a picture. A seat keeps its shapes for as long as the view lives; a picture moves and hides them.
 */
import { Container, Graphics, Text } from 'pixi.js';
import type { Pose } from '../predict/others.ts';
import { PLAYER_FLAGS } from '../protocol/messages.gen.ts';
import { INK, RIM } from './palette.ts';
import {
  BODY_RADIUS,
  bodyShape,
  needleShape,
  protectionShape,
  reloadShape,
  RINGS,
  shadowShape,
} from './shapes.ts';

/** A kick of a hit is gone after this, in ms. */
const KICK_MS = 140;
/** How far a hit kicks a body, in CSS pixels. */
const KICK_PX = 3;
/** Names stand so far below a body, in CSS pixels. */
const NAME_GAP_PX = 5;

interface BodyShapes {
  readonly whole: Container;
  readonly shadow: Graphics;
  readonly disc: Graphics;
  readonly needle: Graphics;
  readonly protection: Graphics;
  readonly reload: Graphics;
  readonly name: Text;
  /** A unit vector, and what is left of the kick along it. */
  kickX: number;
  kickY: number;
  kickMs: number;
  /** The picture that it was last drawn in. */
  drawnIn: number;
}

/** What a picture must know to draw a body. */
export interface BodyLook {
  readonly own: boolean;
  readonly name: string;
  readonly healthMost: number;
  readonly radius: number;
  /** CSS pixels in a unit. */
  readonly scale: number;
  readonly nowMs: number;
}

export class Bodies {
  readonly layer = new Container();
  readonly shadows = new Container();
  readonly #bySeat = new Map<number, BodyShapes>();
  #picture = 0;

  /** Begins a picture: bodies that it does not draw are hidden at its end. */
  begin(): void {
    this.#picture += 1;
  }

  end(elapsedMs: number): void {
    for (const body of this.#bySeat.values()) {
      body.kickMs = Math.max(0, body.kickMs - elapsedMs);
      if (body.drawnIn !== this.#picture) {
        body.whole.visible = body.shadow.visible = body.name.visible = false;
      }
    }
  }

  draw(pose: Pose, look: BodyLook, labels: Container): void {
    if ((pose.flags & PLAYER_FLAGS.alive) === 0) {
      return;
    }
    const body = this.#shapes(pose.seat, labels);
    body.drawnIn = this.#picture;
    const kick = ((body.kickMs / KICK_MS) * KICK_PX) / look.scale;
    const grow = look.radius / BODY_RADIUS;
    const rings = Math.max(
      0,
      Math.min(RINGS, Math.ceil((pose.health * RINGS) / Math.max(look.healthMost, 1))),
    );
    body.whole.visible = body.shadow.visible = true;
    body.whole.position.set(pose.x + body.kickX * kick, pose.y + body.kickY * kick);
    body.whole.scale.set(grow);
    body.shadow.position.set(pose.x + 4, pose.y + 7);
    body.shadow.scale.set(grow);
    body.disc.context = bodyShape(pose.seat, rings, look.own);
    body.disc.rotation = pose.aim;
    body.needle.context = needleShape(look.own);
    body.needle.rotation = pose.aim;
    body.protection.visible = (pose.flags & PLAYER_FLAGS.refuses) !== 0;
    body.protection.rotation = (look.nowMs / 1000) * 0.9;
    body.reload.visible = (pose.flags & PLAYER_FLAGS.reloading) !== 0 && !body.protection.visible;
    body.reload.rotation = (look.nowMs / 1000) * 5;
    body.name.visible = !look.own && look.name !== '';
    if (body.name.text !== look.name) {
      body.name.text = look.name;
    }
    body.name.position.set(pose.x * look.scale, (pose.y + look.radius) * look.scale + NAME_GAP_PX);
  }

  /** Kicks a body along a direction in radians. */
  kick(seat: number, angle: number): void {
    const body = this.#bySeat.get(seat);
    if (body !== undefined) {
      body.kickX = Math.cos(angle);
      body.kickY = Math.sin(angle);
      body.kickMs = KICK_MS;
    }
  }

  #shapes(seat: number, labels: Container): BodyShapes {
    let body = this.#bySeat.get(seat);
    if (body === undefined) {
      body = newShapes();
      this.#bySeat.set(seat, body);
      this.layer.addChild(body.whole);
      this.shadows.addChild(body.shadow);
      labels.addChild(body.name);
    }
    return body;
  }
}

function newShapes(): BodyShapes {
  const whole = new Container();
  const [disc, needle] = [new Graphics(), new Graphics()];
  const protection = new Graphics(protectionShape());
  const reload = new Graphics(reloadShape());
  whole.addChild(needle, disc, reload, protection);
  const name = new Text({
    text: '',
    style: {
      fontFamily: 'Nunito, ui-rounded, system-ui, sans-serif',
      fontSize: 13,
      fontWeight: '700',
      fill: INK,
      stroke: { color: RIM, width: 3, join: 'round' },
    },
  });
  name.anchor.set(0.5, 0);
  const shadow = new Graphics(shadowShape());
  return { whole, shadow, disc, needle, protection, reload, name, kickX: 0, kickY: 0, kickMs: 0, drawnIn: 0 };
}
