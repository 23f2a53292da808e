/**
 * A generated workload whose half transactions would show. Each purchase is one transaction that writes its lines, takes from
 * the stock of each item, and pays: what is in `line`, in `payment` and gone from `stock` has to agree. People buy statement
 * by statement, and some wait for the replica, some for the primary's own disk and some for nothing; the console sends one
 * script, and always waits for the replica.
 */
import { randomFrom } from '../../src/simulation/random.ts';
import type { ConsoleStatement, Person, PersonStep } from '../../src/simulation/scenario.ts';
import type { PgText } from '../../src/trace/postgres-values.ts';
import type { View } from './view-program.ts';

const items = [1, 2, 3];
const stocked = 1_000;
const levels: readonly Purchase['waitsFor'][] = ['off', 'local', 'on'];

export const purchaseSchema = `
  create table stock (item int primary key, remaining int not null check (remaining >= 0));
  create table line (ref text, item int references stock, quantity int not null, primary key (ref, item));
  create table payment (ref text primary key, amount int not null);
  insert into stock select item, ${stocked} from generate_series(1, ${items.length}) item;
`;

export interface Purchase {
  /** Unique, and written with every row of it. */
  readonly ref: string;
  readonly lines: readonly { readonly item: number; readonly quantity: number }[];
  /** `synchronous_commit`: its commit is answered at once, when it is flushed, or when the replica has applied it. */
  readonly waitsFor: 'off' | 'local' | 'on';
  /** `refused`: there is not so much in stock, and the transaction fails. */
  readonly ends: 'commit' | 'rollback' | 'refused';
}

export interface PurchaseWorkload {
  readonly purchases: readonly Purchase[];
  readonly people: readonly Person[];
  readonly console: readonly ConsoleStatement[];
}

/** The same seed, the same workload. It lasts about three seconds. */
export function purchaseWorkload(seed: number): PurchaseWorkload {
  const random = randomFrom(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  const purchases: Purchase[] = [];
  const buy = (waitsFor: Purchase['waitsFor'], ends: Purchase['ends'] = 'commit'): Purchase => {
    const bought = items.filter(() => random() < 0.5);
    const purchase = {
      ref: `p${purchases.length + 1}`,
      lines: (bought.length > 0 ? bought : [items[below(items.length)]!]).map((item) => ({
        item,
        quantity: ends === 'refused' ? stocked + 1 : 1 + below(5),
      })),
      waitsFor,
      ends,
    };
    purchases.push(purchase);
    return purchase;
  };
  const people = ['Ana', 'Ben', 'Cleo', 'Dan'].map((name, index): Person => {
    const ends = (['commit', 'commit', 'rollback', 'commit', 'refused', 'commit'] as const).slice(0, 3 + index);
    const steps = ends.flatMap((end): PersonStep[] => [
      { submit: `/buy/${buy(levels[below(levels.length)]!, end).ref}`, form: {} },
      { wait: below(150) },
      ...(random() < 0.3 ? [{ visit: '/stock' }] : []),
    ]);
    return { name, startsAt: below(200), roundTripMs: 20 + below(40), steps };
  });
  const console = Array.from({ length: 18 }, (_, index): ConsoleStatement => {
    return { at: index * 190 + below(190), node: 'primary', sql: scriptOf(buy('on')) };
  });
  return { purchases, people, console };
}

/** One transaction, statement by statement. */
function statementsOf({ ref, lines, waitsFor, ends }: Purchase): readonly string[] {
  return [
    'begin',
    ...(waitsFor === 'on' ? [] : [`set local synchronous_commit = ${waitsFor}`]),
    ...lines.map(({ item, quantity }) => `insert into line values ('${ref}', ${item}, ${quantity})`),
    `insert into payment values ('${ref}', ${amountOf(lines)})`,
    ...lines.map(({ item, quantity }) => `update stock set remaining = remaining - ${quantity} where item = ${item}`),
    ends === 'rollback' ? 'rollback' : 'commit',
  ];
}

/** The same as a console sends it. */
export const scriptOf = (purchase: Purchase): string => statementsOf(purchase).join('; ');

const amountOf = (lines: Purchase['lines']): number => lines.reduce((sum, { quantity }) => sum + 3 * quantity, 0);

/** What is at `/buy/REF` and `/stock`: 200 where the commit was answered with OK. */
export function purchaseView(purchases: readonly Purchase[]): View {
  return async ({ path }, shop) => {
    if (path === '/stock') {
      const reply = await shop.query('replica', 'select * from stock');
      return { status: reply.kind === 'ok' ? 200 : 503 };
    }
    const purchase = purchases.find(({ ref }) => path === `/buy/${ref}`)!;
    for (const sql of statementsOf(purchase)) {
      const reply = await shop.query('default', sql);
      if (reply.kind === 'lost') return { status: 503 };
      if (reply.kind === 'error') {
        await shop.query('default', 'rollback');
        return { status: 409 };
      }
    }
    return { status: purchase.ends === 'commit' ? 200 : 422 };
  };
}

type TableRows = readonly (readonly PgText[])[];

/** How much of each purchase is in the tables of a node. One whose items' stock does not agree with the lines is half. */
export function foundIn(
  rows: Readonly<Record<string, TableRows>>,
  purchases: readonly Purchase[],
): ReadonlyMap<string, 'whole' | 'absent' | 'half'> {
  const { line = [], payment = [], stock = [] } = rows;
  const agrees = (item: number): boolean => {
    const sold = line.filter((row) => row[1] === `${item}`).reduce((sum, row) => sum + Number(row[2]), 0);
    return stock.some((row) => row[0] === `${item}` && Number(row[1]) === stocked - sold);
  };
  return new Map(
    purchases.map(({ ref, lines }) => {
      const of = (table: TableRows): string[] =>
        table.filter((row) => row[0] === ref).map((row) => row.slice(1).join(' '));
      const [found, paid] = [of(line), of(payment)];
      const isWhole =
        found.toSorted().join() === lines.map(({ item, quantity }) => `${item} ${quantity}`).join() &&
        paid.join() === `${amountOf(lines)}`;
      const isAbsent = found.length === 0 && paid.length === 0;
      if (!(isWhole || isAbsent) || !lines.every(({ item }) => agrees(item))) return [ref, 'half'];
      return [ref, isWhole ? 'whole' : 'absent'];
    }),
  );
}
