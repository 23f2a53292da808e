import { describe, expect, it } from 'vitest';
import type { DecodedChange } from '../trace/postgres-values.ts';
import { type DescribedTable, publishedRow, publishedTruncate } from './published-changes.ts';

const juice: DescribedTable = {
  schema: 'public',
  table: 'juice',
  as: { schema: 'public', table: 'juice', identity: 'default', key: ['id'] },
  operations: new Set(['insert', 'truncate']),
  columns: [['id', 'name']],
  hasRowFilter: false,
};
const types = { id: 'integer', name: 'text', cost: 'integer' };
const named = { schema: 'public', table: 'juice', types } as const;
const inserted = { kind: 'insert', ...named, row: { id: '1', name: 'apple', cost: '2' } } as const;
const truncated = { kind: 'truncate', tables: [], cascade: false, restartIdentity: false } as const;

describe('what a publication lets through', () => {
  it('leaves behind operations and columns that it does not publish', () => {
    const deleted = { kind: 'delete', ...named, old: { id: '1' }, identity: 'default', key: ['id'] } as const;
    expect(publishedRow(deleted, juice)).toBeNull();
    expect(publishedRow(inserted, juice)).toEqual({
      ...inserted,
      types: { id: 'integer', name: 'text' },
      row: { id: '1', name: 'apple' },
    });
  });

  it('is the same change where all of it is published', () => {
    expect(publishedRow(inserted, { ...juice, columns: [['id', 'name', 'cost']] })).toBe(inserted);
  });

  it("carries a partition's change under the name and the key of its root, where that is asked for", () => {
    const root = { schema: 'public', table: 'drink', identity: 'full', key: [] } as const;
    const partition = { ...juice, as: root, operations: new Set(['update', 'truncate'] as const) };
    const old = { id: '1' };
    const updated: DecodedChange = {
      kind: 'update',
      ...named,
      row: inserted.row,
      old,
      identity: 'default',
      key: ['id'],
    };
    expect(publishedRow(updated, partition)).toMatchObject({ table: 'drink', identity: 'full', key: [] });
    expect(publishedTruncate(truncated, [partition])).toBeNull();
  });

  it('truncates together the tables whose truncation is published', () => {
    const silent = {
      ...juice,
      table: 'tea',
      as: { ...juice.as, table: 'tea' },
      operations: new Set(['insert'] as const),
    };
    expect(publishedTruncate(truncated, [juice, silent])).toEqual({
      ...truncated,
      tables: [{ schema: 'public', table: 'juice', columns: ['id', 'name'] }],
    });
    expect(publishedTruncate(truncated, [silent])).toBeNull();
  });

  it('refuses column lists that differ, in words of PostgreSQL, and row filters, in words of the playground', () => {
    expect(() => publishedRow(inserted, { ...juice, columns: [['id'], ['id', 'name']] })).toThrow(
      'cannot use different column lists for table "public.juice" in different publications',
    );
    expect(() => publishedRow(inserted, { ...juice, hasRowFilter: true })).toThrow(/row filter/);
  });
});
