import type { Statement } from '../src/simulation/postgres-node.ts';

export const statementsSchema = `
  create table item (id integer primary key, name text not null, price numeric(8, 2) not null);
  insert into item select i, 'Apple juice ' || i, i from generate_series(1, 200) i;
`;

/** What a small shop sends: for each statement that writes, two that read. Each run of them needs a fresh database. */
export const shopStatements: readonly Statement[] = Array.from({ length: 300 }, (_, n) => {
  const id = String(1 + ((n * 7) % 200));
  switch (n % 6) {
    case 0:
      return {
        sql: 'insert into item (id, name, price) values ($1, $2, $3)',
        params: [String(1000 + n), 'Pear', '2.50'],
      };
    case 3:
      return { sql: 'update item set price = price + $2 where id = $1', params: [id, '0.10'] };
    case 1:
    case 4:
      return { sql: 'select id, name, price from item where price > $1 order by id limit 20', params: ['100'] };
    default:
      return { sql: 'select id, name, price from item where id = $1', params: [id] };
  }
});

export const shopReads: readonly Statement[] = shopStatements.filter(({ sql }) => sql.startsWith('select'));
