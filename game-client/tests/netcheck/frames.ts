/**
 * Frames at the pace of a screen, and how late this process itself was with them. What comes too late says nothing of a
 * client, only of a machine that had too much to do.
 */

const FRAME_MS = 1000 / 60;
/** A frame that is later than this may have missed what a screen would have shown. */
const LATE_MS = 12;

export class Frames {
  /** Frames since the last `begin`, and those that were too late. */
  count = 0;
  late = 0;
  /** How late the latest of them was. */
  latestMs = 0;
  #isOver = false;

  /** Calls `frame` once a frame, from `phase` of one on: players of a cell do not all draw at once. */
  run(frame: () => void, phase: number): void {
    let dueMs = performance.now() + phase * FRAME_MS;
    const next = (): void => {
      if (this.#isOver) {
        return;
      }
      const nowMs = performance.now();
      this.count += 1;
      this.latestMs = Math.max(this.latestMs, nowMs - dueMs);
      this.late += nowMs - dueMs > LATE_MS ? 1 : 0;
      frame();
      // What was missed is missed, as on a screen.
      dueMs += FRAME_MS * Math.max(1, Math.ceil((performance.now() - dueMs) / FRAME_MS));
      setTimeout(next, Math.max(dueMs - performance.now(), 0));
    };
    setTimeout(next, phase * FRAME_MS);
  }

  begin(): void {
    this.count = 0;
    this.late = 0;
    this.latestMs = 0;
  }

  stop(): void {
    this.#isOver = true;
  }

  /** In per cent. */
  get lateShare(): number {
    return (100 * this.late) / Math.max(this.count, 1);
  }
}
