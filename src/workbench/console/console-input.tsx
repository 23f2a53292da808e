import { useId, useMemo, type KeyboardEvent } from 'react';
import type { NodeName } from '../../trace/ids.ts';
import type { RunView } from '../../trace/view.ts';
import type { Names } from './complete-word.ts';
import { usePromptLine, type PromptLine } from './use-prompt-line.ts';

interface ConsoleInputProps {
  readonly node: NodeName;
  readonly view: RunView;
  readonly isReady: boolean;
  readonly onAsk: (line: string) => void;
}

/** Where one types: Enter asks, Shift+Enter begins a new line, the arrows bring back what was typed before, Tab completes the
 * word as long as something is offered for it. */
export function ConsoleInput({ node, view, isReady, onAsk }: ConsoleInputProps) {
  const offersId = useId();
  const prompt = usePromptLine(useNames(view, node));
  const { field, text, completion } = prompt;
  const canAsk = isReady && text.trim() !== '';
  const ask = (): void => {
    if (canAsk) onAsk(prompt.take());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const act = keyAction(event, text, completion !== null);
    if (!act) return;
    event.preventDefault();
    if (act === 'ask') ask();
    else if (act === 'complete') prompt.complete(completion!.words[0]!);
    else if (act === 'dismiss') prompt.dismiss();
    else prompt.recall(act === 'earlier' ? 1 : -1);
  };
  return (
    <div className="console-input">
      <Offers id={offersId} prompt={prompt} />
      <label className="console-field" data-node={node}>
        <span className="console-prompt" aria-hidden="true">
          {node}=#
        </span>
        <span className="visually-hidden">SQL for the {node}</span>
        <textarea
          ref={field}
          value={text}
          rows={Math.min(6, text.split('\n').length)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          aria-describedby={offersId}
          onChange={({ target }) => prompt.type(target.value, target.selectionEnd)}
          onSelect={({ currentTarget }) => prompt.moveCaret(currentTarget.selectionEnd)}
          onBlur={prompt.dismiss}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="button" disabled={!canAsk} onClick={ask}>
          Ask
        </button>
      </label>
    </div>
  );
}

function Offers({ id, prompt: { completion, complete } }: { id: string; prompt: PromptLine }) {
  return (
    <p id={id} className="console-offers" aria-live="polite">
      {completion && (
        <>
          <kbd>Tab</kbd>
          {completion.words.map((word) => (
            <button
              key={word}
              type="button"
              tabIndex={-1}
              className="console-offer"
              // The line keeps the focus, or the offer would be gone before it is taken.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => complete(word)}
            >
              {word}
            </button>
          ))}
        </>
      )}
    </p>
  );
}

type KeyAction = 'ask' | 'complete' | 'dismiss' | 'earlier' | 'later';

function keyAction(
  { key, shiftKey, currentTarget, nativeEvent }: KeyboardEvent<HTMLTextAreaElement>,
  text: string,
  isCompleting: boolean,
): KeyAction | null {
  if (nativeEvent.isComposing) return null;
  if (key === 'Enter') return shiftKey ? null : 'ask';
  if (key === 'Tab') return isCompleting && !shiftKey ? 'complete' : null;
  if (key === 'Escape') return isCompleting ? 'dismiss' : null;
  const { selectionStart, selectionEnd } = currentTarget;
  // Within a text of several lines the arrows move the caret.
  if (key === 'ArrowUp') return text.slice(0, selectionStart).includes('\n') ? null : 'earlier';
  if (key === 'ArrowDown') return text.slice(selectionEnd).includes('\n') ? null : 'later';
  return null;
}

function useNames({ tables, standalone }: RunView, node: NodeName): Names {
  return useMemo(
    () => ({ tables: node === 'standalone' ? (standalone?.tables ?? []) : tables }),
    [tables, standalone, node],
  );
}
