import type { RouteClaim } from '../../trace/events.ts';
import { installedSettings } from '../settings.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import type { Instance } from '../models/instance-types.ts';

/**
 * What a router is told beside the model. `instance` is the object that the query starts from: the order whose product
 * is read, the object that is saved. Queries that start from a manager have none.
 *
 * Django: [Hints](https://docs.djangoproject.com/en/5.2/topics/db/multi-db/#hints).
 */
export interface Hints {
  /** The object at hand, with the database that it is from: `hints.instance?._state.db`. */
  readonly instance?: Instance;
}

/**
 * Decides which database a query goes to. Every method may be left out, and may answer null: then the next router is
 * asked. If none has an answer, it is the database that the hinted instance is on, or else `default`.
 *
 *     export class DbRouter {
 *       dbForRead(model: ModelClass, hints: Hints) { return 'replica'; }
 *       dbForWrite(model: ModelClass, hints: Hints) { return 'default'; }
 *     }
 *
 * Django: [Database routers](https://docs.djangoproject.com/en/5.2/topics/db/multi-db/#database-routers).
 */
export interface DatabaseRouter {
  /** The alias to read this model from. */
  dbForRead?(model: ModelClass, hints: Hints): string | null | undefined;
  /** The alias to write this model to. */
  dbForWrite?(model: ModelClass, hints: Hints): string | null | undefined;
  /** Whether one may refer to the other. If no router says: whether both are on the same database. */
  allowRelation?(a: Instance, b: Instance, hints: Hints): boolean | null | undefined;
  /**
   * Whether `migrate` may make an app's tables on this database. Nobody asks it here, where the tables are made of each
   * server's own SQL; in a Django project it keeps them off a replica and off another app's database.
   */
  allowMigrate?(db: string, appLabel: string, hints: MigrationHints): boolean | null | undefined;
}

/**
 * What `allowMigrate` is told beside the database and the app.
 *
 * Django: [allow_migrate](https://docs.djangoproject.com/en/5.2/topics/db/multi-db/#allow_migrate).
 */
export interface MigrationHints {
  /** The model's name in lower case, where one model is what it is about. */
  readonly modelName?: string | null;
  /** What a migration's own operations add. */
  readonly [hint: string]: unknown;
}

/** The alias that a query goes to, and why. */
export interface Route {
  readonly alias: string;
  readonly claim: RouteClaim;
}

export const defaultAlias = 'default';

/** The learner named the database. */
export const routeByHand = (alias: string): Route => ({ alias, claim: { by: 'using', alias } });

export const routeForRead = (model: ModelClass, hints: Hints): Route => ask('dbForRead', model, hints);
export const routeForWrite = (model: ModelClass, hints: Hints): Route => ask('dbForWrite', model, hints);

const djangoNames = { dbForRead: 'db_for_read', dbForWrite: 'db_for_write' } as const;

function ask(method: keyof typeof djangoNames, model: ModelClass, hints: Hints): Route {
  for (const router of installedSettings().routers) {
    // Called as a method, since a router may keep what it knows in itself. It is the learner's: it may answer anything.
    const alias: unknown = router[method]?.(model, hints);
    if (!alias) continue;
    if (typeof alias !== 'string') throw wrongAnswer(router, method, alias);
    const claim = {
      by: 'router',
      method: djangoNames[method],
      router: router.constructor.name,
      model: model.name,
      hints: hints.instance ? [`instance=${repr(hints.instance)}`] : [],
      alias,
    } as const;
    return { alias, claim };
  }
  const { instance } = hints;
  const alias = instance?._state.db;
  if (instance && alias) return { alias, claim: { by: 'instance', instance: repr(instance), alias } };
  return { alias: defaultAlias, claim: { by: 'default', alias: defaultAlias } };
}

function wrongAnswer(router: DatabaseRouter, method: string, answer: unknown): TypeError {
  const what = answer instanceof Promise ? 'a promise, and a router has to answer at once' : `a ${typeof answer}`;
  return new TypeError(`${router.constructor.name}.${method} must return an alias or null. It returned ${what}.`);
}

/** Whether `b` may refer to `a`. The first router that does not say null decides. */
export function allowRelation(a: Model, b: Model): boolean {
  for (const router of installedSettings().routers) {
    const allowed: unknown = router.allowRelation?.(a, b, {});
    if (allowed !== null && allowed !== undefined) return Boolean(allowed);
  }
  return a._state.db === b._state.db;
}

/** Python's `repr`: `<Product: Product object (1)>`. */
export const repr = (instance: Model): string => `<${instance.constructor.name}: ${String(instance)}>`;
