import { kindOf } from '../describe.ts';
import { Http404 } from '../errors.ts';
import type { Filter, Instance } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import { modelErrors } from '../models/model-errors.ts';
import { BaseManager } from '../query/manager.ts';
import type { AnyManager } from '../query/manager.ts';
import { QuerySet } from '../query/queryset.ts';
import type { AnyQuerySet } from '../query/queryset-base.ts';
import { toPlainJson } from './plain-json.ts';
import type { HttpRequest } from './request.ts';
import { HttpResponseRedirect, TemplateResponse } from './response.ts';

/**
 * A page: the template with this name, and what it shows. Objects become their fields; a queryset that was not awaited
 * yet is evaluated here.
 *
 *     return render(request, 'orders', { orders: Order.objects.filter({ customer: request.person }) });
 *
 * @throws TypeError when the template has no name, or the context is no object or has something that a page cannot show
 *
 * Django: [render](https://docs.djangoproject.com/en/5.2/topics/http/shortcuts/#render).
 */
export async function render(
  _request: Pick<HttpRequest, 'path'>,
  template: string,
  context: Readonly<Record<string, unknown>> = {},
): Promise<TemplateResponse> {
  if (typeof template !== 'string')
    throw new TypeError(`render() needs the name of a template, not ${kindOf(template)}.`);
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw new TypeError(`context must be an object rather than ${kindOf(context)}.`);
  }
  return new TemplateResponse(template, await toPlainJson(context, 'context'));
}

/**
 * Sends the browser to another page, which it asks for at once: `return redirect(`/orders/${order.id}/`)`.
 *
 * Django: [redirect](https://docs.djangoproject.com/en/5.2/topics/http/shortcuts/#redirect).
 */
export function redirect(url: string): HttpResponseRedirect {
  return new HttpResponseRedirect(url);
}

/**
 * The one object that matches, of a model, a manager or a queryset; or a page with status 404.
 *
 *     const order = await getObjectOr404(Order, { id: request.params.id, customer: request.person });
 *
 * @throws Http404 when there is none
 * @throws MultipleObjectsReturned when there are more
 *
 * Django: [get_object_or_404](https://docs.djangoproject.com/en/5.2/topics/http/shortcuts/#get-object-or-404).
 */
export function getObjectOr404<M extends Model, Row, Extra extends object>(
  from: AnyQuerySet<M, Row, Extra>,
  ...filters: readonly Filter<M, Extra>[]
): Promise<Row>;
export function getObjectOr404<M extends Model>(
  from: ModelClass<M> | AnyManager<M>,
  ...filters: readonly Filter<M>[]
): Promise<Instance<M>>;
export async function getObjectOr404<M extends Model>(
  from: ModelClass<M> | AnyManager<M> | AnyQuerySet<M>,
  ...filters: readonly Filter<M>[]
): Promise<unknown> {
  const queryset = querySetOf(from);
  try {
    return await queryset.get(...filters);
  } catch (error) {
    if (!(error instanceof modelErrors(queryset.model).DoesNotExist)) throw error;
    throw new Http404(`No ${queryset.model.name} matches the given query.`, { cause: error });
  }
}

function querySetOf<M extends Model>(from: ModelClass<M> | AnyManager<M> | AnyQuerySet<M>): QuerySet<M, unknown> {
  if (from instanceof QuerySet) return from as QuerySet<M, unknown>;
  if (from instanceof BaseManager) return (from as BaseManager<M>).getQueryset();
  return new QuerySet(from as ModelClass<M>);
}
