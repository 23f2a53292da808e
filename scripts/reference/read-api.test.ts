import { expect, test } from 'vitest';
import { withMembers } from './api-entry.ts';
import { readApi } from './read-api.ts';

const emptyMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' });

/** What is read of these files, where `index` is what learners import. */
function read(index: string, files: Readonly<Record<string, string>>) {
  const declarations = { 'django/index.d.ts': index, ...files };
  const maps = Object.fromEntries(Object.keys(declarations).map((path) => [path, emptyMap]));
  const { entries, problems } = readApi({ declarations, maps, problems: '' });
  return { entries, problems, ids: entries.flatMap(withMembers).map(({ id }) => id) };
}

test('a class has the members of those that it is made of, and neither private nor protected ones', () => {
  const { ids, problems, entries } = read(`export { QuerySet } from './queryset.ts';`, {
    'django/queryset.d.ts': `
import { Base } from './base.ts';
/** Rows. */
export declare class QuerySet<M> extends Base<M> {
  #private;
  /** New rows. */
  create(): void;
  /** Another text. */
  all(): QuerySet<M>;
}`,
    'django/base.d.ts': `
/** Not to be imported. */
export declare abstract class Base<M> {
  /** All of them. */
  all(): this;
  /** Its alias. */
  get db(): string;
  protected route(): string;
  private readonly x;
}`,
  });
  expect(problems).toEqual([]);
  expect(ids).toEqual(['QuerySet', 'QuerySet.db', 'QuerySet.create', 'QuerySet.all']);
  expect(entries[0]?.signatures).toEqual(['class QuerySet<M> {}']);
  expect(entries[0]?.members[0]?.signatures).toEqual(['readonly db: string;']);
});

test('a missing docstring is a problem, of an export, of a member, and of a namespace', () => {
  const { problems } = read(`export { F } from './f.ts';\nexport * as time from './time.ts';`, {
    'django/f.d.ts': 'export declare class F {\n  /** It is. */\n  a: 1;\n  b: 2;\n}',
    'django/time.d.ts': '/** Now. */\nexport declare function now(): Date;',
  });
  expect(problems).toEqual([
    'src/django/f.ts:1 F has no docstring.',
    'src/django/f.ts:1 F.b has no docstring.',
    'src/django/time.ts:1 time has no docstring.',
  ]);
});

test('types that a signature mentions are read too, unless they belong to their file alone', () => {
  const { ids, entries } = read(`export { save } from './save.ts';`, {
    'django/save.d.ts': `
import type { Alias } from './alias.ts';
type Held<V> = V;
/** Options. */
export interface SaveOptions {
  /** Where. */
  readonly using?: Alias;
}
/** Saves. */
export declare function save(options: SaveOptions): Held<void>;`,
    'django/alias.d.ts': '/** A database. */\nexport type Alias = string;',
  });
  expect(ids).toEqual(['save', 'SaveOptions', 'SaveOptions.using', 'Alias']);
  expect(entries.map(({ exported }) => exported)).toEqual(['value', null, null]);
});
