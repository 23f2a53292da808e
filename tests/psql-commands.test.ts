import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { virtualMs } from '../src/trace/ids.ts';
import { metaCommand } from '../src/workbench/console/psql/meta-command.ts';
import { clusterOf } from './support/console-run.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(`
    create table shop_product (
      id int generated always as identity primary key, name text not null unique, price numeric(8,2) check (price > 0)
    );
    create table "Shop_Order" (
      id serial primary key, product_id int not null references shop_product, note text collate "C" default 'none',
      doubled int generated always as (product_id * 2) stored
    );
    create index by_note on "Shop_Order" (lower(note)) where note <> '';
    create view cheap as select id, name from shop_product where price < 3;
    create function noop() returns trigger language plpgsql as $$ begin return new; end $$;
    create trigger watched after insert on shop_product for each row execute function noop();
  `);
}, 60_000);
afterAll(() => cluster.terminate());

/** What a command shows on the primary, in lines: the cells of a row are joined by a bar. */
async function shown(line: string): Promise<readonly string[]> {
  const command = metaCommand(line);
  if (command?.kind !== 'question') return [JSON.stringify(command)];
  const { outcome } = await cluster.primary.script(command.sql, virtualMs(0));
  if (outcome.kind === 'error') throw new Error(outcome.error.message);
  const described = command.read(outcome.results[0]!);
  if (described.length === 0) return [command.none];
  return described.flatMap(({ title, columns, rows, footers }) => [
    title,
    columns.join('|'),
    ...rows.map((row) => row.join('|')),
    ...footers,
  ]);
}

test('\\dt lists the tables, and \\d views and sequences too', async () => {
  expect(await shown('\\dt')).toEqual([
    'List of tables',
    'Schema|Name|Type|Owner',
    'public|Shop_Order|table|postgres',
    'public|shop_product|table|postgres',
  ]);
  expect(await shown('\\d;')).toEqual([
    'List of relations',
    'Schema|Name|Type|Owner',
    'public|Shop_Order|table|postgres',
    'public|Shop_Order_id_seq|sequence|postgres',
    'public|cheap|view|postgres',
    'public|shop_product|table|postgres',
    'public|shop_product_id_seq|sequence|postgres',
  ]);
});

test('\\d of a table gives its columns, and below them what hangs on it', async () => {
  expect(await shown('\\d shop_product')).toEqual([
    'Table "public.shop_product"',
    'Column|Type|Collation|Nullable|Default',
    'id|integer||not null|generated always as identity',
    'name|text||not null|',
    'price|numeric(8,2)|||',
    'Indexes:',
    '    "shop_product_pkey" PRIMARY KEY, btree (id)',
    '    "shop_product_name_key" UNIQUE CONSTRAINT, btree (name)',
    'Check constraints:',
    '    "shop_product_price_check" CHECK (price > 0::numeric)',
    'Referenced by:',
    '    TABLE ""Shop_Order"" CONSTRAINT "Shop_Order_product_id_fkey" FOREIGN KEY (product_id) REFERENCES shop_product(id)',
    'Publications:',
    '    "replayground"',
    'Triggers:',
    '    watched AFTER INSERT ON shop_product FOR EACH ROW EXECUTE FUNCTION noop()',
  ]);
});

test('names keep their capitals in quotes only, and a star stands for any letters', async () => {
  expect(await shown('\\d Shop_Order')).toEqual(['Did not find any relation named "Shop_Order".']);
  expect((await shown('\\d "Shop_Order"')).slice(0, 6)).toEqual([
    'Table "public.Shop_Order"',
    'Column|Type|Collation|Nullable|Default',
    `id|integer||not null|nextval('"Shop_Order_id_seq"'::regclass)`,
    'product_id|integer||not null|',
    `note|text|C||'none'::text`,
    'doubled|integer|||generated always as ((product_id * 2)) stored',
  ]);
  expect((await shown('\\dt public.shop*')).slice(2)).toEqual(['public|shop_product|table|postgres']);
  expect(await shown(`\\dt it's`)).toEqual([`Did not find any tables named "it's".`]);
});

test('\\d of an index and of a sequence say what they are for', async () => {
  expect(await shown('\\d by_note')).toEqual([
    'Index "public.by_note"',
    'Column|Type|Key?|Definition',
    'lower|text|yes|lower(note)',
    'btree, for table "public.Shop_Order"',
  ]);
  expect((await shown('\\d shop_product_id_seq')).slice(-1)).toEqual([
    'Sequence for identity column: public.shop_product.id',
  ]);
});

test('every other command is answered by the node as well', async () => {
  expect(await shown('\\di shop*')).toEqual([
    'List of indexes',
    'Schema|Name|Type|Owner|Table',
    'public|shop_product_name_key|index|postgres|shop_product',
    'public|shop_product_pkey|index|postgres|shop_product',
  ]);
  expect((await shown('\\dv'))[2]).toBe('public|cheap|view|postgres');
  expect((await shown('\\ds')).slice(2)).toHaveLength(2);
  expect((await shown('\\dn'))[2]).toContain('public|');
  expect((await shown('\\dRp'))[2]).toBe('replayground|postgres|t|t|t|t|t|none|f');
  expect((await shown('\\dx')).join()).toContain('pg_walinspect');
});

test('an unknown command says where help is, and SQL is none', () => {
  expect(metaCommand('\\foo bar')).toEqual({ kind: 'invalid', message: 'invalid command \\foo\nTry \\? for help.' });
  expect(metaCommand('select 1')).toBeNull();
  expect(metaCommand('\\?')).toMatchObject({ kind: 'text', text: expect.stringContaining('\\dt [NAME]') });
});
