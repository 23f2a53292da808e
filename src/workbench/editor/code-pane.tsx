import { Tabs } from '@base-ui/react/tabs';
import { lazy, Suspense, use, useMemo, useRef } from 'react';
import type { SourceFiles } from '../../course/lesson.ts';
import type { ProgramError, SourcePlace } from '../../trace/http.ts';
import { ProgramErrorText } from '../program-error-text.tsx';
import { prefersReducedMotion, useMediaQuery } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { PlainEditor } from './plain-editor.tsx';
import './editor.css';

/** The declaration files of the learner API by path: `django/index.d.ts`. */
export type DjangoTypes = Readonly<Record<string, string>>;

/** Fetches the types of the learner API. Called once a page; it must give the same promise each time. */
export type LoadDjangoTypes = () => Promise<DjangoTypes>;

export interface CodeEditorProps {
  /** All of the program's files, the given ones too. */
  readonly files: SourceFiles;
  readonly open: string;
  readonly readOnly: boolean;
  readonly jump: { readonly place: SourcePlace } | null;
  readonly refused: ProgramError | null;
  readonly djangoTypes: DjangoTypes;
  readonly onEdit: (name: string, text: string) => void;
  readonly onRun: () => void;
  readonly onLeave: () => void;
}

const MonacoEditor = lazy(async () => {
  const { MonacoEditor: component } = await import('./monaco-editor.tsx');
  return { default: component };
});

/** The program's files, a tab each. */
export function CodePane({ loadDjangoTypes }: { loadDjangoTypes: LoadDjangoTypes }) {
  const { openFile, edit, run } = useActions();
  const given = useWorkbenchState((state) => state.lesson.given);
  const own = useWorkbenchState((state) => state.files);
  const open = useWorkbenchState((state) => state.openFile);
  const jump = useWorkbenchState((state) => state.jump);
  const refused = useWorkbenchState((state) => state.refused);
  const narrow = useMediaQuery('(width < 700px)');
  const tabs = useRef<HTMLDivElement>(null);
  const files = useMemo(() => ({ ...given, ...own }), [given, own]);
  const props: Omit<CodeEditorProps, 'djangoTypes'> = {
    files,
    open,
    readOnly: open in given,
    jump,
    refused,
    onEdit: edit,
    onRun: () => void run({ play: !prefersReducedMotion() }),
    onLeave: () => tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
  };
  return (
    <Tabs.Root className="code" value={open} onValueChange={(name: string) => openFile(name)}>
      <Tabs.List ref={tabs} className="tab-list" aria-label="Files">
        {[...Object.keys(own), ...Object.keys(given)].map((name) => (
          <Tabs.Tab key={name} value={name} className="tab" data-given={name in given || undefined}>
            {name}
            {name in given && <span className="read-only">read only</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={open} className="editor" tabIndex={-1}>
        {narrow ? (
          <PlainEditor {...props} djangoTypes={{}} />
        ) : (
          <Suspense fallback={<PlainEditor {...props} djangoTypes={{}} />}>
            <TypedEditor {...props} loadDjangoTypes={loadDjangoTypes} />
          </Suspense>
        )}
      </Tabs.Panel>
      {refused && <Refusal error={refused} />}
      <p className="editor-hint">
        <kbd>Esc</kbd> leaves the editor, <kbd>Ctrl</kbd>+<kbd>Enter</kbd> runs
      </p>
    </Tabs.Root>
  );
}

type TypedEditorProps = Omit<CodeEditorProps, 'djangoTypes'> & { readonly loadDjangoTypes: LoadDjangoTypes };

function TypedEditor({ loadDjangoTypes, ...props }: TypedEditorProps) {
  return <MonacoEditor {...props} djangoTypes={use(loadDjangoTypes())} />;
}

function Refusal({ error }: { error: ProgramError }) {
  return (
    <div className="refusal" role="alert">
      <ProgramErrorText error={error} />
    </div>
  );
}
