import { useRef, useState } from 'react';
import type { TextStorage } from '../../workbench/store/browser-storage.ts';
import { writeWork, type SavedWork } from '../../workbench/store/saved-work.ts';
import { ImportDialog } from './import-dialog.tsx';
import { planImport, type ImportPlan } from './import-plan.ts';
import { workOf } from './progress.ts';
import { progressFileName, readProgressFile, writeProgressFile, type LessonWorks } from './progress-file.ts';

interface ProgressToolsProps {
  readonly storage: TextStorage | null;
  /** Of every lesson, by its id. */
  readonly titles: Readonly<Record<string, string>>;
  readonly onImported: () => void;
}

/** Progress as a file, in and out. */
export function ProgressTools({ storage, titles, onImported }: ProgressToolsProps) {
  return (
    <section className="progress-tools" aria-labelledby="progress-tools">
      <h2 id="progress-tools">Your progress</h2>
      {storage ? (
        <KeptProgress storage={storage} titles={titles} onImported={onImported} />
      ) : (
        <p role="status">
          This browser keeps nothing for this page, so your progress lasts only until you leave it. Allow the page to
          store data, or open it in a window of its own, to keep it.
        </p>
      )}
    </section>
  );
}

type Told = { readonly kind: 'said' | 'wrong'; readonly text: string };

function KeptProgress({ storage, titles, onImported }: ProgressToolsProps & { readonly storage: TextStorage }) {
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const ids = Object.keys(titles);
  const works = worksHere(storage, ids);
  const nothing = Object.keys(works).length === 0;

  const take = (chosen: LessonWorks, unknown: readonly string[]): void => {
    setPlan(null);
    try {
      for (const [id, work] of Object.entries(chosen)) writeWork(storage, id, work);
      setTold({ kind: 'said', text: importedInWords(Object.keys(chosen).length, unknown) });
    } catch (error) {
      setTold({
        kind: 'wrong',
        text: `Not everything could be kept: this browser's storage is full (${String(error)}).`,
      });
    }
    onImported();
  };
  const open = async (file: File): Promise<void> => {
    const read = readProgressFile(await file.text());
    if (read.kind === 'wrong') {
      setTold({ kind: 'wrong', text: read.problem });
      return;
    }
    setTold(null);
    const planned = planImport(read.lessons, ids, (id) => workOf(storage, id));
    if (planned.conflicts.length > 0) setPlan(planned);
    else take(planned.settled, planned.unknown);
  };
  return (
    <>
      <p>
        What you type and how far you came is kept in this browser, and nowhere else. As a file you can keep it safe or
        take it to another browser.
      </p>
      <div className="progress-buttons">
        <button type="button" className="button" disabled={nothing} onClick={() => download(writeProgressFile(works))}>
          Export progress
        </button>
        <ImportButton onFile={open} />
      </div>
      <p className="progress-told" role={told?.kind === 'wrong' ? 'alert' : 'status'} data-kind={told?.kind}>
        {told?.text}
      </p>
      {plan && (
        <ImportDialog
          plan={plan}
          titles={titles}
          onDone={(chosen) => take(chosen, plan.unknown)}
          onCancel={() => setPlan(null)}
        />
      )}
    </>
  );
}

function ImportButton({ onFile }: { onFile: (file: File) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => input.current!.click()}>
        Import progress …
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="A file of progress"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) void onFile(file);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

function worksHere(storage: TextStorage, ids: readonly string[]): LessonWorks {
  const works = ids.map((id) => [id, workOf(storage, id)] as const);
  return Object.fromEntries(works.filter((entry): entry is readonly [string, SavedWork] => entry[1] !== null));
}

function importedInWords(lessons: number, unknown: readonly string[]): string {
  const taken =
    lessons === 0 ? 'No lesson was changed.' : `Imported: ${lessons} ${lessons === 1 ? 'lesson' : 'lessons'}.`;
  return unknown.length === 0 ? taken : `${taken} Not in this course, and left out: ${unknown.join(', ')}.`;
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = progressFileName;
  link.click();
  URL.revokeObjectURL(address);
}
