/** What passes between a person's browser and the shop, and what goes wrong in the code behind it. All plain data. */
import type { RequestId } from './ids.ts';
import type { PgMessage } from './postgres-values.ts';

export interface PageRequest {
  readonly requestId: RequestId;
  readonly person: string;
  readonly method: 'GET' | 'POST';
  /** With its query string: `/orders/7/?from=mail`. */
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
}

/** What a view answered, as the person's browser received it. */
export interface PageResponse {
  readonly status: number;
  /** Name of the template that was rendered, absent for redirects and error pages. */
  readonly template?: string;
  /** JSON. What the template shows. */
  readonly context?: unknown;
  readonly redirect?: string;
  readonly cookies: Readonly<Record<string, string>>;
  readonly error?: ProgramError;
}

/** A place in the learner's files. Lines and columns from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** An error of the learner's code, in the learner's own lines. */
export interface ProgramError {
  /** `DoesNotExist`, `TypeError`, ... */
  readonly name: string;
  readonly message: string;
  readonly place?: SourcePlace;
  /** Set when Postgres raised it. */
  readonly postgres?: PgMessage;
}
