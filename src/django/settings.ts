import { ImproperlyConfigured } from './errors.ts';
import type { DatabaseRouter } from './db/router.ts';
import type { Middleware } from './http/middleware.ts';

/**
 * One entry of `DATABASES`. Only its alias counts here; the rest is what a Django project would say.
 *
 * Django: [DATABASES](https://docs.djangoproject.com/en/5.2/ref/settings/#databases).
 */
export interface DatabaseSettings {
  readonly ENGINE?: string;
  readonly NAME?: string;
  readonly HOST?: string;
  readonly PORT?: string | number;
  readonly USER?: string;
}

/** What `settings.ts` exports. */
export interface Settings {
  /** The databases by alias. There must be a `default`. */
  readonly DATABASES: Readonly<Record<string, DatabaseSettings>>;
  /** Classes or instances, asked in this order. */
  readonly DATABASE_ROUTERS?: readonly (DatabaseRouter | (new () => DatabaseRouter))[];
  /** From the outside in: the first sees a request first and its response last. */
  readonly MIDDLEWARE?: readonly Middleware[];
}

/** The settings in force, checked and complete. */
export interface InstalledSettings {
  readonly aliases: ReadonlySet<string>;
  readonly routers: readonly DatabaseRouter[];
  readonly middleware: readonly Middleware[];
}

let installed: InstalledSettings | null = null;

export function installedSettings(): InstalledSettings {
  if (!installed) throw new ImproperlyConfigured('Settings are not configured.');
  return installed;
}

/** Takes what the learner's `settings.ts` exports, which may be anything. @throws ImproperlyConfigured */
export function installSettings(settings: unknown): InstalledSettings {
  const { DATABASES, DATABASE_ROUTERS = [], MIDDLEWARE = [] } = settings as Readonly<Record<string, unknown>>;
  if (!isRecord(DATABASES) || !isRecord(DATABASES.default)) {
    throw new ImproperlyConfigured("You must define a 'default' database.");
  }
  const middleware = listOf('MIDDLEWARE', MIDDLEWARE).map((item) => {
    if (typeof item !== 'function') throw new ImproperlyConfigured('MIDDLEWARE lists something that is no function.');
    return item as Middleware;
  });
  const routers = listOf('DATABASE_ROUTERS', DATABASE_ROUTERS).map(toRouter);
  installed = { aliases: new Set(Object.keys(DATABASES)), routers, middleware };
  return installed;
}

function toRouter(item: unknown): DatabaseRouter {
  const router: unknown = typeof item === 'function' ? Reflect.construct(item, []) : item;
  if (typeof router === 'object' && router !== null) return router;
  throw new ImproperlyConfigured('DATABASE_ROUTERS lists something that is neither a class nor an object.');
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ImproperlyConfigured(`The ${name} setting must be a list.`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
