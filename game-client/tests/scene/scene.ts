/**
 * A page for tests alone: the view draws a made-up fight, and beside it plain sprites, as many as the fight has things.
 *
 *     ?mood=crowd&theme=night&palette=normal&calm=0&renderer=canvas&seed=7
 *
 * `&twice` draws the fight two times over: a defect, for whoever tests the measurement.
 */
import { autoDetectRenderer, Container, Graphics, Sprite, type Renderer } from 'pixi.js';
import { mix } from '../../src/sim/chance.ts';
import { THEMES } from '../../src/settings/settings.ts';
import { paletteOf } from '../../src/view/palette.ts';
import { newVolley } from '../../src/predict/volley.ts';
import { View, type Shown } from '../../src/view/view.ts';
import { MOODS, World, type Mood } from './world.ts';

const SIZE = { width: 1280, height: 720 };
/** Things of a player: body, shadow, name, and a tail with its rim. */
const OF_A_PLAYER = 5;
const OF_A_DROP = 8;
/** A taut line and its rim. */
const OF_A_CHARGE = 2;

/** What a test asks the page to draw: the fight, the plain sprites, or nothing. */
export type Subject = 'fight' | 'sprites' | 'nothing';

declare global {
  interface Window {
    scene?: {
      /** Draws so many pictures of 1/60 s, as fast as it can. */
      run: (pictures: number) => void;
      /** Draws one picture in the next frame of the screen. */
      draw: (subject: Subject) => Promise<void>;
    };
  }
}

const asked = new URL(location.href).searchParams;

/** Plain sprites that move and turn, and nothing else. */
class Reference {
  readonly #stage = new Container();
  readonly #sprites: Sprite[] = [];

  constructor(
    private readonly renderer: Renderer,
    count: number,
    seed: number,
  ) {
    const drawing = new Graphics().circle(0, 0, 16).fill(0x4fb3ff);
    const texture = renderer.generateTexture(drawing);
    for (let at = 0; at < count; at++) {
      const sprite = new Sprite(texture);
      sprite.anchor.set(0.5);
      sprite.position.set(mix(seed, at, 0) % SIZE.width, mix(seed, at, 1) % SIZE.height);
      this.#sprites.push(sprite);
      this.#stage.addChild(sprite);
    }
  }

  draw(nowMs: number): void {
    for (const [at, sprite] of this.#sprites.entries()) {
      sprite.x += Math.sin(nowMs / 500 + at);
      sprite.y += Math.cos(nowMs / 500 + at);
      sprite.rotation = nowMs / 700 + at;
    }
    this.renderer.render(this.#stage);
  }
}

function thingsOf({ players, shots, drops, charging }: Mood): number {
  return players * OF_A_PLAYER + shots + drops * OF_A_DROP + charging * OF_A_CHARGE;
}

async function run(): Promise<void> {
  const mood = MOODS[asked.get('mood') ?? 'crowd'];
  if (mood === undefined) {
    throw new Error('no such mood');
  }
  const seed = Number(asked.get('seed') ?? 7);
  const theme = THEMES.find((name) => name === asked.get('theme')) ?? 'night';
  const contrast = asked.get('palette') === 'contrast' ? 'contrast' : 'normal';
  const palette = paletteOf({ theme, palette: contrast, threads: 'normal' });
  const preference = asked.get('renderer') === 'webgl' ? 'webgl' : 'canvas';
  const view = await View.create(preference, SIZE.width, SIZE.height, palette);
  const plain = await autoDetectRenderer({ preference: ['canvas'], ...SIZE, background: palette.outside });
  const world = new World(mood, seed);
  const reference = new Reference(plain, thingsOf(mood), seed);
  document.body.append(view.canvas, plain.canvas);

  const volley = newVolley();
  const draw = (): void => {
    const { tick, nowMs, own } = world;
    const aim = Math.floor((nowMs * 20) % 65536);
    const pointer = { x: 120, y: -60 };
    const shown: Shown = {
      ...{ tick, tickMs: 1000 / 60, own, nowMs, pointer, aim, palette },
      ...{ names: true, watch: null, calm: asked.get('calm') === '1' },
      ...{ volley, fresh: [] },
    };
    view.draw(world.state, world.prediction, shown);
  };
  window.scene = {
    run: (pictures) => {
      for (let picture = 0; picture < pictures; picture++) {
        world.step();
        draw();
      }
    },
    draw: (subject) =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          if (subject === 'fight') {
            world.step();
            draw();
            if (asked.has('twice')) {
              draw();
            }
          } else if (subject === 'sprites') {
            reference.draw(world.nowMs);
          }
          resolve();
        });
      }),
  };
  draw();
}

void run();
