/**
 * Hands a text on. The clipboard of today is for secure pages only; a game in the house is often played over plain HTTP.
 */
import { make } from './dom.ts';

/** Hands an address to another program of the device, where there is such a way. */
export function sharing(): ((address: string) => void) | null {
  const { share } = navigator as Partial<Navigator>;
  // Whoever thinks better of it is told nothing.
  return share === undefined ? null : (url) => void navigator.share({ url }).catch(() => undefined);
}

export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const focused = document.activeElement;
  const field = make('textarea', { attributes: { readonly: '' } });
  field.value = text;
  // Under an open dialog nothing can be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) {
    focused.focus();
  }
}
