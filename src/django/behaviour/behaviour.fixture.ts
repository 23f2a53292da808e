/** How the list of Django's behaviour is checked: a case a line, on two servers that never hear of each other again. */
import { expect } from 'vitest';
import type { DatabaseRouter } from '../db/router.ts';
import type { Instance } from '../models/instance-types.ts';
import { installSettings } from '../settings.ts';
import { Product } from '../shop.fixture.ts';
import type { TestDatabases } from '../test-databases.fixture.ts';

/** One line of the list, by its number there. */
export interface Behaviour {
  readonly line: number;
  readonly says: string;
  readonly check: (databases: TestDatabases) => Promise<void> | void;
}

/** The talk's router. */
export const T7: DatabaseRouter = { dbForRead: () => 'replica', dbForWrite: () => 'default' };
/** The talk's, with every relation allowed. */
export const T: DatabaseRouter = { ...T7, allowRelation: () => true };
/** Reads from where the hinted instance is. */
export const H: DatabaseRouter = { ...T, dbForRead: (_, { instance }) => instance?._state.db ?? 'replica' };

/** Puts these routers in force; none is what the list calls Z. */
export function route(...routers: readonly DatabaseRouter[]): void {
  installSettings({ DATABASES: { default: {}, replica: {}, other: {} }, DATABASE_ROUTERS: routers });
}

/** Product 1, loaded from this database. */
export async function productOn(databases: TestDatabases, alias: string): Promise<Instance<Product>> {
  const product = await Product.objects.using(alias).get({ id: 1 });
  databases.asked();
  return product;
}

/** The error of a standby that is asked to write. */
export const readOnly = (command: string): unknown =>
  expect.objectContaining({
    name: 'InternalError',
    message: `cannot execute ${command} in a read-only transaction`,
    postgres: expect.objectContaining({ code: '25006' }),
  });
