/**
 * What never moves: the cloth in its hoop, and the pieces of linen stitched on it.
 */
import { Container, Graphics, Sprite, type GraphicsContext } from 'pixi.js';
import type { Cover, MapFile } from '../sim/map.ts';
import type { Sight } from './loose.ts';
import type { Palette } from './palette.ts';
import type { Shapes } from './shapes.ts';

/** Units between two lines of the weave. */
const WEAVE_STEP = 40;
/** Width of the hoop around the cloth, in units. */
const HOOP_WIDTH = 26;
/** Stitches of the linen, in units. */
const STITCH_INSET = 7;
const STITCH_LENGTH = 9;
const STITCH_GAP = 7;

/** How far a patch and its shadow reach beyond its cover, in units. */
const PATCH_MARGIN = 12;

/** A piece of linen, which is only drawn while it is in the picture. */
interface Patch {
  readonly shape: Sprite;
  readonly cover: Cover;
}

export class Cloth {
  readonly layer = new Container();
  readonly #patches: Patch[] = [];

  constructor(map: MapFile, shapes: Shapes) {
    this.layer.addChild(drawCloth(map, shapes.palette));
    for (const cover of map.covers) {
      const shape = patchOf(cover, shapes);
      this.#patches.push({ shape, cover });
      this.layer.addChild(shape);
    }
  }

  /** Shows the patches that are in the picture. */
  lookAt(sight: Sight): void {
    for (const { shape, cover } of this.#patches) {
      const [x, y, width, height] = cover;
      shape.visible =
        x < sight.right + PATCH_MARGIN &&
        x + width > sight.left - PATCH_MARGIN &&
        y < sight.bottom + PATCH_MARGIN &&
        y + height > sight.top - PATCH_MARGIN;
    }
  }

  dispose(): void {
    this.layer.destroy({ children: true, context: true, texture: true, textureSource: true });
  }
}

/** A patch as an image: to draw all its stitches in every picture would cost more than all bodies. */
function patchOf(cover: Cover, shapes: Shapes): Sprite {
  const [x, y, width, height] = cover;
  const [left, top] = [Math.floor(x - PATCH_MARGIN), Math.floor(y - PATCH_MARGIN)];
  const wide = Math.ceil(x + width + PATCH_MARGIN) - left;
  const high = Math.ceil(y + height + PATCH_MARGIN) - top;
  const sprite = new Sprite(shapes.bake((to) => drawPatch(to, cover, shapes.palette), left, top, wide, high));
  sprite.position.set(left, top);
  return sprite;
}

function drawCloth({ width, height }: MapFile, palette: Palette): Graphics {
  const cloth = new Graphics();
  const hoop = (grow: number, color: number): void => {
    cloth.roundRect(-grow, -grow, width + 2 * grow, height + 2 * grow, grow).fill(color);
  };
  hoop(HOOP_WIDTH + 3, palette.rim);
  hoop(HOOP_WIDTH, palette.hoop);
  hoop(HOOP_WIDTH - 6, palette.hoopLight);
  hoop(HOOP_WIDTH - 10, palette.hoop);
  hoop(4, palette.rim);
  cloth.rect(0, 0, width, height).fill(palette.cloth);
  // The weave is one thread each way, to and fro: a single line costs a picture less than a hundred.
  cloth.moveTo(0, 0);
  for (let x = WEAVE_STEP, down = true; x < width; x += WEAVE_STEP, down = !down) {
    cloth.lineTo(x, down ? 0 : height).lineTo(x, down ? height : 0);
  }
  cloth.stroke({ width: 2, color: palette.weave });
  cloth.moveTo(0, 0);
  for (let y = WEAVE_STEP, right = true; y < height; y += WEAVE_STEP, right = !right) {
    cloth.lineTo(right ? 0 : width, y).lineTo(right ? width : 0, y);
  }
  cloth.stroke({ width: 2, color: palette.weave });
  // Where it turns it shows at the edge.
  cloth.rect(-1, -1, width + 2, height + 2).stroke({ width: 4, color: palette.rim });
  return cloth;
}

function drawPatch(patch: GraphicsContext, [x, y, width, height]: Cover, palette: Palette): void {
  const radius = Math.min(8, width / 4, height / 4);
  const { shadow, shadowAlpha, patchEdge } = palette;
  patch.roundRect(x + 5, y + 8, width, height, radius).fill({ color: shadow, alpha: shadowAlpha });
  patch.roundRect(x, y, width, height, radius).fill(palette.patch);
  patch.roundRect(x + 1.5, y + 1.5, width - 3, height - 3, radius).stroke({ width: 3, color: patchEdge });
  if (width > 3 * STITCH_INSET && height > 3 * STITCH_INSET) {
    const [left, top] = [x + STITCH_INSET, y + STITCH_INSET];
    const [right, bottom] = [x + width - STITCH_INSET, y + height - STITCH_INSET];
    stitch(patch, left, top, right, top);
    stitch(patch, right, top, right, bottom);
    stitch(patch, right, bottom, left, bottom);
    stitch(patch, left, bottom, left, top);
    patch.stroke({ width: 2.2, color: palette.stitch, cap: 'round' });
  }
}

/** A seam: as many whole stitches as fit, evenly. */
function stitch(patch: GraphicsContext, ax: number, ay: number, bx: number, by: number): void {
  const length = Math.hypot(bx - ax, by - ay);
  const count = Math.max(1, Math.round(length / (STITCH_LENGTH + STITCH_GAP)));
  for (let at = 0; at < count; at++) {
    const from = (at + 0.22) / count;
    const to = (at + 0.78) / count;
    patch.moveTo(ax + (bx - ax) * from, ay + (by - ay) * from);
    patch.lineTo(ax + (bx - ax) * to, ay + (by - ay) * to);
  }
}
