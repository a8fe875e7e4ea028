/**
 * Storage that never fails. A browser may refuse all of it, or be full: what it does not keep holds until the page is closed.
 */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** `open` may throw, as the mere name of a storage does where it is refused. */
export function storeOf(open: () => Store): Store {
  const unkept = new Map<string, string>();
  const attempt = <T>(what: (store: Store) => T): T | null => {
    try {
      return what(open());
    } catch {
      return null;
    }
  };
  return {
    getItem: (key) => unkept.get(key) ?? attempt((store) => store.getItem(key)),
    setItem: (key, value) => {
      const isKept = attempt((store) => (store.setItem(key, value), true)) ?? false;
      if (isKept) {
        unkept.delete(key);
      } else {
        unkept.set(key, value);
      }
    },
    removeItem: (key) => {
      unkept.delete(key);
      attempt((store) => store.removeItem(key));
    },
  };
}
