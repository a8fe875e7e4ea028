/**
 * The players of a picture. A seat keeps its shapes for as long as the view lives; a picture moves and hides them.
 */
import { Container, Sprite, Text } from 'pixi.js';
import type { Pose } from '../predict/others.ts';
import { PLAYER_FLAGS } from '../protocol/messages.gen.ts';
import { BODY_RADIUS } from './drawings.ts';
import type { Palette } from './palette.ts';
import { RINGS, type Shapes } from './shapes.ts';

/** A kick of a hit is gone after this, in ms. */
const KICK_MS = 140;
/** Names stand so far below a body, in CSS pixels. */
const NAME_GAP_PX = 5;

interface BodyShapes {
  readonly whole: Container;
  readonly shadow: Sprite;
  readonly disc: Sprite;
  readonly protection: Sprite;
  readonly reload: Sprite;
  readonly shield: Sprite;
  readonly name: Text;
  /** A unit vector, and what is left of the kick along it. */
  kickX: number;
  kickY: number;
  kickMs: number;
  /** The picture that it was last drawn in. */
  drawnIn: number;
  /** The age of the shapes that it shows. */
  age: number;
}

/** What a picture must know to draw a body. */
export interface BodyLook {
  own: boolean;
  name: string;
  healthMost: number;
  radius: number;
  /** How wide a shield is, in 1/65536 turn. */
  shieldArc: number;
  /** CSS pixels in a unit. */
  scale: number;
  nowMs: number;
  /** How far a hit kicks a body, in CSS pixels. */
  kickPx: number;
}

export class Bodies {
  readonly layer = new Container();
  readonly shadows = new Container();
  readonly names = new Container();
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

  draw(pose: Pose, look: BodyLook, shapes: Shapes): void {
    const body = this.#shapes(pose.seat, shapes);
    body.drawnIn = this.#picture;
    const kick = ((body.kickMs / KICK_MS) * look.kickPx) / look.scale;
    const grow = look.radius / BODY_RADIUS;
    const rings = Math.ceil((pose.health * RINGS) / Math.max(look.healthMost, 1));
    const frayed = pose.health * 2 < look.healthMost;
    body.whole.visible = body.shadow.visible = true;
    body.whole.position.set(pose.x + body.kickX * kick, pose.y + body.kickY * kick);
    body.whole.scale.set(grow);
    body.shadow.position.set(pose.x + 4, pose.y + 7);
    body.shadow.scale.set(grow);
    body.disc.texture = shapes.body(pose.seat, Math.min(Math.max(rings, 0), RINGS), frayed, look.own);
    body.disc.rotation = pose.aim;
    body.protection.visible = (pose.flags & PLAYER_FLAGS.refuses) !== 0;
    body.protection.rotation = (look.nowMs / 1000) * 0.9;
    body.reload.visible = (pose.flags & PLAYER_FLAGS.reloading) !== 0 && !body.protection.visible;
    body.reload.rotation = (look.nowMs / 1000) * 5;
    body.shield.visible = (pose.flags & PLAYER_FLAGS.shielded) !== 0;
    if (body.shield.visible) {
      body.shield.texture = shapes.shield(pose.seat, look.shieldArc);
      body.shield.rotation = pose.aim;
    }
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

  #shapes(seat: number, shapes: Shapes): BodyShapes {
    let body = this.#bySeat.get(seat);
    if (body === undefined) {
      body = newShapes();
      this.#bySeat.set(seat, body);
      this.layer.addChild(body.whole);
      this.shadows.addChild(body.shadow);
      this.names.addChild(body.name);
    }
    if (body.age !== shapes.age) {
      body.age = shapes.age;
      dress(body, shapes);
    }
    return body;
  }
}

function newShapes(): BodyShapes {
  const whole = new Container();
  const [disc, shadow] = [centred(), centred()];
  const [protection, reload, shield] = [centred(), centred(), centred()];
  whole.addChild(disc, reload, protection, shield);
  const name = new Text({
    text: '',
    style: { fontFamily: 'Nunito, ui-rounded, system-ui, sans-serif', fontSize: 13, fontWeight: '700' },
  });
  name.anchor.set(0.5, 0);
  const still = { kickX: 0, kickY: 0, kickMs: 0, drawnIn: 0, age: -1 };
  return { whole, shadow, disc, protection, reload, shield, name, ...still };
}

function centred(): Sprite {
  const sprite = new Sprite();
  sprite.anchor.set(0.5);
  return sprite;
}

/** Puts on what is the same as long as the cloth is. */
function dress(body: BodyShapes, shapes: Shapes): void {
  body.shadow.texture = shapes.shadow();
  body.protection.texture = shapes.protection();
  body.reload.texture = shapes.reload();
  nameIn(body.name, shapes.palette);
}

function nameIn({ style }: Text, { name, nameEdge }: Palette): void {
  style.fill = name;
  style.stroke = { color: nameEdge, width: 3, join: 'round' };
}
