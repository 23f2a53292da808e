/** Django's and Python's exceptions, by their own names and with their own texts. What a database raises is in
 * `db/database-errors.ts`. */

/**
 * A value of the right type that makes no sense here, such as an object that the router forbids to relate.
 *
 * Python: [ValueError](https://docs.python.org/3/library/exceptions.html#ValueError).
 */
export class ValueError extends Error {
  override readonly name: string = 'ValueError';
}

/**
 * Something is not possible in the present state, such as a durable atomic block inside another.
 *
 * Python: [RuntimeError](https://docs.python.org/3/library/exceptions.html#RuntimeError).
 */
export class RuntimeError extends Error {
  override readonly name: string = 'RuntimeError';
}

/**
 * A name that is not there: `environ['REPLICA_HOST']` where nobody has set it.
 *
 * Python's [KeyError](https://docs.python.org/3/library/exceptions.html#KeyError).
 */
export class KeyError extends Error {
  override readonly name: string = 'KeyError';

  /** The message is the key as Python writes it, in quotes. */
  constructor(key: string) {
    super(`'${key}'`);
  }
}

/**
 * An object does not have what was asked of it: `prefetchRelated('colour')` of a model without such a relation.
 *
 * Python's [AttributeError](https://docs.python.org/3/library/exceptions.html#AttributeError).
 */
export class AttributeError extends Error {
  override readonly name: string = 'AttributeError';
}

/**
 * A query found no row where it needed one. Each model has its own: `Product.DoesNotExist`.
 *
 *     try {
 *       await Product.objects.get({ id: 700 });
 *     } catch (error) {
 *       if (error instanceof ObjectDoesNotExist) console.log(error.message);
 *     }
 *
 * Django: [ObjectDoesNotExist](https://docs.djangoproject.com/en/5.2/ref/exceptions/#objectdoesnotexist).
 */
export class ObjectDoesNotExist extends Error {
  override readonly name: string = 'DoesNotExist';
}

/**
 * `get()` found more than one row. Each model has its own: `Product.MultipleObjectsReturned`.
 *
 * Django: [MultipleObjectsReturned](https://docs.djangoproject.com/en/5.2/ref/exceptions/#multipleobjectsreturned).
 */
export class MultipleObjectsReturned extends Error {
  override readonly name: string = 'MultipleObjectsReturned';
}

/**
 * A query names a field or a lookup that the model does not have.
 *
 * Django: [FieldError](https://docs.djangoproject.com/en/5.2/ref/exceptions/#fielderror).
 */
export class FieldError extends Error {
  override readonly name: string = 'FieldError';
}

/**
 * The model has no field of that name.
 *
 * Django: [FieldDoesNotExist](https://docs.djangoproject.com/en/5.2/ref/exceptions/#fielddoesnotexist).
 */
export class FieldDoesNotExist extends Error {
  override readonly name: string = 'FieldDoesNotExist';
}

/**
 * The settings or a model are not what they must be.
 *
 * Django: [ImproperlyConfigured](https://docs.djangoproject.com/en/5.2/ref/exceptions/#improperlyconfigured).
 */
export class ImproperlyConfigured extends Error {
  override readonly name: string = 'ImproperlyConfigured';
}

/**
 * A query, or a router, names an alias that `DATABASES` does not have.
 *
 * Django: [ConnectionDoesNotExist](https://docs.djangoproject.com/en/5.2/topics/db/multi-db/).
 */
export class ConnectionDoesNotExist extends Error {
  override readonly name: string = 'ConnectionDoesNotExist';
}

/**
 * Thrown by a view, it becomes a page with status 404.
 *
 *     const changed = await Order.objects.filter({ id: request.params.id }).update({ status: 'packed' });
 *     if (changed === 0) throw new Http404('No such order.');
 *
 * Django: [Http404](https://docs.djangoproject.com/en/5.2/topics/http/views/#the-http404-exception).
 */
export class Http404 extends Error {
  override readonly name: string = 'Http404';
}
