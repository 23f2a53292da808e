import { PerRequest } from './per-request.ts';

/**
 * Attributes that every request has its own of. So a middleware can tell a router what the request at hand is about,
 * though the router is never given it.
 *
 *     export const reading = new Local<{ alias: string }>();
 *
 *     export const pinning: Middleware = (getResponse) => async (request) => {
 *       if (request.method === 'POST') reading.alias = 'default';
 *       return await getResponse(request);
 *     };
 *
 *     export class DbRouter {
 *       dbForRead(model: ModelClass, hints: Hints) { return reading.alias ?? 'replica'; }
 *     }
 *
 * It is Local of asgiref, which Django itself uses for that: [asgiref.local](https://github.com/django/asgiref).
 */
export const Local: new <Attributes extends object>() => Partial<Attributes> = function Local() {
  const attributes = new PerRequest<Record<PropertyKey, unknown>>(() => ({}));
  return new Proxy(
    {},
    {
      get: (_, name) => attributes.get()[name],
      set: (_, name, value) => Reflect.set(attributes.get(), name, value),
      has: (_, name) => Reflect.has(attributes.get(), name),
      deleteProperty: (_, name) => Reflect.deleteProperty(attributes.get(), name),
      ownKeys: () => Reflect.ownKeys(attributes.get()),
      getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(attributes.get(), name),
    },
  );
} as unknown as typeof Local;
