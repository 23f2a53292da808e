import { DatabaseError } from '../db/database-errors.ts';
import { Http404 } from '../errors.ts';
import { placeOfError } from '../origin.ts';
import type { ProgramError } from '../../trace/http.ts';
import { ErrorResponse } from './response.ts';

/** What becomes of an error that nobody caught: 404 for an `Http404`, and else 500. */
export const errorResponse = (error: unknown): ErrorResponse =>
  new ErrorResponse(error instanceof Http404 ? 404 : 500, programError(error));

function programError(error: unknown): ProgramError {
  if (!(error instanceof Error))
    return { name: 'Error', message: `Something that is no error was thrown: ${String(error)}` };
  const place = placeOfError(error);
  const postgres = error instanceof DatabaseError ? error.postgres : undefined;
  return { name: error.name, message: error.message, ...(place && { place }), ...(postgres && { postgres }) };
}
