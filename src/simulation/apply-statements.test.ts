import { describe, expect, it } from 'vitest';
import type { DecodedChange } from '../trace/postgres-values.ts';
import { applyStatements } from './apply-statements.ts';
import { ApplyError, type ReplicaRelation } from './replica-relations.ts';

const relationOf = (
  table: string,
  columns: readonly string[],
  more: Partial<ReplicaRelation> = {},
): ReplicaRelation => ({
  schema: 'public',
  table,
  kind: 'r',
  columns: columns.map((name) => {
    const type = name === 'name' || name === 'sku' ? 'text' : 'integer';
    return { name, type, fullType: type, isGenerated: false, isAlwaysIdentity: false };
  }),
  key: ['id'],
  uniqueIndexes: [],
  hasOwnLogic: false,
  ...more,
});
const relations = (...all: ReplicaRelation[]) => new Map(all.map((of) => [`${of.schema}.${of.table}`, of]));

const columns = relations(relationOf('juice', ['id', 'name', 'stock']));
const types = { id: 'integer', name: 'text', stock: 'integer' };
const juice = { schema: 'public', table: 'juice', types } as const;

function refusal(change: DecodedChange, of = columns): string {
  try {
    applyStatements(change, of);
  } catch (error) {
    if (error instanceof ApplyError) return `${error.error.code} ${error.error.message}`;
    throw error;
  }
  return 'applied';
}

describe('what the apply worker does with a change', () => {
  it('inserts the columns that were sent, into identity columns too', () => {
    expect(applyStatements({ kind: 'insert', ...juice, row: { id: '1', name: null } }, columns)).toEqual([
      {
        sql: 'insert into "public"."juice" ("id", "name") overriding system value values ($1, $2)',
        params: ['1', null],
      },
    ]);
  });

  it('finds an updated row by its old key when the key changed', () => {
    const change: DecodedChange = {
      kind: 'update',
      ...juice,
      row: { id: '2', stock: '5' },
      old: { id: '1' },
      identity: 'default',
      key: ['id'],
    };
    expect(applyStatements(change, columns)).toEqual([
      {
        sql: 'update only "public"."juice" set "id" = $1, "stock" = $2 where "id" = $3::integer',
        params: ['2', '5', '1'],
      },
    ]);
  });

  it("finds a row by the replica's own key, whatever the publisher's identity is", () => {
    const old = { id: '1', name: null, stock: '3' };
    const change: DecodedChange = { kind: 'delete', ...juice, old, identity: 'full', key: [] };
    expect(applyStatements(change, columns)).toEqual([
      { sql: 'delete from only "public"."juice" where "id" = $1::integer', params: ['1'] },
    ]);
  });

  it('finds one row by all its old values where the replica has no key, nulls and columns of its own included', () => {
    const old = { id: '1', name: null, stock: '3' };
    const change: DecodedChange = { kind: 'delete', ...juice, old, identity: 'full', key: [] };
    const keyless = relations(relationOf('juice', ['id', 'name', 'stock', 'note'], { key: [] }));
    expect(applyStatements(change, keyless)).toEqual([
      {
        sql:
          'delete from only "public"."juice" where (tableoid, ctid) = (select tableoid, ctid from only "public"."juice" ' +
          'where "id" is not distinct from $1::integer and "name" is not distinct from $2::text and ' +
          '"stock" is not distinct from $3::integer and "note" is null limit 1)',
        params: ['1', null, '3'],
      },
    ]);
  });

  it('truncates together the tables that were truncated together, and never cascades', () => {
    const tables = [{ schema: 'public', table: 'juice' }];
    const change: DecodedChange = { kind: 'truncate', tables, cascade: true, restartIdentity: true };
    expect(applyStatements(change, columns)).toEqual([
      { sql: 'truncate only "public"."juice" restart identity', params: [] },
    ]);
  });

  it('refuses, in the words of PostgreSQL, a table that is not there or lacks a column, whatever the change', () => {
    const sku = { ...juice, types: { ...types, sku: 'text' } };
    const ean = { ...juice, types: { ...types, sku: 'text', ean: 'integer' } };
    const missing = 'logical replication target relation "public.juice" is missing replicated column';
    expect(refusal({ kind: 'insert', schema: 'public', table: 'tea', row: { id: '1' }, types: {} })).toBe(
      '55000 logical replication target relation "public.tea" does not exist',
    );
    expect(refusal({ kind: 'insert', ...sku, row: { id: '1' } })).toBe(`55000 ${missing}: "sku"`);
    expect(refusal({ kind: 'delete', ...ean, old: { id: '1' }, identity: 'default', key: ['id'] })).toBe(
      `55000 ${missing}s: "sku", "ean"`,
    );
    const tables = [{ schema: 'public', table: 'juice', columns: ['id', 'sku'] }];
    expect(refusal({ kind: 'truncate', tables, cascade: false, restartIdentity: false })).toBe(
      `55000 ${missing}: "sku"`,
    );
  });

  it('refuses to look for a row without the key that the replica needs', () => {
    const change: DecodedChange = { kind: 'delete', ...juice, old: { id: '1' }, identity: 'default', key: ['id'] };
    const named = 'logical replication target relation "public.juice"';
    expect(refusal(change, relations(relationOf('juice', Object.keys(types), { key: ['id', 'stock'] })))).toBe(
      `55000 publisher did not send replica identity column expected by the ${named}`,
    );
    expect(refusal(change, relations(relationOf('juice', Object.keys(types), { key: [] })))).toBe(
      `55000 ${named} has neither REPLICA IDENTITY index nor PRIMARY KEY and published relation does not have ` +
        'REPLICA IDENTITY FULL',
    );
  });

  it('quotes identifiers', () => {
    const odd = relations(relationOf('odd"name', ['a"b']));
    const change: DecodedChange = {
      kind: 'insert',
      schema: 'public',
      table: 'odd"name',
      row: { 'a"b': '1' },
      types: {},
    };
    expect(applyStatements(change, odd)[0]?.sql).toContain('"public"."odd""name" ("a""b")');
  });
});
