import type { PageRequest } from '../../trace/http.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';

/**
 * What a view is given: what the person's browser asked for. `Params` says what `path` finds in the address; without it,
 * they are numbers, as `<int:id>` gives them.
 *
 *     export async function orderDetail(request: HttpRequest) {
 *       const order = await getObjectOr404(Order, { id: request.params.id });
 *       return render(request, 'order', { order });
 *     }
 *
 * Django: [HttpRequest](https://docs.djangoproject.com/en/5.2/ref/request-response/#httprequest-objects).
 */
export class HttpRequest<Params = Readonly<Record<string, number>>> {
  /** How it was asked: a form is sent with POST. */
  readonly method: 'GET' | 'POST';
  /** Without its query string: `/orders/7/`. */
  readonly path: string;
  /** What `path('/orders/<int:id>/', view)` found in the address: `request.params.id`. Empty in a middleware, before the
   * view has been found. */
  readonly params: Params;
  /** The query string: `request.GET.from` of `/orders/?from=mail`. */
  readonly GET: Readonly<Record<string, string>>;
  /** The form that was sent. */
  readonly POST: Readonly<Record<string, string>>;
  /** The cookies that the browser sent, by name. */
  readonly COOKIES: Readonly<Record<string, string>>;
  /** What the shop remembers of this person from page to page. */
  readonly session: Session;
  /** Who asks. Django's `request.user`, whose name is all there is to them here. */
  readonly person: string;

  /** @internal */
  constructor(page: PageRequest) {
    const [path, query] = splitPath(page.path);
    this.method = page.method;
    this.path = path;
    this.params = {} as Params;
    this.GET = Object.fromEntries(new URLSearchParams(query));
    this.POST = page.form;
    this.COOKIES = page.cookies;
    this.session = openSession(page.cookies);
    this.person = page.person;
  }
}

function splitPath(address: string): readonly [string, string] {
  const mark = address.indexOf('?');
  return mark < 0 ? [address, ''] : [address.slice(0, mark), address.slice(mark + 1)];
}
