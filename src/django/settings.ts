import { ImproperlyConfigured } from './errors.ts';
import type { DatabaseRouter } from './db/router.ts';
import type { Middleware } from './http/middleware.ts';

/**
 * One entry of `DATABASES`. Its `HOST` decides which server the alias is, and two aliases may name the same one; the
 * rest is what a Django project would say, and is not looked at.
 *
 *     export const DATABASES = {
 *       default: { ENGINE: 'django.db.backends.postgresql', HOST: 'primary' },
 *       replica: { ENGINE: 'django.db.backends.postgresql', HOST: environ.get('REPLICA_HOST', 'primary') },
 *     };
 *
 * One alias may have several hosts, and is then whichever of them fits when a connection is made:
 *
 *     export const DATABASES = {
 *       default: { HOST: 'primary,replica', OPTIONS: { target_session_attrs: 'read-write' } },
 *     };
 *
 * Django: [DATABASES](https://docs.djangoproject.com/en/5.2/ref/settings/#databases).
 */
export interface DatabaseSettings {
  /** `'django.db.backends.postgresql'` */
  readonly ENGINE?: string;
  /** The database's name on its server. */
  readonly NAME?: string;
  /**
   * `primary`, `replica`, or `standalone` where a lesson has it. Without one it is a socket, and nobody listens there.
   *
   * Several with commas between, `'primary,replica'`, are tried in this order whenever a connection is made, and each that is tried
   * in vain takes a round trip. A connection that there is stays where it is.
   *
   * libpq: [Specifying Multiple Hosts](https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS).
   */
  readonly HOST?: string | null | undefined;
  /** The server's port: 5432. */
  readonly PORT?: string | number | null | undefined;
  /** The role that one logs in as. */
  readonly USER?: string | null | undefined;
  /** The role's password. */
  readonly PASSWORD?: string | null | undefined;
  /** How long a connection is kept for the next request, in seconds. */
  readonly CONN_MAX_AGE?: number | null;
  /**
   * What the driver is told. `{ target_session_attrs: 'read-write' }` looks for the host that takes writes, whichever it is now;
   * there are `any`, `read-write`, `read-only`, `primary`, `standby` and `prefer-standby`. `connect_timeout`, in seconds, is how long
   * it waits for a connection (130 where nothing is said, and 2 at least), and `tcp_user_timeout`, in milliseconds, for a sign that what it has
   * sent was received (some 15 minutes). The rest is not looked at.
   *
   * libpq: [target_session_attrs](https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS).
   */
  readonly OPTIONS?: Readonly<Record<string, unknown>>;
  /** How Django's test runner makes its own: `{ MIRROR: 'default' }` for a replica. */
  readonly TEST?: Readonly<Record<string, unknown>>;
  /** Django takes any other key, too. */
  readonly [key: string]: unknown;
}

/**
 * What `settings.ts` exports.
 *
 *     class DbRouter {
 *       dbForRead(model: ModelClass, hints: Hints) { return 'replica'; }
 *       dbForWrite(model: ModelClass, hints: Hints) { return 'default'; }
 *     }
 *
 *     export const DATABASES = {
 *       default: { ENGINE: 'django.db.backends.postgresql', HOST: 'primary' },
 *       replica: { ENGINE: 'django.db.backends.postgresql', HOST: 'replica' },
 *     };
 *     export const DATABASE_ROUTERS = [DbRouter];
 *
 * Django: [Settings](https://docs.djangoproject.com/en/5.2/ref/settings/).
 */
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
  /** By alias. */
  readonly databases: ReadonlyMap<string, InstalledDatabase>;
  readonly routers: readonly DatabaseRouter[];
  readonly middleware: readonly Middleware[];
}

export interface InstalledDatabase {
  /** Empty when the settings name none; several have commas between. */
  readonly host: string;
  /** Absent when the settings say nothing. It may be anything: libpq looks at it when it connects. */
  readonly targetSessionAttrs?: string;
  /** Absent when the settings say nothing. */
  readonly connectTimeoutMs?: number;
  readonly tcpUserTimeoutMs?: number;
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
  const databases = new Map(Object.entries(DATABASES).map(([alias, entry]) => [alias, toDatabase(alias, entry)]));
  const middleware = listOf('MIDDLEWARE', MIDDLEWARE).map((item) => {
    if (typeof item !== 'function') throw new ImproperlyConfigured('MIDDLEWARE lists something that is no function.');
    return item as Middleware;
  });
  const routers = listOf('DATABASE_ROUTERS', DATABASE_ROUTERS).map(toRouter);
  installed = { databases, routers, middleware };
  return installed;
}

/** What libpq can hold: an `int`. */
const longestDuration = 2_147_483_647;

/** In characters: the most that a DNS name can have. */
const longestText = 255;

function toDatabase(alias: string, entry: unknown): InstalledDatabase {
  if (!isRecord(entry)) throw new ImproperlyConfigured(`DATABASES['${alias}'] must be an object of settings.`);
  const host = entry.HOST ?? '';
  if (typeof host !== 'string' || host.length > longestText) {
    throw new ImproperlyConfigured(`The HOST of DATABASES['${alias}'] is no name of a host.`);
  }
  return { host, ...toOptions(alias, isRecord(entry.OPTIONS) ? entry.OPTIONS : {}) };
}

function toOptions(alias: string, options: Readonly<Record<string, unknown>>): Omit<InstalledDatabase, 'host'> {
  const attributes = options.target_session_attrs ?? null;
  const connectMs = durationOf(alias, 'connect_timeout', options.connect_timeout, 1_000);
  const silentMs = durationOf(alias, 'tcp_user_timeout', options.tcp_user_timeout, 1);
  const timeouts = {
    // As psycopg: two seconds at least.
    ...(connectMs > 0 && { connectTimeoutMs: Math.max(connectMs, 2_000) }),
    ...(silentMs > 0 && { tcpUserTimeoutMs: silentMs }),
  };
  if (attributes === null) return timeouts;
  if (typeof attributes !== 'string' || attributes.length > longestText) {
    throw new ImproperlyConfigured(`The target_session_attrs of DATABASES['${alias}'] must be a text.`);
  }
  return { targetSessionAttrs: attributes, ...timeouts };
}

/** In ms; 0 where the system is to decide. */
function durationOf(alias: string, name: string, value: unknown, unitMs: number): number {
  if (value === undefined || value === null) return 0;
  const units = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof units !== 'number' || !Number.isFinite(units) || units > longestDuration)
    throw new ImproperlyConfigured(
      `The ${name} of DATABASES['${alias}'] must be a number, at most ${longestDuration}.`,
    );
  return Math.max(0, Math.trunc(units)) * unitMs;
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
