import { describe, expect, it } from 'vitest';
import { whyNotComparable } from './comparable.ts';

describe('a read of the replica', () => {
  it.each(['select * from juice', 'select now(), count(*) from pg_shop', 'table juice', `select "random" from juice`])(
    'that asks for rows can be asked of the primary: %s',
    (sql) => expect(whyNotComparable(sql, ['SELECT 1'])).toBeNull(),
  );

  it.each([
    `select pg_drop_replication_slot('replica')`,
    'select PG_ADVISORY_LOCK (1) from juice',
    'select random() from juice',
    'select "gen_random_uuid"(), id from juice',
    'select xmin from juice',
    'select lo_create(0)',
    'select * from juice tablesample bernoulli (50)',
  ])('that asks the server itself cannot: %s', (sql) => expect(whyNotComparable(sql, ['SELECT 1'])).toMatch(/^It /));

  it.each(['EXPLAIN', 'SHOW', 'BEGIN', 'FETCH 1'])('that answered %s cannot', (tag) =>
    expect(whyNotComparable('fetch c', [tag])).toBe('It is not a plain read of rows.'),
  );
});
