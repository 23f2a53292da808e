import type { Docstring } from './docstring.ts';

/** `type` is an interface or an alias; `method` and `property` belong to a class or an interface. */
export type EntryKind = 'class' | 'function' | 'constant' | 'namespace' | 'type' | 'method' | 'property';

/** One name of the learner's API, with all that is known of it. */
export interface ApiEntry {
  /** Unique: `QuerySet.filter`, `transaction.atomic`. */
  readonly id: string;
  readonly name: string;
  readonly kind: EntryKind;
  /** TypeScript, one declaration for each overload: `function F(field: string): Expression;`. An alias whose meaning would
   * be no help is its name alone, without a semicolon. */
  readonly signatures: readonly string[];
  readonly docstring: Docstring;
  /** Where it is declared: a path from the root of the repository, and a line from 1. */
  readonly place: { readonly file: string; readonly line: number };
  readonly members: readonly ApiEntry[];
  /** How it can be imported by its name; null for what is reached through another name, or only met in signatures. */
  readonly exported: 'value' | 'type' | null;
}

/** The entry and all below it. */
export const withMembers = (entry: ApiEntry): readonly ApiEntry[] => [entry, ...entry.members.flatMap(withMembers)];
