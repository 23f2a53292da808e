import { ImproperlyConfigured } from '../errors.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

/** What a route finds in an address: `{ id: number }` for `/orders/<int:id>/`. */
export type RouteParams<Route extends string> = Route extends `${string}<${infer Part}>${infer Rest}`
  ? Rest extends `${string}<${string}`
    ? ParamOf<Part> & RouteParams<Rest>
    : ParamOf<Part>
  : Readonly<Record<string, never>>;

type ParamOf<Part extends string> = Part extends `int:${infer Name}`
  ? { readonly [N in Name]: number }
  : Part extends `${string}:${infer Name}`
    ? { readonly [N in Name]: string }
    : { readonly [N in Part]: string };

/** A function that answers a request. */
export type View<Params = Readonly<Record<string, number>>> = (
  request: HttpRequest<Params>,
) => HttpResponse | Promise<HttpResponse>;

type AnyParams = Readonly<Record<string, string | number>>;

/** One line of `urlpatterns`. Made by `path`. */
export class UrlPattern {
  /** As it was written. */
  readonly route: string;
  /** The function that answers. */
  readonly view: View<never>;
  readonly #pattern: RegExp;
  readonly #converters: readonly (readonly [string, Converter])[];

  /** @internal */
  constructor(route: string, view: View<never>) {
    this.route = route;
    this.view = view;
    const parts = [...withoutSlash(route).matchAll(/<(?:(\w+):)?(\w+)>/g)];
    this.#converters = parts.map(([, name = 'str', param]) => [param!, converterNamed(name)]);
    const literals = withoutSlash(route).split(/<[^>]*>/);
    const groups = this.#converters.map(([, { pattern }]) => `(${pattern})`);
    const source = literals.map((literal, index) => escape(literal) + (groups[index] ?? ''));
    this.#pattern = new RegExp(`^${source.join('')}$`);
  }

  /** What the address has in the places of the route's parameters, or null when it is another route's. */
  match(address: string): AnyParams | null {
    const match = this.#pattern.exec(withoutSlash(address));
    return (
      match && Object.fromEntries(this.#converters.map(([name, { read }], index) => [name, read(match[index + 1]!)]))
    );
  }
}

interface Converter {
  readonly pattern: string;
  readonly read: (text: string) => string | number;
}

/** https://docs.djangoproject.com/en/5.2/topics/http/urls/#path-converters */
const converters: ReadonlyMap<string, Converter> = new Map([
  ['str', { pattern: '[^/]+', read: String }],
  ['int', { pattern: '[0-9]+', read: Number }],
  ['slug', { pattern: '[-a-zA-Z0-9_]+', read: String }],
  ['uuid', { pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', read: String }],
  ['path', { pattern: '.+', read: String }],
]);

function converterNamed(name: string): Converter {
  const converter = converters.get(name);
  if (!converter) throw new ImproperlyConfigured(`URL route uses invalid converter '${name}'.`);
  return converter;
}

/** Django writes routes without the slash in front; both are the same here. */
const withoutSlash = (address: string): string => address.replace(/^\//, '');

const escape = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Gives the view the requests whose address fits the route. What stands in angle brackets becomes `request.params`:
 * `<int:id>` a number, `<slug:name>` and `<str:name>` a text.
 *
 *     const orderList = (request: HttpRequest) => render(request, 'orders', { orders: Order.objects.all() });
 *
 *     export const urlpatterns = [
 *       path('/orders/', orderList),
 *       path('/orders/<int:id>/', orderDetail),
 *     ];
 *
 * @throws ImproperlyConfigured when the route names a converter that there is not
 *
 * Django: [path](https://docs.djangoproject.com/en/5.2/ref/urls/#path).
 */
export function path<const Route extends string>(route: Route, view: View<RouteParams<Route>>): UrlPattern {
  return new UrlPattern(route, view);
}
