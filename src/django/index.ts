/**
 * What learners import from 'django': Django's names in camelCase, Django's behaviour, Django's error texts.
 *
 * One rule maps the names: what Python calls `snake_case` is `camelCase` here, classes and constants keep their names, and
 * keyword arguments become one object: `save(update_fields=['stock'])` is `save({ updateFields: ['stock'] })`. What may
 * ask a database is awaited.
 */
export type { DatabaseAlias, Register } from './database-alias.ts';
export { connection, connections } from './db/connection.ts';
export type { Connections, DatabaseConnection } from './db/connection.ts';
export type { Cursor, DatabaseRow } from './db/cursor.ts';
export {
  DataError,
  DatabaseError,
  IntegrityError,
  InternalError,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  ProtectedError,
  RestrictedError,
  TransactionManagementError,
} from './db/database-errors.ts';
export type { DatabaseValue, JsonValue } from './db/postgres-text.ts';
export type { DatabaseRouter, Hints, MigrationHints } from './db/router.ts';
/**
 * Transactions of one database.
 *
 * Django: [Database transactions](https://docs.djangoproject.com/en/5.2/topics/db/transactions/).
 */
export * as transaction from './db/transaction.ts';
export { environ } from './environ.ts';
export type { Environ } from './environ.ts';
export {
  AttributeError,
  ConnectionDoesNotExist,
  FieldDoesNotExist,
  FieldError,
  Http404,
  ImproperlyConfigured,
  KeyError,
  MultipleObjectsReturned,
  ObjectDoesNotExist,
  RuntimeError,
  ValueError,
} from './errors.ts';
export type { GetResponse, Middleware } from './http/middleware.ts';
export { HttpRequest } from './http/request.ts';
export { HttpResponse, HttpResponseRedirect, TemplateResponse } from './http/response.ts';
export type { Session } from './http/session.ts';
export { getObjectOr404, redirect, render } from './http/shortcuts.ts';
export { path } from './http/urls.ts';
export type { UrlPattern, View } from './http/urls.ts';
export { Local } from './local.ts';
export type { DeletedRows } from './models/deletion-collector.ts';
export {
  AutoField,
  BooleanField,
  CASCADE,
  CharField,
  DO_NOTHING,
  DateField,
  DateTimeField,
  DecimalField,
  FloatField,
  ForeignKey,
  IntegerField,
  JSONField,
  PROTECT,
  RESTRICT,
  SET_DEFAULT,
  SET_NULL,
  TextField,
} from './models/fields.ts';
export { UniqueConstraint } from './models/constraints.ts';
export type { FullCleanOptions } from './models/full-clean.ts';
export type { Deferred } from './models/deferred-types.ts';
export type { Instance } from './models/instance-types.ts';
export { NON_FIELD_ERRORS, ValidationError } from './models/validation-error.ts';
export { MaxLengthValidator, MaxValueValidator, MinLengthValidator, MinValueValidator } from './models/validators.ts';
export type { Validator } from './models/validators.ts';
export { Model } from './models/model.ts';
export type { ModelClass } from './models/model-class.ts';
export type { ModelMeta, Options } from './models/model-options.ts';
export type { Related, RelatedObject } from './models/related.ts';
export type { SaveOptions } from './models/save-instance.ts';
export type { BulkCreateOptions } from './query/bulk-create-options.ts';
export { Avg, Count, Max, Min, Sum } from './query/aggregates.ts';
export type { Aggregate, AggregateOptions, DistinctOptions } from './query/aggregates.ts';
export { Q } from './query/conditions.ts';
export type { QNode } from './query/conditions.ts';
export { Coalesce, F, Value } from './query/expressions.ts';
export type { Expression } from './query/expressions.ts';
export type { ExplainOptions } from './query/explain.ts';
export { Manager } from './query/manager.ts';
export type { AnyManager } from './query/manager.ts';
export { Exists, OuterRef, Subquery } from './query/subquery-expressions.ts';
export { Prefetch } from './query/prefetch.ts';
export type { PrefetchOptions } from './query/prefetch.ts';
export { QuerySet } from './query/queryset.ts';
export type { AnyQuerySet } from './query/queryset-base.ts';
export type { AddOptions, RelatedManager, SetOptions } from './query/related-manager.ts';
export { RawQuerySet } from './query/raw-queryset.ts';
export type { DatabaseSettings, Settings } from './settings.ts';
export { powerOff } from './power-off.ts';
export { sleep } from './sleep.ts';
/**
 * The clock, which is virtual.
 *
 * Django: [django.utils.timezone](https://docs.djangoproject.com/en/5.2/ref/utils/#module-django.utils.timezone).
 */
export * as timezone from './timezone.ts';
