/**
 * The colours of the threads, by what the eyes that look at them tell apart.
 *
 * Those for eyes that lack a kind of cone were searched for: of any two the least distance, as such eyes see them and as
 * others do, is as large as it could be made, with all cloths far enough away. `tests/palette.test.ts` holds that.
 */
import type { Threads } from '../settings/settings.ts';

/** Sky and ember, the threads of two teams: far apart for eyes of every kind. */
export const TEAM_DYES = [0x4fb3ff, 0xff8a3d] as const;

export const DYES: Readonly<Record<Threads, readonly number[]>> = {
  normal: [0x4fb3ff, 0xff8a3d, 0xff5fa2, 0x57d98f, 0xb48cff, 0xffd84d, 0x3fe0d0, 0xff6b5e],
  // Red and green look alike, to eyes of either kind: light and blue tell the threads apart.
  deutan: [0x11aaee, 0xff5599, 0xffee11, 0x4455ff, 0xbb9900, 0x44eeff, 0x886633, 0x228877],
  // Blue and yellow look alike: light and red do.
  tritan: [0x1199dd, 0xff1100, 0xbbaaff, 0x337700, 0x8844ee, 0xeebb66, 0x99ff99, 0x886622],
};
