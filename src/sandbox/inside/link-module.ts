import type { SourcePlace } from '../../trace/http.ts';
import type { CompiledModule } from '../compile/compiled-program.ts';
import { placeInSource } from '../compile/place-in-source.ts';

/** A module whose imports have addresses, and which knows the learner's place of each of its own. */
export interface LinkedModule {
  /** The learner's file. */
  readonly file: string;
  readonly code: string;
  /** Line and column from 1, as a stack trace gives them. */
  placeOf(line: number, column: number): SourcePlace;
}

/** An edit as a reader of the linked code meets it. Columns from 0. */
interface Patch {
  /** In the code before the edits. */
  readonly column: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Makes a module's edits; `addressOf` gives the address of a module that was linked before. */
export function linkModule(module: CompiledModule, addressOf: (link: string) => string): LinkedModule {
  const patches: Patch[][] = [];
  let code = '';
  let end = 0;
  for (const edit of module.edits) {
    const text = 'text' in edit ? edit.text : JSON.stringify(addressOf(edit.link));
    const before = module.code.slice(0, edit.start);
    const line = before.split('\n').length;
    const column = edit.start - (before.lastIndexOf('\n') + 1);
    (patches[line] ??= []).push({ column, removed: edit.end - edit.start, inserted: text.length });
    code += module.code.slice(end, edit.start) + text;
    end = edit.end;
  }
  code += module.code.slice(end);
  return {
    file: module.file,
    code,
    placeOf: (line, column) => placeInSource(module, { line, column: unpatched(patches[line] ?? [], column - 1) }),
  };
}

/** The column before the edits of a column behind them. */
function unpatched(patches: readonly Patch[], column: number): number {
  let shift = 0;
  for (const { column: start, removed, inserted } of patches) {
    if (column < start + shift) break;
    if (column < start + shift + inserted) return start;
    shift += inserted - removed;
  }
  return column - shift;
}
