import { describe, expect, it } from 'vitest';
import type { DecodedChange, PgText } from '../trace/postgres-values.ts';
import { publicationFrom, publishedChanges } from './publication.ts';

const published = (...rows: PgText[][]) => publicationFrom({ tag: `SELECT ${rows.length}`, fields: [], rows });
const insert = (table: string, row: Record<string, PgText>): DecodedChange => ({
  kind: 'insert',
  schema: 'public',
  table,
  row,
  types: {},
});

describe('what a publication lets through', () => {
  const inserts = published(['public', 'juice', '["id","name"]', null, 't', 'f', 'f', 'f']);

  it('leaves behind tables, operations and columns that it does not publish', () => {
    const deleted: DecodedChange = {
      kind: 'delete',
      schema: 'public',
      table: 'juice',
      old: { id: '1' },
      identity: 'default',
      key: ['id'],
      types: {},
    };
    const changes = [insert('juice', { id: '1', name: 'apple', cost: '2' }), insert('tea', { id: '1' }), deleted];
    expect(publishedChanges(changes, inserts)).toEqual([insert('juice', { id: '1', name: 'apple' })]);
  });

  it('publishes what any of several publications publishes', () => {
    const both = published(
      ['public', 'juice', '["id"]', null, 't', 'f', 'f', 'f'],
      ['public', 'juice', '["id","name"]', null, 'f', 'f', 'f', 't'],
    );
    const truncated: DecodedChange = {
      kind: 'truncate',
      tables: [
        { schema: 'public', table: 'juice' },
        { schema: 'public', table: 'tea' },
      ],
      cascade: false,
      restartIdentity: false,
    };
    expect(publishedChanges([truncated, insert('juice', { id: '1', name: 'pear' })], both)).toEqual([
      { ...truncated, tables: [{ schema: 'public', table: 'juice' }] },
      insert('juice', { id: '1', name: 'pear' }),
    ]);
  });

  it('says that it does not evaluate row filters, instead of letting every row through', () => {
    const filtered = published(['public', 'juice', '["id"]', '(id > 3)', 't', 't', 't', 't']);
    expect(() => publishedChanges([insert('juice', { id: '1' })], filtered)).toThrow(/row filter/);
  });
});
