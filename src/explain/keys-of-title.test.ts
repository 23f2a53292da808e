import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOfTitle } from './keys-of-title.ts';
import { titleOf } from './title-of.ts';

describe('the first words of a node', () => {
  it.each([
    'Seq Scan',
    'Parallel Seq Scan',
    'Parallel Async Foreign Scan',
    'Index Only Scan Backward',
    'Parallel Index Scan Backward',
    'Hash Join',
    'Parallel Hash Right Semi Join',
    'Merge Full Join',
    'Nested Loop',
    'Nested Loop Anti Join',
    'Aggregate',
    'Partial HashAggregate',
    'Finalize GroupAggregate',
    'MixedAggregate',
    'WindowAgg',
    'SetOp Except All',
    'HashSetOp Intersect',
    'Insert',
    'Merge',
    'Foreign Update',
    'Custom Scan (Columns of (a) kind)',
    'A node of another server',
  ])('are those of the keys that are made of them: %s', (title) => {
    expect(titleOf(keysOfTitle(title))).toBe(title);
  });

  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const name = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((text) => !/[\n\r]/.test(text));

  it('have names with anything in them', () => {
    fc.assert(
      fc.property(name, name, name, name, (index, schema, table, alias) => {
        const on = `${quoted(schema)}.${quoted(table)} ${quoted(alias)}`;
        expect(keysOfTitle(`Index Scan Backward using ${quoted(index)} on ${on}`)).toEqual({
          'Node Type': 'Index Scan',
          'Scan Direction': 'Backward',
          'Index Name': index,
          'Relation Name': table,
          Schema: schema,
          Alias: alias,
        });
      }),
    );
  });

  it.each([
    ['CTE Scan on spent s', { 'CTE Name': 'spent', Alias: 's' }],
    ['WorkTable Scan on below', { 'CTE Name': 'below', Alias: 'below' }],
    ['Function Scan on pg_catalog.generate_series n', { 'Function Name': 'generate_series', Alias: 'n' }],
    ['Table Function Scan on "json_table" found', { 'Table Function Name': 'json_table', Alias: 'found' }],
    ['Named Tuplestore Scan on new_rows', { 'Tuplestore Name': 'new_rows', Alias: 'new_rows' }],
    ['Subquery Scan on "*SELECT* 2"', { Alias: '*SELECT* 2' }],
    ['Bitmap Index Scan on "by day"', { 'Index Name': 'by day' }],
    ['Foreign Scan on far.orders', { 'Relation Name': 'orders', Schema: 'far', Operation: 'Select' }],
    ['Insert on public.city', { 'Relation Name': 'city', Operation: 'Insert' }],
  ])('say what is scanned: %s', (title, keys) => {
    expect(keysOfTitle(title)).toMatchObject(keys);
  });
});
