import type { WorkbenchActions } from '../store/workbench-store.ts';
import { zoomStep } from '../timeline/sight.ts';

interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  /** `everywhere`: also while one types. */
  readonly where?: 'everywhere';
  readonly act: (actions: WorkbenchActions, play: boolean) => void;
}

/** Every key of the lesson page, as `keyName` writes it. A presenter's remote sends PageUp and PageDown. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['Ctrl+Enter'], does: 'Run', where: 'everywhere', act: ({ run }, play) => void run({ play }) },
  { keys: ['ArrowRight', 'PageDown'], does: 'Step to the next event', act: ({ stepForward }) => stepForward() },
  { keys: ['ArrowLeft', 'PageUp'], does: 'Step back', act: ({ stepBack }) => stepBack() },
  { keys: ['.'], does: 'To the next event of note', act: ({ toNextNotable }) => toNextNotable() },
  { keys: [','], does: 'Back to the one before', act: ({ toPreviousNotable }) => toPreviousNotable() },
  { keys: ['Home'], does: 'To the start of the run', act: ({ toStart }) => toStart() },
  { keys: ['End'], does: 'To its end', act: ({ toEnd }) => toEnd() },
  { keys: ['P'], does: 'Play or pause', act: ({ togglePlaying }) => togglePlaying() },
  { keys: ['<'], does: 'Play slower', act: ({ changeSpeed }) => changeSpeed(-1) },
  { keys: ['>'], does: 'Play faster', act: ({ changeSpeed }) => changeSpeed(1) },
  { keys: ['+', '='], does: 'Zoom into the timeline', act: ({ zoom }) => zoom(zoomStep) },
  { keys: ['-'], does: 'Zoom out', act: ({ zoom }) => zoom(1 / zoomStep) },
  { keys: ['0'], does: 'Show the whole run', act: ({ showWholeRun }) => showWholeRun() },
  { keys: ['S'], does: 'Pause or resume the replica', act: ({ pauseOrResume }) => void pauseOrResume() },
  { keys: ['N'], does: 'Next step of the lesson', act: ({ moveStep }) => moveStep(1) },
  { keys: ['B'], does: 'Previous step of the lesson', act: ({ moveStep }) => moveStep(-1) },
  { keys: ['H'], does: 'Show a hint, then the next', act: ({ showHint }) => showHint() },
  { keys: ['D'], does: 'See what differs from the start', act: ({ toggleComparing }) => toggleComparing() },
  { keys: ['R'], does: 'Reset code and delay', act: ({ reset }) => reset() },
  { keys: ['U'], does: 'Bring back the code from before', act: ({ undoReset }) => undoReset() },
];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

export function keyName({ key, ctrlKey, metaKey, altKey }: Pressed): string {
  const modifier = ctrlKey || metaKey ? 'Ctrl+' : altKey ? 'Alt+' : '';
  return modifier + (key.length === 1 ? key.toUpperCase() : key);
}

/** The shortcut of a key, where one writes (`typing`) or elsewhere. */
export function shortcutFor(pressed: Pressed, typing: boolean): Shortcut | undefined {
  const name = keyName(pressed);
  return shortcuts.find(({ keys, where }) => keys.includes(name) && (!typing || where === 'everywhere'));
}
