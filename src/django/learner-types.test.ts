/** What TypeScript tells a learner. It is the compiler that checks these. */
import { expect, expectTypeOf, test } from 'vitest';
import {
  Avg,
  CASCADE,
  CharField,
  Coalesce,
  Count,
  DateTimeField,
  DecimalField,
  Exists,
  F,
  ForeignKey,
  HttpResponse,
  IntegerField,
  Local,
  Manager,
  Max,
  Model,
  OuterRef,
  Q,
  Subquery,
  Sum,
  Value,
  connections,
  getObjectOr404,
  path,
  render,
  transaction,
} from './index.ts';
import type { DatabaseAlias, Hints, HttpRequest, Instance, ModelClass, Related } from './index.ts';

class Category extends Model {
  static objects = new Manager(Category);

  name = CharField({ maxLength: 80 });
  parent = ForeignKey(() => Category, { onDelete: CASCADE, null: true });
}

class Product extends Model {
  static objects = new Manager(this);

  name = CharField();
  note = CharField({ null: true });
  price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
  stock = IntegerField({ default: 0 });
  madeAt = DateTimeField();
  category = ForeignKey(() => Category, { onDelete: CASCADE });

  isGone(): boolean {
    return this.stock === 0;
  }
}

const { objects } = Product;

/** A function for the compiler, never run: that it compiles is what is claimed. */
const compiles = (_: () => unknown): boolean => true;

test('a field is of the type of its value, and a foreign key is awaited', () => {
  expect(
    compiles(async () => {
      const product = await objects.get({ id: 1 });
      expectTypeOf(product).toEqualTypeOf<Instance<Product>>();
      expectTypeOf(product.name).toEqualTypeOf<string>();
      expectTypeOf(product.note).toEqualTypeOf<string | null>();
      expectTypeOf(product.price).toEqualTypeOf<string>();
      expectTypeOf(product.madeAt).toEqualTypeOf<Date>();
      expectTypeOf(product.categoryId).toEqualTypeOf<number>();
      expectTypeOf(product.category).toEqualTypeOf<Related<Category>>();
      const category = await product.category;
      expectTypeOf(category).toEqualTypeOf<Category>();
      expectTypeOf(await category.parent).toEqualTypeOf<Category | null>();
      expectTypeOf((await Category.objects.get({ id: 1 })).parentId).toEqualTypeOf<number | null>();
      // @ts-expect-error -- It must be awaited first.
      void product.category.name;
      product.category = category;
      // @ts-expect-error -- There is no such field.
      void product.nme;
      // @ts-expect-error -- An object of another model.
      product.category = product;
      // @ts-expect-error -- It cannot be null.
      product.category = null;
    }),
  ).toBe(true);
});

test('conditions know the fields, across foreign keys too, and what each lookup takes', () => {
  expect(
    compiles(() => {
      objects.filter({ name: 'x', stock__gt: 3, price__lte: '3.20', madeAt__range: [new Date(), new Date()] });
      objects.filter({ category: 1, category__parent__name__icontains: 'x', category__parent__isnull: true });
      objects.filter({ stock__in: [1, 2], category__in: Category.objects.filter({ name: 'x' }), stock__lt: F('id') });
      objects.filter({ note: null }, Q({ anything: 1 }), Q<Product>({ stock: 1 }).or(Q<Product>({ pk: 2 })));
      // @ts-expect-error -- No such field.
      objects.filter({ nme: 'x' });
      // @ts-expect-error -- No such lookup.
      objects.filter({ name__like: 'x' });
      // @ts-expect-error -- A number is wanted.
      objects.filter({ stock__gt: 'x' });
      // @ts-expect-error -- A list is wanted.
      objects.filter({ stock__in: 1 });
      // @ts-expect-error -- No such field over there.
      objects.filter({ category__price: '1' });
      // @ts-expect-error -- A text is wanted over there.
      objects.filter({ category__name: 1 });
      // @ts-expect-error -- It cannot be null.
      objects.filter({ name: null });
      // @ts-expect-error -- A method is no field.
      objects.filter({ isGone: true });
      // @ts-expect-error -- Checked, since the model is named.
      Q<Product>({ nme: 1 });
    }),
  ).toBe(true);
});

