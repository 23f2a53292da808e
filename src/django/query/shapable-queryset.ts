import type { ColumnName, FieldPath, RowOf, ValueAt } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import { resolvePath } from './field-path.ts';
import type { QuerySet } from './queryset.ts';
import { RefinableQuerySet } from './refinable-queryset.ts';
import type { RowShape } from './row-shape.ts';

/** Querysets whose rows become something else. */
export abstract class ShapableQuerySet<M extends Model, Row, Extra extends object> extends RefinableQuerySet<
  M,
  Row,
  Extra
> {
  /**
   * Plain objects with these fields, in place of instances: `Product.objects.values('id', 'name')`.
   *
   * Django: [values](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values).
   */
  values<P extends FieldPath<M> = ColumnName<M>>(...fields: readonly P[]): QuerySet<M, RowOf<M, P>, Extra> {
    const { options } = this.query;
    const names = fields.length > 0 ? fields : options.fields.map(({ attribute }) => attribute);
    return this.derive({ shape: { kind: 'record', columns: this.columns(names) } });
  }

  /**
   * The values of these fields, row by row; with `flat`, those of the one field.
   *
   *     const names = await Product.objects.valuesList('name', { flat: true });
   *
   * Django: [values_list](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values-list).
   */
  valuesList<P extends FieldPath<M>>(field: P, options: { readonly flat: true }): QuerySet<M, ValueAt<M, P>, Extra>;
  valuesList<const Ps extends readonly FieldPath<M>[]>(
    ...fields: Ps
  ): QuerySet<M, { readonly [I in keyof Ps]: ValueAt<M, Ps[I]> }, Extra>;
  valuesList(...fields: readonly unknown[]): QuerySet<M, unknown, Extra> {
    const names = fields.filter((field) => typeof field === 'string');
    const kind = names.length < fields.length ? 'flat' : 'list';
    return this.derive({ shape: { kind, columns: this.columns(names) } });
  }

  protected columns(names: readonly string[]): Extract<RowShape, { columns: unknown }>['columns'] {
    return names.map((name) => ({ name, path: resolvePath(this.query.options, name) }));
  }
}
