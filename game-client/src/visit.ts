/**
 * A visit to a room with everything that shows it: what a picture of it is made of.
 */
import type { Speaker } from './audio/speaker.ts';
import type { Keys } from './input/keys.ts';
import type { PadPlayer } from './input/pads.ts';
import { holdsAny } from './input/sampler.ts';
import type { Picture, Play } from './play.ts';
import type { Vec2 } from './sim/grid.ts';
import type { Settings } from './settings/settings.ts';
import { ownSeat } from './state/state.ts';
import type { Haptics } from './ui/haptics.ts';
import type { Hud } from './ui/hud.ts';
import type { LookOn } from './ui/lookon.ts';
import type { Overlay } from './ui/overlay.ts';
import type { Felt } from './ui/rumble.ts';
import type { SandboxPanel } from './ui/sandbox.ts';
import type { Talk } from './ui/talk/talk.ts';
import type { TouchPad } from './ui/touch.ts';
import type { Watcher } from './ui/watcher.ts';
import type { Shown, View } from './view/view.ts';

/** A visit to a room with its screen. */
export interface Visit {
  readonly play: Play;
  readonly keys: Keys;
  readonly pad: PadPlayer;
  readonly felt: Felt;
  readonly touch: TouchPad;
  readonly haptics: Haptics;
  /** Null where nothing sounds. */
  speaker: Speaker | null;
  readonly hud: Hud;
  readonly overlay: Overlay;
  /** Chooses whom the camera follows, for one without a seat. */
  watcher: Watcher | null;
  readonly sandbox: SandboxPanel;
  readonly lookOn: LookOn;
  readonly talk: Talk;
  /** The picture is up: until then the start page stays. */
  shown: boolean;
  /** The room was opened for friends, who have to be invited. */
  readonly isNew: boolean;
}

/** What a picture depends on beside the visit. */
export interface Around {
  readonly nowMs: number;
  readonly settings: Settings;
  /** Fingers play, and no keys. */
  readonly isTouch: boolean;
  readonly look: Pick<Shown, 'calm' | 'palette'>;
}

/** Draws the world and lets it sound. */
export function paint(visit: Visit, shown: Picture, drawing: View, around: Around): void {
  const { play, keys, speaker } = visit;
  const { nowMs, settings, look } = around;
  visit.touch.update(nowMs);
  drawing.draw(play.state, play.prediction, {
    ...shown,
    nowMs,
    pointer: keys.pointer,
    aim: play.aim,
    names: settings.video.names,
    watch: watchedBy(visit),
    ...look,
  });
  speaker?.update(play.state, {
    tick: shown.tick,
    nowMs,
    ear: { ...drawing.middle, wide: drawing.layout.unitsWide },
    map: play.prediction.map,
    talk: settings.talk,
    fresh: shown.fresh,
    foreseen: play.volley.foreseen,
  });
}

/** Whom the camera follows in place of the own body. */
function watchedBy({ play, watcher, lookOn }: Visit): Shown['watch'] {
  if (ownSeat(play.state) === null) {
    return { seat: watcher?.followed ?? null };
  }
  return lookOn.followed === null ? null : { seat: lookOn.followed };
}

/** Brings up to date what stands over the world. Answers with a warning that must not be missed; empty for none. */
export function tell(visit: Visit, shown: Picture, drawing: View, around: Around): string {
  const { play, keys, speaker, hud, overlay } = visit;
  const { nowMs, settings, isTouch, look } = around;
  const { minimap, hitMarks } = settings.video;
  const { middle, layout } = drawing;
  const seen = (seat: number): Vec2 | null => drawing.seen(seat);
  const sight = { middle, layout, pointer: keys.pointer, seen, minimap, hitMarks, ...look };
  hud.update(play.state, play.prediction, nowMs, sight);
  visit.sandbox.update(play.state);
  visit.talk.update(play.state, nowMs, sight);
  visit.haptics.update(play.state, isTouch && settings.touch.haptics, look.calm);
  visit.watcher?.update();
  visit.lookOn.update(play.state, nowMs);
  return overlay.update(
    {
      state: play.state,
      weapons: play.slots().length,
      net: {
        line: play.line,
        delay: play.delay,
        lead: play.lead,
        corrections: play.prediction.corrections,
        pingMs: play.ping.ms,
        tickMs: shown.tickMs,
      },
      holds: holdsAny(play.sampler),
      aim: play.sampler.aim,
      heldMs: play.heldMs,
      captions: speaker?.captions(nowMs) ?? [],
    },
    nowMs,
  );
}
