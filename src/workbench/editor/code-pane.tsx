import { Tabs } from '@base-ui/react/tabs';
import { lazy, Suspense, use, useMemo, useRef, useState } from 'react';
import type { SourceFiles } from '../../course/lesson.ts';
import type { ProgramError, SourcePlace } from '../../trace/http.ts';
import { ProgramErrorText } from '../program-error-text.tsx';
import { djangoFile, programFault, showsDjango } from '../store/workbench-state.ts';
import { TabStrip } from '../tab-strip.tsx';
import { prefersReducedMotion, useMediaQuery } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { EditorHint } from './editor-hint.tsx';
import { PlainEditor } from './plain-editor.tsx';
import './editor.css';

/** The declaration files of the learner API by path: `django/index.d.ts`. */
export type DjangoTypes = Readonly<Record<string, string>>;

/** Fetches the types of the learner API. Called once a page; it must give the same promise each time. */
export type LoadDjangoTypes = () => Promise<DjangoTypes>;

export interface CodeEditorProps {
  /** All files that have a tab. */
  readonly files: SourceFiles;
  readonly open: string;
  readonly readOnly: boolean;
  readonly jump: { readonly place: SourcePlace } | null;
  /** What the last run found wrong with the program, to be marked at its place. */
  readonly fault: ProgramError | null;
  readonly djangoTypes: DjangoTypes;
  readonly onEdit: (name: string, text: string) => void;
  readonly onRun: () => void;
  readonly onLeave: () => void;
  /** Whether Tab moves on to the next part of the page, or indents. */
  readonly onTabMoves: (moves: boolean) => void;
}

const MonacoEditor = lazy(async () => {
  const { MonacoEditor: component } = await import('./monaco-editor.tsx');
  return { default: component };
});

/** The program's files, a tab each. */
export function CodePane({ loadDjangoTypes }: { loadDjangoTypes: LoadDjangoTypes }) {
  const { openFile, edit, run } = useActions();
  const own = useWorkbenchState((state) => state.files);
  const open = useWorkbenchState((state) => state.openFile);
  const jump = useWorkbenchState((state) => state.jump);
  const fault = useWorkbenchState(programFault);
  const narrow = useMediaQuery('(width < 700px)');
  const [tabMoves, setTabMoves] = useState(false);
  const hint = useRef<HTMLParagraphElement>(null);
  const readOnly = useReadOnlyFiles();
  const files = useMemo(() => ({ ...readOnly, ...own }), [readOnly, own]);
  const props: Omit<CodeEditorProps, 'djangoTypes'> = {
    files,
    open,
    readOnly: open in readOnly,
    jump,
    fault,
    onEdit: edit,
    onRun: () => void run({ play: !prefersReducedMotion() }),
    onLeave: () => hint.current?.focus(),
    onTabMoves: setTabMoves,
  };
  return (
    <Tabs.Root className="code" value={open} onValueChange={(name: string) => openFile(name)}>
      <TabStrip label="Files" active={open}>
        {[...Object.keys(own), ...Object.keys(readOnly)].map((name) => (
          <Tabs.Tab key={name} value={name} className="tab" data-given={name in readOnly || undefined}>
            {name}
            {name in readOnly && <span className="read-only">read only</span>}
          </Tabs.Tab>
        ))}
      </TabStrip>
      <Tabs.Panel value={open} className="editor" tabIndex={-1}>
        {narrow ? (
          <PlainEditor {...props} djangoTypes={{}} />
        ) : (
          <Suspense fallback={<PlainEditor {...props} djangoTypes={{}} />}>
            <TypedEditor {...props} loadDjangoTypes={loadDjangoTypes} />
          </Suspense>
        )}
      </Tabs.Panel>
      {fault && <Fault error={fault} />}
      <EditorHint ref={hint} tabMoves={tabMoves} />
    </Tabs.Root>
  );
}

/** The lesson's own files, and the solution in Django where it may be read. */
function useReadOnlyFiles(): SourceFiles {
  const { given, django } = useWorkbenchState((state) => state.lesson);
  const withDjango = useWorkbenchState(showsDjango);
  return useMemo(() => (withDjango ? { ...given, [djangoFile]: django } : given), [given, django, withDjango]);
}

type TypedEditorProps = Omit<CodeEditorProps, 'djangoTypes'> & { readonly loadDjangoTypes: LoadDjangoTypes };

function TypedEditor({ loadDjangoTypes, ...props }: TypedEditorProps) {
  return <MonacoEditor {...props} djangoTypes={use(loadDjangoTypes())} />;
}

function Fault({ error }: { error: ProgramError }) {
  return (
    <div className="fault" role="alert">
      <ProgramErrorText error={error} />
    </div>
  );
}
