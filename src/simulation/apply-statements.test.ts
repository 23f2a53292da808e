import { describe, expect, it } from 'vitest';
import type { DecodedChange } from '../trace/postgres-values.ts';
import { ApplyError, applyStatements } from './apply-statements.ts';

const columns = new Map([['public.juice', ['id', 'name', 'stock']]]);
const juice = { schema: 'public', table: 'juice', types: {} } as const;

function refusal(change: DecodedChange): string {
  try {
    applyStatements(change, columns);
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
      { sql: 'update "public"."juice" set "id" = $1, "stock" = $2 where "id" = $3', params: ['2', '5', '1'] },
    ]);
  });

  it('finds one row by all its old values under REPLICA IDENTITY FULL, nulls included', () => {
    const change: DecodedChange = { kind: 'delete', ...juice, old: { id: '1', name: null }, identity: 'full', key: [] };
    expect(applyStatements(change, columns)).toEqual([
      {
        sql:
          'delete from "public"."juice" where ctid = (select ctid from "public"."juice" where ' +
          '"id" is not distinct from $1 and "name" is not distinct from $2 limit 1)',
        params: ['1', null],
      },
    ]);
  });

  it('truncates together the tables that were truncated together', () => {
    const tables = [{ schema: 'public', table: 'juice' }];
    const change: DecodedChange = { kind: 'truncate', tables, cascade: true, restartIdentity: true };
    expect(applyStatements(change, columns)).toEqual([
      { sql: 'truncate "public"."juice" restart identity cascade', params: [] },
    ]);
  });

  it('refuses, in the words of PostgreSQL, what it cannot apply', () => {
    expect(refusal({ kind: 'insert', schema: 'public', table: 'tea', row: { id: '1' }, types: {} })).toBe(
      '55000 logical replication target relation "public.tea" does not exist',
    );
    expect(refusal({ kind: 'insert', ...juice, row: { id: '1', sku: 'a' } })).toBe(
      '55000 logical replication target relation "public.juice" is missing replicated column: "sku"',
    );
    expect(refusal({ kind: 'insert', ...juice, row: { id: '1', sku: 'a', ean: 'b' } })).toBe(
      '55000 logical replication target relation "public.juice" is missing replicated columns: "sku", "ean"',
    );
    expect(refusal({ kind: 'delete', ...juice, identity: 'nothing', key: [] })).toMatch(
      /^55000 .* has neither REPLICA IDENTITY index nor PRIMARY KEY/,
    );
  });

  it('quotes identifiers', () => {
    const odd = new Map([['public.odd"name', ['a"b']]]);
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
