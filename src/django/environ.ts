import { backend } from './backend.ts';
import { KeyError } from './errors.ts';

/** The environment of the process. */
export interface Environ {
  /** The variable's value, or the fallback where nobody has set it, or else undefined. */
  get(name: string): string | undefined;
  get(name: string, fallback: string): string;
  /** The variable's value. @throws KeyError where nobody has set it */
  readonly [name: Uppercase<string>]: string;
}

/**
 * The environment variables, as Python's `os.environ`: what differs from one deployment to the next is read from there,
 * most often in `settings.ts`, and whoever deploys the shop sets it. Here a lesson's schedules do.
 *
 *     export const DATABASES = {
 *       default: { HOST: environ['PRIMARY_HOST'] }, // KeyError: 'PRIMARY_HOST' where nobody has set it
 *       replica: { HOST: environ.get('REPLICA_HOST', 'primary') },
 *     };
 *
 * Python: [os.environ](https://docs.python.org/3/library/os.html#os.environ).
 */
export const environ: Environ = new Proxy<Environ>(
  { get },
  {
    get: (target, name) => {
      if (typeof name !== 'string' || !isVariable(name)) return Reflect.get(target, name) as unknown;
      const value = get(name);
      if (value === undefined) throw new KeyError(name);
      return value;
    },
    has: (_, name) => get(String(name)) !== undefined,
  },
);

/** Whatever else is asked of an object, `toString` say, is no variable. */
const isVariable = (name: string): boolean => /^[A-Z_][A-Z0-9_]*$/.test(name);

function get(name: string): string | undefined;
function get(name: string, fallback: string): string;
function get(name: string, fallback?: string): string | undefined {
  const { environment } = backend();
  return Object.hasOwn(environment, name) ? environment[name] : fallback;
}
