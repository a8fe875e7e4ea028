/**
 * What never moves: the cloth in its hoop, and the pieces of linen stitched on it.
 */
import { Container, Graphics } from 'pixi.js';
import type { Cover, MapFile } from '../sim/map.ts';
import { CLOTH, HOOP, HOOP_LIGHT, LINEN, LINEN_EDGE, RIM, STITCH, WEAVE } from './palette.ts';

/** Units between two lines of the weave. */
const WEAVE_STEP = 40;
/** Width of the hoop around the cloth, in units. */
const HOOP_WIDTH = 26;
/** Stitches of the linen, in units. */
const STITCH_INSET = 7;
const STITCH_LENGTH = 9;
const STITCH_GAP = 7;

/** A piece of linen, which is only drawn while it is in the picture. */
interface Patch {
  readonly shape: Graphics;
  readonly cover: Cover;
}

export class Cloth {
  readonly layer = new Container();
  readonly #patches: Patch[] = [];

  constructor(map: MapFile) {
    this.layer.addChild(drawCloth(map));
    for (const cover of map.covers) {
      const shape = drawPatch(cover);
      this.#patches.push({ shape, cover });
      this.layer.addChild(shape);
    }
  }

  /** Shows the patches that touch the rectangle around this place, in units. */
  lookAt(x: number, y: number, unitsWide: number, unitsHigh: number): void {
    const halfWide = unitsWide / 2 + 20;
    const halfHigh = unitsHigh / 2 + 20;
    for (const { shape, cover } of this.#patches) {
      const [left, top, width, height] = cover;
      shape.visible =
        left < x + halfWide &&
        left + width > x - halfWide &&
        top < y + halfHigh &&
        top + height > y - halfHigh;
    }
  }

  dispose(): void {
    this.layer.destroy({ children: true, context: true });
  }
}

function drawCloth({ width, height }: MapFile): Graphics {
  const cloth = new Graphics();
  const hoop = (grow: number, color: number): void => {
    cloth.roundRect(-grow, -grow, width + 2 * grow, height + 2 * grow, grow).fill(color);
  };
  hoop(HOOP_WIDTH + 3, RIM);
  hoop(HOOP_WIDTH, HOOP);
  hoop(HOOP_WIDTH - 6, HOOP_LIGHT);
  hoop(HOOP_WIDTH - 10, HOOP);
  hoop(4, RIM);
  cloth.rect(0, 0, width, height).fill(CLOTH);
  for (let x = WEAVE_STEP; x < width; x += WEAVE_STEP) {
    cloth.moveTo(x, 0).lineTo(x, height);
  }
  for (let y = WEAVE_STEP; y < height; y += WEAVE_STEP) {
    cloth.moveTo(0, y).lineTo(width, y);
  }
  cloth.stroke({ width: 2, color: WEAVE });
  return cloth;
}

function drawPatch([x, y, width, height]: Cover): Graphics {
  const patch = new Graphics();
  const radius = Math.min(8, width / 4, height / 4);
  patch.roundRect(x + 5, y + 8, width, height, radius).fill({ color: 0x05060f, alpha: 0.45 });
  patch.roundRect(x, y, width, height, radius).fill(LINEN);
  patch.roundRect(x, y, width, height, radius).stroke({ width: 3, color: LINEN_EDGE, alignment: 1 });
  if (width > 3 * STITCH_INSET && height > 3 * STITCH_INSET) {
    const [left, top] = [x + STITCH_INSET, y + STITCH_INSET];
    const [right, bottom] = [x + width - STITCH_INSET, y + height - STITCH_INSET];
    stitch(patch, left, top, right, top);
    stitch(patch, right, top, right, bottom);
    stitch(patch, right, bottom, left, bottom);
    stitch(patch, left, bottom, left, top);
    patch.stroke({ width: 2.2, color: STITCH, cap: 'round' });
  }
  return patch;
}

/** A seam: as many whole stitches as fit, evenly. */
function stitch(patch: Graphics, ax: number, ay: number, bx: number, by: number): void {
  const length = Math.hypot(bx - ax, by - ay);
  const count = Math.max(1, Math.round(length / (STITCH_LENGTH + STITCH_GAP)));
  for (let at = 0; at < count; at++) {
    const from = (at + 0.22) / count;
    const to = (at + 0.78) / count;
    patch.moveTo(ax + (bx - ax) * from, ay + (by - ay) * from);
    patch.lineTo(ax + (bx - ax) * to, ay + (by - ay) * to);
  }
}
