import type { Hints, Instance, ModelClass } from 'django';

const aliases: Readonly<Record<string, { readonly read: string; readonly write: string }>> = {
  shop: { read: 'replica', write: 'default' },
  warehouse: { read: 'warehouse', write: 'warehouse' },
};

/** One router for all: an app has a server to read from, one to write to, and relations within itself. */
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) {
    return aliases[model._meta.appLabel]?.read;
  }

  dbForWrite(model: ModelClass, hints: Hints) {
    return aliases[model._meta.appLabel]?.write;
  }

  allowRelation(a: Instance, b: Instance, hints: Hints) {
    return a._meta.appLabel === b._meta.appLabel;
  }
}
