import { Dialog } from '@base-ui/react/dialog';
import { Icon } from '../icon.tsx';
import { shortcuts } from './shortcuts.ts';

const printed: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  PageDown: 'Page Down',
  PageUp: 'Page Up',
  '-': '−',
};

/** All keys of the page, in one place. */
export function ShortcutsDialog() {
  return (
    <Dialog.Root>
      <Dialog.Trigger className="button button-quiet" aria-label="Keys" title="Keys">
        <Icon name="keys" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog">
          <Dialog.Title className="popup-title">Keys</Dialog.Title>
          <dl className="keys">
            {shortcuts.map(({ keys, does }) => (
              <div key={does}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{printed[key] ?? key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd>Esc</kbd>
              </dt>
              <dd>Leave the editor</dd>
            </div>
          </dl>
          <p>On a Mac, Cmd works as Ctrl does. While you type, only Ctrl+Enter and Esc are keys of the page.</p>
          <Dialog.Close className="button">Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
