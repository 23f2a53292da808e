import { openBrowserStorage, type TextStorage } from '../store/browser-storage.ts';

const blocked: TextStorage = { getItem: () => null, setItem: () => undefined };

/** Where the sizes of the panes are kept; nowhere when the browser blocks it, which the lesson page says. */
export const panelStorage: TextStorage = openBrowserStorage(window) ?? blocked;
