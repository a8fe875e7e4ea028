/**
 * What stands over the picture must know of it: what it shows, where the pointer is, and how all of it is to look.
 */
import type { MinimapChoice, MarksChoice } from '../settings/settings.ts';
import type { Layout } from '../view/layout.ts';
import type { Palette } from '../view/palette.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Sight {
  /** What is in the middle of the picture, in units. */
  readonly middle: Place;
  readonly layout: Layout;
  /** The pointer from the middle of the picture, in CSS pixels. */
  readonly pointer: Place;
  readonly palette: Palette;
  /** Nothing floats or swings. */
  readonly calm: boolean;
  /** Where a player was drawn last, in units; null for one who is not in the picture. */
  readonly seen: (seat: number) => Place | null;
  readonly minimap: MinimapChoice;
  readonly hitMarks: MarksChoice;
}

/** Where a place of the world stands in the picture, in CSS pixels from its corner. */
export function inPicture({ middle, layout }: Pick<Sight, 'middle' | 'layout'>, { x, y }: Place): Place {
  return {
    x: layout.width / 2 + (x - middle.x) * layout.scale,
    y: layout.height / 2 + (y - middle.y) * layout.scale,
  };
}
