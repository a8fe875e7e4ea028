/**
 * Lines that change with every picture: tails, taut and slack threads. All are one drawing, so that a picture pays for
 * points and not for objects, and every line is used again.
 *
 * A drawing of PixiJS is made to be drawn once. What is used of it here is that its list of instructions is open: each
 * line is an instruction that was made by the drawing's own means and whose points, width and colour are written anew.
 */
import { Graphics, GraphicsContext, Polygon, type StrokeInstruction } from 'pixi.js';

/** Points of one line at most. */
export const POINTS_MAX = 300;

interface Line {
  readonly instruction: StrokeInstruction;
  readonly points: number[];
}

export class Strokes {
  readonly shape: Graphics;
  /** Where the points of the next line are written: x and y by turns. */
  readonly points = new Float64Array(POINTS_MAX * 2);
  readonly #context = new GraphicsContext();
  readonly #lines: Line[] = [];
  #used = 0;

  constructor() {
    this.#context.batchMode = 'no-batch';
    this.shape = new Graphics(this.#context);
  }

  begin(): void {
    this.#used = 0;
    this.#context.instructions.length = 0;
  }

  /** Draws a line along the first `count` points. */
  draw(count: number, width: number, colour: number, alpha: number): void {
    if (count < 2 || alpha <= 0) {
      return;
    }
    const line = (this.#lines[this.#used] ??= newLine());
    this.#used += 1;
    const { points, instruction } = line;
    points.length = count * 2;
    for (let at = 0; at < count * 2; at++) {
      points[at] = this.points[at] ?? 0;
    }
    const { style } = instruction.data;
    style.width = width;
    style.color = colour;
    style.alpha = alpha;
    this.#context.instructions.push(instruction);
  }

  /** The same twice: a rim, and the thread on it. */
  thread(count: number, width: number, rimWidth: number, colour: number, rim: number, alpha: number): void {
    this.draw(count, width + 2 * rimWidth, rim, alpha);
    this.draw(count, width, colour, alpha);
  }

  end(): void {
    this.#context.dirty = true;
    this.#context.emit('update', this.#context);
  }
}

/** A line that the drawing itself would have made of two points. */
function newLine(): Line {
  const context = new GraphicsContext();
  context.moveTo(0, 0).lineTo(1, 1).stroke({ width: 1, color: 0, cap: 'round', join: 'round' });
  const instruction = context.instructions[0];
  if (instruction?.action !== 'stroke') {
    throw new Error('a stroke is no stroke');
  }
  const shape = instruction.data.path.shapePath.shapePrimitives[0]?.shape;
  if (!(shape instanceof Polygon)) {
    throw new Error('a line is no polygon');
  }
  return { instruction, points: shape.points };
}
