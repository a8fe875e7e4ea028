/**
 * What the address of the page asks for. It names the room that one is in, so that it can be sent to a friend.
 */

/** The item of the storage that keeps the settings, for all pages. */
export const SETTINGS_KEY = 'fray.settings';

/** The code of a room; null where any will do. */
export function roomAsked(): string | null {
  const code = (new URL(location.href).searchParams.get('room') ?? '').trim().toUpperCase();
  return code === '' ? null : code;
}

export function rendererAsked(): string | null {
  return new URL(location.href).searchParams.get('renderer');
}

export function showRoom(code: string | null): void {
  const shown = new URL(location.href);
  if (code === null) {
    shown.searchParams.delete('room');
  } else {
    shown.searchParams.set('room', code);
  }
  history.replaceState(null, '', shown);
}
