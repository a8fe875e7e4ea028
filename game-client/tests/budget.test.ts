import { expect, test } from 'vitest';
import { Budget } from '../src/view/budget.ts';

const FRAME_MS = 1000 / 60;

/** A budget, and pictures that are handed to it at a time of their own. */
class Screen {
  readonly budget = new Budget();
  #nowMs = 5000;

  /** So many seconds of pictures; every `slowEach`th takes so long. */
  run(seconds: number, slow: { script?: number; gap?: number } = {}, slowEach = 1): this {
    const end = this.#nowMs + seconds * 1000;
    for (let count = 1; this.#nowMs < end; count += 1) {
      const isSlow = count % slowEach === 0;
      const gap = isSlow ? (slow.gap ?? FRAME_MS) : FRAME_MS;
      this.#nowMs += gap;
      this.budget.note(isSlow ? (slow.script ?? 3) : 3, gap, this.#nowMs);
    }
    return this;
  }

  get thrown(): number {
    return this.budget.of(16);
  }
}

test('quick_pictures_show_everything', () => {
  expect(new Screen().run(30).thrown).toBe(16);
});

test.each([
  ['scripts', { script: 14 }],
  ['gaps', { gap: 60 }],
])('slow_%s_cost_half_of_the_effects_and_then_another_half', (_what, slow) => {
  const screen = new Screen();
  expect(screen.run(0.2, slow).thrown).toBe(16);
  // Twenty pictures decide, and twenty others about the next step.
  expect(screen.run(1.1, slow).thrown).toBeLessThan(16);
  expect(screen.run(3, slow).thrown).toBe(4);
  expect(screen.run(20, slow).thrown).toBe(4);
});

test('a_slow_picture_now_and_then_costs_nothing', () => {
  expect(new Screen().run(20, { script: 30 }, 40).thrown).toBe(16);
  expect(new Screen().run(20, { script: 30 }, 10).thrown).toBe(4);
});

test('all_of_it_comes_back_step_by_step_once_it_is_quick_for_a_while', () => {
  const screen = new Screen().run(4, { script: 14 });
  expect(screen.thrown).toBe(4);
  expect(screen.run(5).thrown).toBe(4);
  expect(screen.run(3).thrown).toBe(8);
  expect(screen.run(7).thrown).toBe(16);
});

test('a_hidden_page_is_no_slow_one', () => {
  const screen = new Screen();
  for (let at = 0; at < 40; at += 1) {
    screen.run(2, { gap: 3000 }, 30);
  }
  expect(screen.thrown).toBe(16);
});

test('something_is_always_thrown', () => {
  const { budget } = new Screen().run(4, { script: 50 });
  expect([budget.of(1), budget.of(3), budget.of(7)]).toEqual([1, 1, 2]);
});
