import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useMediaQuery } from './use-media-query.ts';
import { openBrowserStorage } from './store/browser-storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'replayground:theme';
const storage = openBrowserStorage(window);
const isChoice = (text: string | null | undefined): text is ThemeChoice =>
  text === 'system' || text === 'light' || text === 'dark';

const saved = storage?.getItem(key);
const theme = createStore<ThemeChoice>(() => (isChoice(saved) ? saved : 'system'));

function show(choice: ThemeChoice): void {
  document.documentElement.dataset.theme = choice;
}
show(theme.getState());

export function chooseTheme(choice: ThemeChoice): void {
  theme.setState(choice, true);
  show(choice);
  storage?.setItem(key, choice);
}

/** For the page that is open, and not remembered. Gives the way back. */
export function showTheme(choice: ThemeChoice): () => void {
  const before = theme.getState();
  const turnTo = (shown: ThemeChoice): void => {
    theme.setState(shown, true);
    show(shown);
  };
  turnTo(choice);
  return () => turnTo(before);
}

export const useThemeChoice = (): ThemeChoice => useStore(theme);

/** Whether the page is dark now, be it by choice or by the system's. */
export function useIsDark(): boolean {
  const system = useMediaQuery('(prefers-color-scheme: dark)');
  const choice = useThemeChoice();
  return choice === 'system' ? system : choice === 'dark';
}
