/**
 * Gamepads of the page `/`: they play as keys and pointer do, and walk through whatever stands over the match.
 *
 * A stick's aim is helped by the tuning, toward those who are drawn in the picture, and never through a wall.
 */
import { assisted } from './input/gamepad.ts';
import type { KeysOptions } from './input/keys.ts';
import { gamepadsOf, Pads, type PadPlayer } from './input/pads.ts';
import type { Play } from './play.ts';
import { tuningAt } from './predict/tuning.ts';
import type { SettingsStore } from './settings/settings.ts';
import type { Angle } from './sim/grid.ts';
import { cast } from './sim/map.ts';
import { newest, ownSeat } from './state/state.ts';
import { isMate } from './state/teams.ts';
import { Focus } from './ui/menu/focus.ts';
import type { Menu } from './ui/menu/menu.ts';
import type { View } from './view/view.ts';

/** How far from the middle a stick aims, as a share of the shorter side: the camera leads as far as by a mouse. */
const REACH = 0.3;

export interface PadHost {
  readonly settings: SettingsStore;
  /** Who plays; null for one who only watches, and before the first picture. */
  readonly player: () => PadPlayer | null;
  /** What stands in the match's place, or is chosen with beside it. */
  readonly page: () => HTMLElement | null;
  readonly menu: () => Menu;
  /** Leaves what is chosen with. */
  readonly back: () => void;
  readonly switched: () => void;
}

export function padsOf({ settings, player, page, menu, back, switched }: PadHost): Pads {
  const pads: Pads = new Pads({
    gamepads: () => gamepadsOf(navigator),
    page: document,
    settings: () => settings.now.pad,
    player: () => (menu().isOpen ? null : player()),
    menus: new Focus({
      scope: () => (menu().isOpen ? menu().element : page()),
      back: () => (menu().isOpen ? menu().back() : back()),
      // No browser opens another page for a pad.
      follow: ({ href }) => location.assign(href),
    }),
    menu: () => menu().toggle(),
    switched: () => {
      document.documentElement.dataset['input'] = pads.used === null ? 'keys' : 'pad';
      menu().refresh();
      switched();
    },
  });
  return pads;
}

/** Whoever plays by keys plays by a pad as well. `pointer` is where the keys' pointer is. */
export function padPlayer(
  keys: KeysOptions,
  pointer: PadPlayer['pointer'],
  play: Play,
  view: Promise<View>,
): PadPlayer {
  let drawn: View | null = null;
  void view.then((drawing) => (drawn = drawing));
  return {
    ...keys,
    pointer,
    reach: () => Math.min(keys.area.clientWidth, keys.area.clientHeight) * REACH,
    assist: (aim) => helped(aim, play, drawn),
    touched: () => keys.touched(''),
  };
}

/** What a stick's aim becomes. */
export function helped(
  aim: Angle,
  { state, prediction }: Pick<Play, 'state' | 'prediction'>,
  view: Pick<View, 'seen'> | null,
): Angle {
  const last = newest(state);
  const seat = ownSeat(state);
  const within = tuningAt(state, last?.tick ?? 0)?.feel.aimAssist ?? 0;
  const { map } = prediction;
  const from = seat === null ? null : (view?.seen(seat) ?? null);
  if (seat === null || within === 0 || map === null || last === undefined || from === null) {
    return aim;
  }
  const enemies = last.players.flatMap((other) =>
    other.seat === seat || isMate(state, seat, other.seat) ? [] : (view?.seen(other.seat) ?? []),
  );
  return assisted(aim, { from, enemies, within, isHidden: (enemy) => cast(map, from, enemy) !== null });
}
