import { Tabs } from '@base-ui/react/tabs';
import { lazy, Suspense, use, useMemo, useRef, useState } from 'react';
import type { SourceFiles } from '../../course/lesson.ts';
import type { ProgramError, SourcePlace } from '../../trace/http.ts';
import { ProgramErrorText } from '../program-error-text.tsx';
import {
  djangoFile,
  isSolutionSecret,
  programFault,
  readOnlyFiles,
  type Compared,
  type WorkbenchState,
} from '../store/workbench-state.ts';
import { TabStrip } from '../tab-strip.tsx';
import { prefersReducedMotion, useMediaQuery } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { CompareBar } from './compare-bar.tsx';
import { EditorHint } from './editor-hint.tsx';
import { Hints } from './hints.tsx';
import { PlainDiff } from './plain-diff.tsx';
import { PlainEditor } from './plain-editor.tsx';
import { isSameCode } from './text-diff.ts';
import './editor.css';

/** The declaration files of the learner API by path: `django/index.d.ts`. */
export type DjangoTypes = Readonly<Record<string, string>>;

/** Fetches the types of the learner API. Called once a page; it must give the same promise each time. */
export type LoadDjangoTypes = () => Promise<DjangoTypes>;

/** What the open file is compared with. */
export interface ComparedFile {
  readonly with: Compared;
  readonly text: string;
}

export interface FileEditorProps {
  /** All files that can be opened. */
  readonly files: SourceFiles;
  readonly open: string;
  readonly readOnly: boolean;
  readonly jump: { readonly place: SourcePlace } | null;
  /** What the last run found wrong with the program, to be marked at its place. */
  readonly fault: ProgramError | null;
  /** Null while the open file is shown as it is. */
  readonly compared: ComparedFile | null;
  /** The solution in Django stands beside the open file. */
  readonly djangoBeside: boolean;
  readonly onEdit: (name: string, text: string) => void;
  readonly onOpen: (place: SourcePlace) => void;
  readonly onRun: () => void;
  readonly onLeave: () => void;
  /** Whether Tab moves on to the next part of the page, or indents. */
  readonly onTabMoves: (moves: boolean) => void;
}

export interface TypedEditorProps extends FileEditorProps {
  readonly djangoTypes: DjangoTypes;
}

const MonacoEditor = lazy(async () => {
  const { MonacoEditor: component } = await import('./monaco-editor.tsx');
  return { default: component };
});

/** The program's files, a tab each, and what helps with them. */
export function CodePane({ loadDjangoTypes }: { loadDjangoTypes: LoadDjangoTypes }) {
  const { openFile, edit, run, jumpTo, stopComparing } = useActions();
  const own = useWorkbenchState((state) => state.files);
  const open = useWorkbenchState((state) => state.openFile);
  const jump = useWorkbenchState((state) => state.jump);
  const fault = useWorkbenchState(programFault);
  const narrow = useMediaQuery('(width < 700px)');
  const djangoBeside = useWorkbenchState((state) => state.djangoBeside && !isSolutionSecret(state)) && !narrow;
  const [tabMoves, setTabMoves] = useState(false);
  const hint = useRef<HTMLParagraphElement>(null);
  const readOnly = useReadOnlyFiles();
  const files = useMemo(() => ({ ...readOnly, ...own }), [readOnly, own]);
  const compared = useComparedFile();
  const onLeave = (): void => {
    stopComparing();
    hint.current?.focus();
  };
  const props: FileEditorProps = {
    files,
    open,
    readOnly: open in readOnly,
    jump,
    fault,
    compared,
    djangoBeside,
    onEdit: edit,
    onOpen: jumpTo,
    onRun: () => void run({ play: !prefersReducedMotion() }),
    onLeave,
    onTabMoves: setTabMoves,
  };
  const readable = Object.keys(readOnly).filter((name) => !(djangoBeside && name === djangoFile));
  return (
    <Tabs.Root className="code" value={open} onValueChange={(name: string) => openFile(name)}>
      <TabStrip label="Files" active={open}>
        {[...Object.keys(own), ...readable].map((name) => (
          <Tabs.Tab key={name} value={name} className="tab" data-given={name in readOnly || undefined}>
            {name}
            {name in readOnly && <span className="read-only">read only</span>}
          </Tabs.Tab>
        ))}
      </TabStrip>
      {compared && (
        <CompareBar comparedWith={compared.with} same={isSameCode(compared.text, own[open] ?? '')} onLeave={onLeave} />
      )}
      <Tabs.Panel value={open} className="editor" tabIndex={-1}>
        {narrow ? (
          <PlainFile {...props} />
        ) : (
          <Suspense fallback={<PlainFile {...props} />}>
            <TypedEditor {...props} loadDjangoTypes={loadDjangoTypes} />
          </Suspense>
        )}
      </Tabs.Panel>
      <Hints />
      {fault && <Fault error={fault} />}
      <EditorHint ref={hint} tabMoves={tabMoves} comparing={compared !== null} />
    </Tabs.Root>
  );
}

/** The lesson's own files, and the solution in Django where it may be read. */
function useReadOnlyFiles(): SourceFiles {
  const lesson = useWorkbenchState((state) => state.lesson);
  const withDjango = !useWorkbenchState(isSolutionSecret);
  return useMemo(() => readOnlyFiles(lesson, withDjango), [lesson, withDjango]);
}

/** The other side of the open file, while it is compared; what cannot be edited has none. */
function useComparedFile(): ComparedFile | null {
  const text = ({ comparedWith, lesson, openFile }: WorkbenchState): string | undefined =>
    comparedWith ? lesson[comparedWith][openFile] : undefined;
  const other = useWorkbenchState(text);
  const comparedWith = useWorkbenchState((state) => state.comparedWith);
  return comparedWith && other !== undefined ? { with: comparedWith, text: other } : null;
}

function PlainFile(props: FileEditorProps) {
  return props.compared ? <PlainDiff {...props} compared={props.compared} /> : <PlainEditor {...props} />;
}

function TypedEditor({ loadDjangoTypes, ...props }: FileEditorProps & { readonly loadDjangoTypes: LoadDjangoTypes }) {
  return <MonacoEditor {...props} djangoTypes={use(loadDjangoTypes())} />;
}

function Fault({ error }: { error: ProgramError }) {
  return (
    <div className="fault" role="alert">
      <ProgramErrorText error={error} />
    </div>
  );
}
