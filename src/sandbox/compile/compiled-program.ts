/** What the compiler hands to the worker program: JavaScript on the learner's own lines, not yet linked. Plain data. */
import type { ProgramError, SourcePlace } from '../../trace/http.ts';

/** A change to a module's JavaScript. It never holds a line break, so that lines stay where the learner wrote them.
 * `link` stands for the address of another module, which only the worker knows. */
export type Edit = { readonly start: number; readonly end: number } & (
  | { readonly text: string }
  | { readonly link: string }
);

/** For each line of a module, pairs of columns from 0, in order: where a token stands in the JavaScript, and where the
 * learner wrote it. */
export type ColumnPairs = readonly (readonly (readonly [javascript: number, source: number])[])[];

export interface NamedImport {
  readonly name: string;
  readonly place: SourcePlace;
}

export interface CompiledModule {
  /** The learner's file: `views.ts`. */
  readonly file: string;
  readonly code: string;
  /** In order of `start`; they do not overlap. */
  readonly edits: readonly Edit[];
  readonly columns: ColumnPairs;
  /** What it imports by name from 'django', which only the worker can check. */
  readonly djangoImports: readonly NamedImport[];
}

/** A place that counts how often it is passed, so that code that never yields can be named. */
export interface TickSite {
  readonly kind: 'loop' | 'function';
  readonly place: SourcePlace;
}

export interface CompiledProgram {
  /** Each after the modules that it imports. */
  readonly modules: readonly CompiledModule[];
  readonly sites: readonly TickSite[];
}

/** The files that a program starts from: Django's settings, and the URLs that lead to the views. */
export const entryFiles = ['settings.ts', 'urls.ts'] as const;

/** The learner's API, as learners import it. */
export const djangoModule = 'django';

/** The module of `tickName` and `enterName`. No file of a learner can have this name. */
export const ticksModule = '#ticks';

/** Prefix of the two names that the compiler adds to every module. */
export const reservedPrefix = '__sandbox';
export const tickName = `${reservedPrefix}Tick`;
export const enterName = `${reservedPrefix}Enter`;

/** The learner's files cannot become a program; `error` says why and where. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly error: ProgramError;

  constructor(name: 'SyntaxError' | 'ImportError', message: string, place?: SourcePlace) {
    super(message);
    this.error = { name, message, ...(place && { place }) };
  }
}