test('other names are known too', () => {
  expect(
    compiles(async () => {
      objects.orderBy('name', '-category__name');
      objects.selectRelated('category', 'category__parent');
      await objects.update({ stock: F('stock').minus(1), category: await Category.objects.get({ id: 1 }) });
      await objects.create({ name: 'x', categoryId: 1, note: null });
      await objects.getOrCreate({ name: 'x', defaults: { price: '1.00' } });
      // @ts-expect-error -- No such field.
      objects.orderBy('nme');
      // @ts-expect-error -- No foreign key.
      objects.selectRelated('name');
      // @ts-expect-error -- No such field.
      await objects.update({ nme: 1 });
      // @ts-expect-error -- A number is wanted.
      await objects.create({ stock: 'many' });
      // @ts-expect-error -- No such field.
      await objects.getOrCreate({ name: 'x', defaults: { nme: 1 } });
      // @ts-expect-error -- A field cannot be given to a manager of another model.
      await Category.objects.bulkCreate([new Product()]);
    }),
  ).toBe(true);
});

test('rows are of the type that was asked for', () => {
  expect(
    compiles(async () => {
      expectTypeOf(await objects.values('name', 'category__name')).toEqualTypeOf<
        { readonly name: string; readonly category__name: string }[]
      >();
      expectTypeOf(await objects.valuesList('id', 'note')).toEqualTypeOf<(readonly [number, string | null])[]>();
      expectTypeOf(await objects.valuesList('category__parent', { flat: true })).toEqualTypeOf<(number | null)[]>();
      expectTypeOf(await objects.filter({ id: 1 }).first()).toEqualTypeOf<Instance<Product> | null>();
      expectTypeOf(await getObjectOr404(Product, { id: 1 })).toEqualTypeOf<Instance<Product>>();
      expectTypeOf(await getObjectOr404(objects.using('default'), { id: 1 })).toEqualTypeOf<Instance<Product>>();
      expectTypeOf(await getObjectOr404(objects)).toEqualTypeOf<Instance<Product>>();
      expectTypeOf(await transaction.atomic(async () => await objects.count())).toEqualTypeOf<number>();
      // @ts-expect-error -- No such field.
      await getObjectOr404(Product, { nme: 1 });
    }),
  ).toBe(true);
});

test('what is calculated has a type, and names only what is there', () => {
  expect(
    compiles(async () => {
      const row = await objects
        .annotate({
          n: Count('id'),
          left: Sum('stock'),
          dear: Max('price'),
          mean: Avg('stock'),
          meanPrice: Avg('price'),
          newest: Max('madeAt', { default: 'never' }),
          sum: Sum('stock', { default: 0 }),
          parent: F('category__parent__name'),
          worth: F('price').times(F('stock')),
          double: Count('id').times(2),
          total: Sum(F('price').times(F('stock'))),
          noted: Coalesce('note', Value('-')),
          day: F('madeAt__date'),
        })
        .get();
      expectTypeOf(row.n).toEqualTypeOf<number>();
      expectTypeOf(row.left).toEqualTypeOf<number | null>();
      expectTypeOf(row.dear).toEqualTypeOf<string | null>();
      expectTypeOf(row.mean).toEqualTypeOf<number | null>();
      expectTypeOf(row.meanPrice).toEqualTypeOf<string | null>();
      expectTypeOf(row.newest).toEqualTypeOf<Date>();
      expectTypeOf(row.sum).toEqualTypeOf<number>();
      expectTypeOf(row.parent).toEqualTypeOf<string | null>();
      expectTypeOf(row.worth).toEqualTypeOf<string>();
      expectTypeOf(row.double).toEqualTypeOf<number>();
      expectTypeOf(row.total).toEqualTypeOf<string | null>();
      expectTypeOf(row.noted).toEqualTypeOf<string>();
      expectTypeOf(row.day).toEqualTypeOf<string>();
      expectTypeOf(row.name).toEqualTypeOf<string>();
      // @ts-expect-error -- No such field.
      objects.annotate({ total: Sum('prise') });
      // @ts-expect-error -- No such field over there.
      objects.annotate({ total: Sum('category__price') });
      // @ts-expect-error -- No such field in one of the operands.
      objects.annotate({ total: F('price').times(F('stok')) });
      // @ts-expect-error -- No such field.
      objects.annotate(Count('prise'));
      // @ts-expect-error -- An expression is wanted.
      objects.annotate({ total: 'price' });
      // @ts-expect-error -- A count is never null.
      Count('id', { default: 0 });
    }),
  ).toBe(true);
});

