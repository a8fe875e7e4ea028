/**
 * What a player is told when it is over, and what they can do then.
 */
import { closeReason } from '../protocol/close.gen.ts';
import { ENDING_UNREACHABLE, ENDING_UNREADABLE, type Ending } from '../state/state.ts';
import { isKey, say, type Key } from './say.ts';

/** A way on: into the same room, into any room, or by loading the page anew. */
export type WayOn = 'again' | 'quick' | 'reload';

export interface Notice {
  /** The name of the ending: also in the page, for style sheets and tests. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly ways: readonly { readonly way: WayOn; readonly label: string }[];
}

const LABELS: Readonly<Record<WayOn, Key>> = { again: 'do.again', quick: 'do.quick', reload: 'do.reload' };
/** Where the room is gone, any room is where one plays on. */
const GONE = ['room_ended', 'stopping', 'kicked'];

/** Where the usual ways on, the same room or any, are not the right ones. */
const WAYS: Readonly<Record<string, readonly WayOn[]>> = {
  room_ended: ['quick'],
  stopping: ['quick'],
  kicked: ['quick'],
  replay_over: ['again'],
  full: ['quick', 'again'],
  wrong_code: ['quick'],
  unreachable: ['again'],
  version: ['reload'],
  malformed: ['reload'],
  before_hello: ['reload'],
  unreadable: ['reload'],
  text: ['reload'],
  too_large: ['reload'],
};

export function noticeOf(ending: Ending): Notice {
  const name = nameOf(ending.code);
  const names = closeReason(ending.code)?.params ?? [];
  const params = Object.fromEntries(names.map((param, at) => [param, ending.params[at] ?? '?']));
  const label = (way: WayOn): string => {
    const gone = way === 'quick' && GONE.includes(name) ? 'do.playAgain' : LABELS[way];
    return say(name === 'replay_over' ? 'do.watchAgain' : gone);
  };
  const ways = (WAYS[name] ?? ['again', 'quick']).map((way) => ({ way, label: label(way) }));
  return { name, title: sentence(name, 'title', params), text: sentence(name, 'text', params), ways };
}

/** There is nothing that the game could be drawn with. */
export function blindNotice(): Notice {
  const ways = [{ way: 'reload', label: say('do.reload') }] as const;
  return { name: 'blind', title: say('blind.title'), text: say('blind.text'), ways };
}

function nameOf(code: number): string {
  switch (code) {
    case ENDING_UNREACHABLE:
      return 'unreachable';
    case ENDING_UNREADABLE:
      return 'unreadable';
    default:
      return closeReason(code)?.name ?? 'lost';
  }
}

function sentence(
  name: string,
  part: 'title' | 'text',
  params: Readonly<Record<string, string | number>>,
): string {
  const key = `ending.${name}.${part}`;
  return say(isKey(key) ? key : `ending.lost.${part}`, params);
}
