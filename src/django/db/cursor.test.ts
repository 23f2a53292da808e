import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { installSettings } from '../settings.ts';
import { rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { connection, connections } from './connection.ts';
import type { Cursor } from './cursor.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql, ['default']);
});
beforeEach(async () => {
  installSettings({ DATABASES: { default: {} } });
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

async function ask(sql: string, params?: readonly unknown[]): Promise<Cursor> {
  const cursor = connection.cursor();
  await cursor.execute(sql, params);
  return cursor;
}

test('gives rows one by one, several at a time, or all that are left', async () => {
  const cursor = await ask('select id, name from shop_product order by id');
  expect(cursor.columns).toEqual(['id', 'name']);
  expect(cursor.fetchone()).toEqual([1, 'Apple juice']);
  expect(cursor.fetchmany(1)).toEqual([[2, 'Pear juice']]);
  expect(cursor.fetchall()).toEqual([[3, 'Dry cider']]);
  expect([cursor.fetchone(), cursor.fetchall(), cursor.rowcount]).toEqual([null, [], 3]);
});

test('counts the rows that were changed', async () => {
  expect((await ask('update shop_product set stock = 1 where stock > %s', [0])).rowcount).toBe(2);
});

test('a placeholder stands for a parameter, whatever the parameter holds', async () => {
  const hostile = "'; drop table shop_product; --";
  const cursor = await ask("select %s::text, 100 %% 7, '%%s', %s::int + 1, %s::int = any(%s)", [hostile, 4, 1, [1, 2]]);
  expect(cursor.fetchone()).toEqual([hostile, 2, '%s', 5, true]);
});

test('without parameters a percent sign is one', async () => {
  expect((await ask("select 7 % 4, 'a' like '%a%'")).fetchone()).toEqual([3, true]);
});

test('placeholders and parameters must go together', async () => {
  await expect(ask('select %s', [1, 2])).rejects.toThrow('the query has 1 placeholders but 2 parameters were passed');
  await expect(ask('select %d', [1])).rejects.toThrow("only '%s', '%b', '%t' are allowed as placeholders, got '%d'");
  await expect(ask('select %s', [undefined])).rejects.toThrow('undefined cannot be sent to a database.');
  await expect(ask('select %s', [{}])).rejects.toThrow('An object of class Object cannot be sent to a database.');
});

test('what was not asked cannot be fetched', () => {
  expect(() => connection.cursor().fetchone()).toThrow('no results to fetch');
});

test('an SQL error is one of the DB-API, with all that Postgres said and the line that asked', async () => {
  await expect(ask('select nme from shop_product')).rejects.toMatchObject({
    name: 'ProgrammingError',
    message: 'column "nme" does not exist',
    postgres: { code: '42703', severity: 'ERROR', position: 8 },
  });
});

test('says that the database was named, and where', async () => {
  await connections['default'].cursor().execute('select 1');
  expect(databases.queries.at(-1)).toMatchObject({
    route: { by: 'using', alias: 'default' },
    place: { file: 'cursor.test.ts' },
  });
});

test('values are the same when they come back', async () => {
  const value = fc.oneof(
    fc.record({ type: fc.constant('text'), value: fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0')) }),
    fc.record({ type: fc.constant('int8'), value: fc.maxSafeInteger() }),
    fc.record({ type: fc.constant('int8'), value: fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }) }),
    fc.record({ type: fc.constant('float8'), value: fc.double({ noNaN: true }) }),
    fc.record({ type: fc.constant('bool'), value: fc.boolean() }),
    fc.record({
      type: fc.constant('timestamptz'),
      value: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
    }),
    fc.record({ type: fc.constant('text'), value: fc.constant(null) }),
  );
  await fc.assert(
    fc.asyncProperty(value, async ({ type, value: sent }) => {
      const [received] = (await ask(`select %s::${type}`, [sent])).fetchone()!;
      // Postgres has one zero.
      expect(received).toEqual(Object.is(sent, -0) ? 0 : sent);
    }),
    { numRuns: 200 },
  );
});

test('an array parameter is taken apart as it was put together', async () => {
  const texts = fc.array(fc.option(fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', ',', ' ', 'NULL', 'é') })), {
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(texts, async (sent) => {
      const rows = (await ask('select unnest(%s::text[])', [sent])).fetchall();
      expect(rows.map(([text]) => text)).toEqual(sent);
    }),
    { numRuns: 100 },
  );
});
