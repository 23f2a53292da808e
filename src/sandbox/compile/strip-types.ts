/** TypeScript to JavaScript, one file at a time: types go, lines stay, nothing is made older than it was written. */
import { transform } from 'sucrase';
import type { SourcePlace } from '../../trace/http.ts';
import { type ColumnPairs, CompileError } from './compiled-program.ts';
import { decodeColumns } from './decode-columns.ts';
import { refuseRemoved } from './refuse-removed.ts';

export const noDecorators = 'Decorators are not available here: no browser has them yet.';

export interface StrippedCode {
  readonly code: string;
  readonly columns: ColumnPairs;
}

/** @throws CompileError with the place of a syntax error. */
export function stripTypes(file: string, source: string): StrippedCode {
  try {
    // The first line may name an interpreter: a comment of the same length.
    const { code, sourceMap } = transform(source.replace(/^#!/, '//'), {
      transforms: ['typescript'],
      // Class fields must stay fields: models tell their columns by them.
      disableESTransforms: true,
      preserveDynamicImport: true,
      filePath: file,
      sourceMapOptions: { compiledFilename: file },
    });
    if (!sourceMap) throw new Error('sucrase gave no source map, though it was asked for one.');
    refuseRemoved(file, source, code);
    return { code, columns: decodeColumns(sourceMap.mappings) };
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    const place = placeIn(file, error.loc);
    const isDecorator = source.split('\n')[place.line - 1]?.[error.loc.column - 1] === '@';
    throw new CompileError('SyntaxError', isDecorator ? noDecorators : readable(error.message), place);
  }
}

interface LocatedError extends Error {
  /** Both from 1. */
  readonly loc: { readonly line: number; readonly column: number };
}

const isSyntaxError = (error: unknown): error is LocatedError => error instanceof Error && 'loc' in error;

const placeIn = (file: string, loc: LocatedError['loc']): SourcePlace => ({
  file,
  line: loc.line,
  column: loc.column,
});

/** Without sucrase's "Error transforming views.ts: " before and its "(3:14)" behind. */
const readable = (message: string): string =>
  `${message.replace(/^Error transforming [^:]+: /, '').replace(/ \(\d+:\d+\)$/, '')}.`;
