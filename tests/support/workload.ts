import fc from 'fast-check';
import type { PgText } from '../../src/trace/postgres-values.ts';

/** Tables that between them have every replica identity and the types that are easy to get wrong. */
export const workloadSchema = `
  create table item (
    id int primary key, name text, price numeric, image bytea, tags text[], doc jsonb, seen timestamptz, big text
  );
  alter table item alter column big set storage external;
  create table whole (a int, b text);
  alter table whole replica identity full;
  create table by_index (a int not null, b text);
  create unique index by_index_a on by_index (a);
  alter table by_index replica identity using index by_index_a;
  create table journal (line text, at timestamptz default now());
`;

export interface WorkloadStatement {
  readonly sql: string;
  readonly params: readonly PgText[];
}

/** Statements that one client sends one after the other; each may fail, as clients' statements do. */
export type Workload = readonly WorkloadStatement[];

const id = fc.integer({ min: 1, max: 6 }).map(String);
const text = fc.oneof(
  fc.constantFrom(null, '', "it's", '"quoted"', 'back\\slash', 'Ünïcødé 🧃', "'; drop table item; --", '{a,b}', 'null'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replaceAll('\0', '')),
);
const price = fc.oneof(
  fc.constantFrom(null, 'NaN', '0.00', '-0.000001', '12345678901234567890.123456789', '1e-20'),
  fc.integer({ min: -99_999, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
);
const image = fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`));
const tags = fc.constantFrom(null, '{}', '{a,"b c",NULL}', '{"quote\\"d","back\\\\slash"}');
const doc = fc.option(fc.json({ maxDepth: 2 }).filter((json) => !json.includes('\\u0000')));
/** Stored out of line: an update that leaves it alone does not carry it. */
const big = fc.option(fc.integer({ min: 0, max: 9 }).map((digit) => `${digit}`.repeat(4_000)));

const one = (sql: string, ...values: fc.Arbitrary<PgText>[]): fc.Arbitrary<WorkloadStatement> =>
  fc.tuple(...values).map((params) => ({ sql, params }));

const write: fc.Arbitrary<WorkloadStatement> = fc.oneof(
  {
    weight: 4,
    arbitrary: one('insert into item values ($1,$2,$3,$4,$5,$6,now(),$7)', id, text, price, image, tags, doc, big),
  },
  { weight: 3, arbitrary: one('update item set name = $2, doc = $3 where id = $1', id, text, doc) },
  { weight: 1, arbitrary: one('update item set big = $2 where id = $1', id, big) },
  { weight: 2, arbitrary: one('update item set id = $2 where id = $1', id, id) },
  { weight: 1, arbitrary: one('delete from item where id = $1', id) },
  { weight: 2, arbitrary: one('insert into whole values ($1, $2), ($1, $2)', id, text) },
  { weight: 2, arbitrary: one('update whole set b = $2 where a >= $1', id, text) },
  { weight: 1, arbitrary: one('delete from whole where a = $1', id) },
  { weight: 2, arbitrary: one('insert into by_index values ($1, $2)', id, text) },
  { weight: 2, arbitrary: one('update by_index set a = $2 where a = $1', id, id) },
  { weight: 1, arbitrary: one('delete from by_index where a = $1', id) },
  { weight: 2, arbitrary: one('insert into journal (line) values ($1)', text) },
  { weight: 1, arbitrary: one('truncate journal, by_index') },
  { weight: 1, arbitrary: one('truncate item cascade') },
);

const plain = (sql: string): WorkloadStatement => ({ sql, params: [] });

const transaction: fc.Arbitrary<Workload> = fc
  .record({
    statements: fc.array(write, { minLength: 1, maxLength: 5 }),
    undone: fc.array(write, { maxLength: 2 }),
    ends: fc.constantFrom('commit', 'commit', 'rollback'),
  })
  .map(({ statements, undone, ends }) => [
    plain('begin'),
    ...statements,
    plain('savepoint s'),
    ...undone,
    plain('rollback to s'),
    plain(ends),
  ]);

const unit: fc.Arbitrary<Workload> = fc.oneof(
  { weight: 3, arbitrary: write.map((statement) => [statement]) },
  { weight: 2, arbitrary: transaction },
);

const units = (arbitrary: fc.Arbitrary<Workload>): fc.Arbitrary<Workload> =>
  fc.array(arbitrary, { minLength: 1, maxLength: 15 }).map((several) => several.flat());

export const workload = units(unit);

/** What logical replication does not carry, or refuses. */
const unpublished: fc.Arbitrary<Workload> = fc.constantFrom(
  [plain('alter table item add column if not exists stock int default 3')],
  [plain('alter table item drop column if exists tags')],
  [plain('alter table journal alter line type varchar(100) using left(line, 100)')],
  [plain('create table if not exists made as select n, n % 7 as rest from generate_series(1, 20) n')],
  [plain('delete from made where n % 3 = 0'), plain('drop publication if exists replayground')],
  [plain('begin'), plain('alter table made rename to remade'), plain('delete from whole'), plain('rollback')],
  [plain('drop table if exists made')],
  [plain("select nextval('ticket') from generate_series(1, 20)")],
  [plain('create unlogged table if not exists passing (n int)'), plain('insert into passing values (1)')],
  [plain('vacuum item'), plain('checkpoint')],
);

/** With DDL, sequences, and tables that no publication names. It begins with a sequence `ticket`. */
export const ddlWorkload: fc.Arbitrary<Workload> = units(
  fc.oneof({ weight: 3, arbitrary: unit }, { weight: 2, arbitrary: unpublished }),
).map((writes) => [plain('create sequence ticket'), ...writes]);
