/** The two methods of `localStorage` that the page needs. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The browser's storage, or null where it is blocked (a frame of another site, a privacy setting): reading the property
 * throws then, and so may the first write.
 */
export function openBrowserStorage(scope: { readonly localStorage: Storage }): TextStorage | null {
  try {
    const storage = scope.localStorage;
    storage.setItem('replayground:probe', '1');
    storage.removeItem('replayground:probe');
    return storage;
  } catch {
    return null;
  }
}
