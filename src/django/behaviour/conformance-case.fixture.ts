/** How the list of Django's behaviour is checked: a case a line, on two real nodes. */
import { expect } from 'vitest';
import type { DatabaseRouter } from '../db/router.ts';
import type { Instance } from '../models/instance-types.ts';
import { installSettings } from '../settings.ts';
import { Product } from '../shop.fixture.ts';
import type { ConformanceNodes } from './conformance-nodes.fixture.ts';

/** One line of the list, by its number there. */
export interface ConformanceCase {
  readonly line: number;
  readonly check: (nodes: ConformanceNodes) => Promise<void> | void;
}

/** The talk's router. */
export const T7: DatabaseRouter = { dbForRead: () => 'replica', dbForWrite: () => 'default' };
/** The talk's, with every relation allowed. */
export const T: DatabaseRouter = { ...T7, allowRelation: () => true };
/** Reads from where the hinted instance is. */
export const H: DatabaseRouter = { ...T, dbForRead: (_, { instance }) => instance?._state.db ?? 'replica' };

const DATABASES = { default: { HOST: 'primary' }, replica: { HOST: 'replica' }, other: { HOST: 'standalone' } };

/** Puts these routers in force; none is what the list calls Z. */
export function route(...routers: readonly DatabaseRouter[]): void {
  installSettings({ DATABASES, DATABASE_ROUTERS: routers });
}

/** Product 1, loaded from this database. */
export async function productOn(nodes: ConformanceNodes, alias: string): Promise<Instance<Product>> {
  const product = await Product.objects.using(alias).get({ id: 1 });
  nodes.asked();
  return product;
}

/** The error of a standby that is asked to write. */
export const readOnly = (command: string): unknown =>
  expect.objectContaining({
    name: 'InternalError',
    message: `cannot execute ${command} in a read-only transaction`,
    postgres: expect.objectContaining({ code: '25006' }),
  });
