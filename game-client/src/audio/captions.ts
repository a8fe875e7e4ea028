/**
 * What is heard, in words: at most a few lines, each for a moment. Pure; time is an argument, and words are keys.
 */
import { SOUNDS, type CaptionKey, type Cue } from './sounds.ts';

/** Lines at the same time. */
export const LINES_MAX = 4;
/** How long a line stands after its sound began. */
export const LINE_MS = 1600;
/** Beyond this a sound is said to come from a side. */
const SIDE_PAN = 0.25;

export interface Caption {
  readonly key: CaptionKey;
  readonly side: 'left' | 'middle' | 'right';
}

interface Line extends Caption {
  readonly priority: number;
  readonly untilMs: number;
}

export interface Captions {
  /** In the order in which they appeared. */
  lines: Line[];
}

export function newCaptions(): Captions {
  return { lines: [] };
}

/** Tells of a cue. A sound that is told of already keeps its line; one too many takes the least important, oldest one. */
export function tell(captions: Captions, cue: Cue, nowMs: number): void {
  const line = {
    key: cue.caption,
    side: cue.pan < -SIDE_PAN ? 'left' : cue.pan > SIDE_PAN ? 'right' : 'middle',
    priority: SOUNDS[cue.sound].priority,
    untilMs: nowMs + cue.inMs + LINE_MS,
  } as const;
  const lines = captions.lines.filter(({ untilMs }) => untilMs > nowMs);
  const same = lines.findIndex(({ key }) => key === line.key);
  lines.splice(same < 0 ? lines.length : same, same < 0 ? 0 : 1, line);
  if (lines.length > LINES_MAX) {
    const least = Math.min(...lines.map(({ priority }) => priority));
    lines.splice(
      lines.findIndex(({ priority }) => priority === least),
      1,
    );
  }
  captions.lines = lines;
}

/** The lines of now. */
export function captionsAt(captions: Captions, nowMs: number): readonly Caption[] {
  return captions.lines.filter(({ untilMs }) => untilMs > nowMs);
}