test('annotations are names like any other afterwards', () => {
  expect(
    compiles(async () => {
      const counted = objects.annotate({ n: Count('id'), newest: Max('madeAt') });
      counted.filter({ n__gt: 1, n__in: [1, 2], name: 'x', newest: new Date() }).orderBy('-n', 'name');
      counted.annotate({ more: F('n').plus(1) }).exclude({ more: 2, n: F('more') });
      expectTypeOf(await counted.values('name', 'n')).toEqualTypeOf<{ readonly name: string; readonly n: number }[]>();
      expectTypeOf(await counted.valuesList('n', { flat: true })).toEqualTypeOf<number[]>();
      expectTypeOf(await objects.values('category').annotate({ n: Count('id') })).toEqualTypeOf<
        { readonly category: number; readonly n: number }[]
      >();
      expectTypeOf(await objects.valuesList('name').annotate({ n: Count('id') })).toEqualTypeOf<
        (readonly [string, ...number[]])[]
      >();
      expectTypeOf(await objects.annotate(Sum('stock')).values('stock__sum')).toEqualTypeOf<
        { readonly stock__sum: number | null }[]
      >();
      expectTypeOf(await getObjectOr404(counted, { n: 1 })).toHaveProperty('n');
      // @ts-expect-error -- A number is wanted.
      counted.filter({ n__gt: 'x' });
      // @ts-expect-error -- No such lookup.
      counted.filter({ n__like: 1 });
      // @ts-expect-error -- No such annotation.
      counted.orderBy('m');
      // @ts-expect-error -- No such annotation.
      counted.values('m');
      // @ts-expect-error -- It is not in the rows of other querysets.
      objects.filter({ n: 1 });
    }),
  ).toBe(true);
});

test('subqueries are of the type of what they give', () => {
  expect(
    compiles(async () => {
      const inside = objects.filter({ category: OuterRef('pk') });
      const row = await Category.objects
        .filter(Exists(inside), { name: 'x' })
        .annotate({ has: Exists(inside), last: Subquery(inside.values('madeAt').slice(0, 1)) })
        .get();
      expectTypeOf(row.has).toEqualTypeOf<boolean>();
      expectTypeOf(row.last).toEqualTypeOf<Date | null>();
      // @ts-expect-error -- A count is no condition.
      objects.filter(Count('id'));
    }),
  ).toBe(true);
});

test('aggregates are of the type of what they are of', () => {
  expect(
    compiles(async () => {
      expectTypeOf(await objects.aggregate({ n: Count('*'), left: Sum('stock') })).toEqualTypeOf<{
        readonly n: number;
        readonly left: number | null;
      }>();
      expectTypeOf(await objects.aggregate(Avg('price'), Count('category', { distinct: true }))).toEqualTypeOf<{
        readonly price__avg: string | null;
        readonly category__count: number;
      }>();
      const perCategory = objects.values('category').annotate({ left: Sum('stock') });
      expectTypeOf(await perCategory.aggregate({ most: Max('left') })).toEqualTypeOf<{
        readonly most: number | null;
      }>();
      // @ts-expect-error -- No such field.
      await objects.aggregate({ n: Count('nme') });
      // @ts-expect-error -- No such annotation.
      await perCategory.aggregate(Max('right'));
    }),
  ).toBe(true);
});

