import { DatabaseError } from '../db/database-errors.ts';
import { attempt, isError, textOf } from '../describe.ts';
import { Http404 } from '../errors.ts';
import { placeOfError } from '../origin.ts';
import type { ProgramError } from '../../trace/http.ts';
import { ErrorResponse } from './response.ts';

/** What becomes of an error that nobody caught: 404 for an `Http404`, and else 500. */
export const errorResponse = (thrown: unknown): ErrorResponse =>
  new ErrorResponse(attempt(() => thrown instanceof Http404, false) ? 404 : 500, programError(thrown));

/** What was thrown, in words. It may be anything, and its fields as well. */
export function programError(thrown: unknown): ProgramError {
  if (!isError(thrown)) return { name: 'Error', message: `Something that is no error was thrown: ${textOf(thrown)}` };
  const place = placeOfError(thrown);
  const postgres = thrown instanceof DatabaseError ? thrown.postgres : undefined;
  return {
    name: attempt(() => textOf(thrown.name), 'Error'),
    message: attempt(() => textOf(thrown.message), 'This error throws when its message is read.'),
    ...(place && { place }),
    ...(postgres && { postgres }),
  };
}
