/** What the plans of `tests/plans/` that a real server has made are called, and were made of. */
import { changes } from './changes.ts';
import { joins } from './joins.ts';
import { options } from './options.ts';
import { rows } from './rows.ts';
import { scans } from './scans.ts';
import { subplans } from './subplans.ts';
import { twins } from './twins.ts';

export interface Made {
  /** Of the file, without its ending. */
  readonly name: string;
  /** In the parentheses after EXPLAIN. */
  readonly options: string;
  /** `both` makes two files. Default: `text`. */
  readonly format?: 'text' | 'json' | 'both';
  /** Run before it, in the same transaction. */
  readonly setup?: string;
  readonly sql: string;
}

export const madePlans: readonly Made[] = [...scans, ...joins, ...subplans, ...rows, ...changes, ...options, ...twins];