test('expressions in conditions and updates name what is there, and moments have parts', () => {
  expect(
    compiles(async () => {
      objects.filter({ madeAt__year: 2024, madeAt__date__gte: '2024-10-24', madeAt__hour__in: [9] });
      objects.orderBy('-madeAt__year').values('madeAt__month');
      objects.filter({ stock__gt: F('category__id'), stock__range: [F('id'), 9] });
      expectTypeOf(await objects.valuesList('madeAt__date', 'madeAt__hour')).toEqualTypeOf<
        (readonly [string, number])[]
      >();
      // @ts-expect-error -- Only moments have years.
      objects.filter({ stock__year: 2024 });
      // @ts-expect-error -- A number is wanted.
      objects.filter({ madeAt__year: '2024' });
      // @ts-expect-error -- No such field.
      objects.filter({ stock__gt: F('stok') });
      // @ts-expect-error -- No such field.
      await objects.update({ stock: F('stok').plus(1) });
      // @ts-expect-error -- An update names no other tables.
      await objects.update({ name: F('category__name') });
    }),
  ).toBe(true);
});

test('other ways to read and write are typed as well', () => {
  expect(
    compiles(async () => {
      expectTypeOf(await objects.raw('select 1')).toEqualTypeOf<(Instance<Product> & object)[]>();
      expectTypeOf((await objects.raw<{ twice: number }>('select 1'))[0]!.twice).toEqualTypeOf<number>();
      expectTypeOf(await objects.inBulk([1])).toEqualTypeOf<Map<unknown, Instance<Product>>>();
      expectTypeOf(await objects.latest('madeAt')).toEqualTypeOf<Instance<Product>>();
      for await (const { name } of objects.iterator()) expectTypeOf(name).toEqualTypeOf<string>();
      expectTypeOf(await objects.filter({ id: 1 }).union(objects.all(), { all: true })).toEqualTypeOf<
        Instance<Product>[]
      >();
      objects.values('name').union(Category.objects.values('name'));
      // @ts-expect-error -- No such option.
      await objects.explain({ anlayze: true });
      // @ts-expect-error -- No such field.
      await objects.bulkUpdate([], ['stok']);
      // @ts-expect-error -- No such field.
      await objects.bulkCreate([], { updateConflicts: true, updateFields: ['stok'] });
      // @ts-expect-error -- No such field.
      await objects.earliest('made');
      // @ts-expect-error -- Rows of another shape.
      objects.values('name').union(Category.objects.values('id'));
    }),
  ).toBe(true);
});

test('a view takes what its route finds', () => {
  expect(
    compiles(() => {
      const detail = (request: HttpRequest) => render(request, 'x', { id: request.params.id });
      const bySlug = (request: HttpRequest<{ slug: string }>) => new HttpResponse(request.params.slug);
      path('/', detail);
      path('/<int:id>/<int:line>/', detail);
      path('/<slug:slug>/<int:id>/', bySlug);
      path('/<int:id>/', ({ params }) => new HttpResponse(String(params.id satisfies number)));
      // @ts-expect-error -- The route finds no slug.
      path('/<int:id>/', bySlug);
      // @ts-expect-error -- What it finds is a text.
      path('/<slug:slug>/', detail);
    }),
  ).toBe(true);
});

test('routers, locals and connections', () => {
  expect(
    compiles(() => {
      // Which databases there are is known only beside a settings.ts: `scripts/lesson-types.test.ts`.
      expectTypeOf<DatabaseAlias>().toEqualTypeOf<string>();
      const reading = new Local<{ alias: string }>();
      expectTypeOf(reading.alias).toEqualTypeOf<string | undefined>();
      const dbForRead = (model: ModelClass, hints: Hints): string | null =>
        model === Product ? 'default' : (hints.instance?._state.db ?? null);
      expectTypeOf(dbForRead).returns.toEqualTypeOf<string | null>();
      expectTypeOf(connections['replica'].inAtomicBlock).toEqualTypeOf<boolean>();
      expectTypeOf(Product.DoesNotExist).toBeConstructibleWith('text');
    }),
  ).toBe(true);
});
