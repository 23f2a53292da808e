/** What TypeScript tells a learner of aliases: the compiler sees the program as the editor does. */
import { expect, test } from 'vitest';
import type { SourceFiles } from '../src/course/lesson.ts';
import { juiceLesson } from '../src/workbench/fixtures/juice-lesson.fixture.ts';
import { lessonTypeErrors } from './lesson-types.ts';

const given = {
  'models.ts': `import { Manager, Model } from 'django';
export class Order extends Model {
  static objects = new Manager(this);
}`,
};
const twoDatabases = `export const DATABASES = { default: { HOST: 'primary' }, replica: { HOST: 'replica' } };`;

/** A view that names each alias wherever one can be named. */
const views = (...aliases: readonly string[]): string => `
import { connections, transaction, type DatabaseAlias, type Hints, type ModelClass } from 'django';
import { Order } from './models';
export async function page() {
${aliases
  .map(
    (alias) => `
  await Order.objects.using('${alias}').first();
  await Order.objects.filter({ id: 1 }).using('${alias}');
  await Order.objects.raw('select 1').using('${alias}');
  await new Order().save({ using: '${alias}' });
  await new Order().delete({ using: '${alias}' });
  await new Order().refreshFromDb({ using: '${alias}' });
  await transaction.atomic(() => {}, { using: '${alias}' });
  await transaction.onCommit(() => {}, { using: '${alias}' });
  await connections['${alias}'].cursor().execute('select 1');
  const alias_${alias}: DatabaseAlias = '${alias}';`,
  )
  .join('')}
  const order = await Order.objects.using(null).get({ id: 1 });
  await Order.objects.using(order._state.db).using(Order.objects.db).using(connections['default'].alias).count();
}
export class DbRouter {
  dbForRead(model: ModelClass, hints: Hints) { return hints.instance?._state.db ?? 'wherever'; }
}`;

/** The lines of \`views.ts\` in which the compiler finds an error, by program. */
async function linesWithErrors(programs: Readonly<Record<string, SourceFiles>>): Promise<Record<string, number[]>> {
  const [[, starter], ...others] = Object.entries(programs) as [[string, SourceFiles], ...[string, SourceFiles][]];
  const alsoRight = others.map(([name, files]) => ({ name, files }));
  const lesson = { ...juiceLesson, id: 'of a test', given, starter, solution: starter, alsoRight, wrong: [] };
  const lines: Record<string, number[]> = {};
  for (const error of await lessonTypeErrors(lesson)) {
    const [, program, line] = /^(\S+)\/views\.ts\((\d+),/.exec(error) ?? [];
    if (program === undefined) throw new Error(error);
    if (program !== 'solution') (lines[program] ??= []).push(Number(line));
  }
  return lines;
}

const every = (first: number): number[] => Array.from({ length: 10 }, (_, index) => first + index);

test('an alias that DATABASES does not have is an error wherever it is written, and no other is', async () => {
  const threeDatabases = twoDatabases.replace('default:', `archive: { HOST: 'standalone' }, default:`);
  const named = views('default', 'replica', 'archive', 'replca');
  expect(
    await linesWithErrors({
      starter: { 'settings.ts': twoDatabases, 'views.ts': named },
      three: { 'settings.ts': threeDatabases, 'views.ts': named },
      // Nothing is known of their names.
      any: { 'settings.ts': 'export const DATABASES: Record<string, object> = {};', 'views.ts': views('default', 'x') },
    }),
  ).toEqual({ starter: [...every(26), ...every(36)], 'also-right/three': every(36) });
}, 120_000);

test('querysets go where one of any model is taken, and the compiler does not give up on them', async () => {
  const models = `import { CASCADE, CharField, ForeignKey, Manager, Model, type RelatedManager } from 'django';
export class Product extends Model {
  static objects = new Manager(Product);
  name = CharField({ maxLength: 80 });
  declare orders: RelatedManager<Order>;
}
export class Order extends Model {
  static objects = new Manager(Order);
  customer = CharField({ maxLength: 40 });
  product = ForeignKey(() => Product, { onDelete: CASCADE, relatedName: 'orders' });
  gift = ForeignKey(() => Product, { null: true, onDelete: CASCADE });
}`;
  const querysets = `import { getObjectOr404, type Instance, Prefetch } from 'django';
import { Order, Product } from './models';
export async function page() {
  const order: Instance<Order> = await getObjectOr404(Order.objects.using('default'), { customer: 'Ana' });
  await Product.objects.values('name').union(Product.objects.using('replica').values('name'));
  const ofAna = new Prefetch('orders', { queryset: Order.objects.filter({ customer: 'Ana' }), toAttr: 'ofAna' });
  for (const product of await Product.objects.prefetchRelated(ofAna)) console.log(product.ofAna[0].customer);
  // @ts-expect-error -- Rows of another kind.
  await Product.objects.values('name').union(Product.objects.values('id'));
  // @ts-expect-error -- No such field.
  await getObjectOr404(Order.objects.using('default'), { custmer: 'Ana' });
  return order;
}`;
  const program = { 'settings.ts': twoDatabases, 'models.ts': models, 'views.ts': querysets };
  expect(await linesWithErrors({ starter: program })).toEqual({});
}, 120_000);
