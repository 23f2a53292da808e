/** What TypeScript knows of objects some of whose fields are not loaded yet. */
import type { ColumnName, FieldPath, RelationName } from './instance-types.ts';

/**
 * A field that `only` or `defer` has left out: to be awaited, since reading it may ask the database.
 *
 *     const cider = await Product.objects.defer('price').get({ id: 3 });
 *     const price: string = await cider.price;
 */
export type Deferred<T> = T | PromiseLike<T>;

/** A column that a path names here: of `product__name`, the key of the product. */
type ColumnOf<M, Path extends string> = Path extends 'pk' ? 'id' : Path extends RelationName<M> ? `${Path}Id` : Path;

/** A path's own part. */
type FirstOf<Path extends string> = Path extends `${infer First}__${string}` ? First : Path;
/** A path, if it is of this model's own. */
type OwnOf<Path extends string> = Path extends `${string}__${string}` ? never : Path;

type WithDeferred<Row, Names> = Omit<Row, Names & keyof Row> & {
  [Name in Names & keyof Row]: Deferred<Awaited<Row[Name]>>;
};

/** The rows of `only`. */
export type RowOfOnly<Row, M, Path extends FieldPath<M>> = WithDeferred<
  Row,
  Exclude<ColumnName<M>, ColumnOf<M, FirstOf<Path>> | 'id'>
>;

/** The rows of `defer`. */
export type RowOfDefer<Row, M, Path extends FieldPath<M>> = WithDeferred<Row, Exclude<ColumnOf<M, OwnOf<Path>>, 'id'>>;
