import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installSettings } from '../settings.ts';
import { Category, Order, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { F } from '../query/expressions.ts';
import { Manager } from '../query/manager.ts';
import { UniqueConstraint } from './constraints.ts';
import { BooleanField, CharField, DateField, DateTimeField, DecimalField, IntegerField } from './fields.ts';
import { Model } from './model.ts';
import { ValidationError } from './validation-error.ts';
import { MaxValueValidator, MinLengthValidator, MinValueValidator } from './validators.ts';

class Bottle extends Model {
  static objects = new Manager(Bottle);

  code = CharField({ maxLength: 6, validators: [MinLengthValidator(3)] });
  size = CharField({ choices: [['s', 'small'] as const, ['l', 'large'] as const], blank: true });
  price = DecimalField({ maxDigits: 5, decimalPlaces: 2, validators: [MinValueValidator('0.10')] });
  count = IntegerField({ validators: [MinValueValidator(1), MaxValueValidator(99)] });
  isFull = BooleanField({ default: true });
  bestBefore = DateField({ null: true });
  filledAt = DateTimeField({ null: true });
}

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql, ['default']);
});
beforeEach(async () => {
  installSettings({ DATABASES: { default: {} } });
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

async function errorsOf(instance: Model, options?: Parameters<Model['fullClean']>[0]): Promise<unknown> {
  try {
    await instance.fullClean(options);
    return {};
  } catch (error) {
    if (error instanceof ValidationError) return error.messageDict;
    throw error;
  }
}

describe('a field by itself', () => {
  const good = { code: 'A123', size: '', price: '3.20', count: 3 };
  const wrong: readonly [string, object, object][] = [
    ['nothing is wrong', {}, {}],
    ['null', { price: null }, { price: ['This field cannot be null.'] }],
    ['an empty text', { code: '' }, { code: ['This field cannot be blank.'] }],
    ['too long', { code: '12345678' }, { code: ['Ensure this value has at most 6 characters (it has 8).'] }],
    ['too short', { code: '12' }, { code: ['Ensure this value has at least 3 characters (it has 2).'] }],
    ['no choice', { size: 'm' }, { size: ["Value 'm' is not a valid choice."] }],
    ['no decimal', { price: 'x' }, { price: ['“x” value must be a decimal number.'] }],
    [
      'too many digits',
      { price: '1234.567' },
      {
        price: ['Ensure that there are no more than 5 digits in total.'],
      },
    ],
    ['too many places', { price: '1.234' }, { price: ['Ensure that there are no more than 2 decimal places.'] }],
    ['too little', { price: '0.01' }, { price: ['Ensure this value is greater than or equal to 0.10.'] }],
    ['too much', { count: 100 }, { count: ['Ensure this value is less than or equal to 99.'] }],
    ['no integer', { count: 1.5 }, { count: ['“1.5” value must be an integer.'] }],
    ['neither', { isFull: 'yes' }, { isFull: ['“yes” value must be either True or False.'] }],
    [
      'no day',
      { bestBefore: '24.10.' },
      { bestBefore: ['“24.10.” value has an invalid date format. It must be in YYYY-MM-DD format.'] },
    ],
    ['what is excluded', { code: '', count: 0 }, { count: ['Ensure this value is greater than or equal to 1.'] }],
  ];
  test.each(wrong)('%s', async (what, values, errors) => {
    const bottle = new Bottle({ ...good, ...values });
    expect(await errorsOf(bottle, what === 'what is excluded' ? { exclude: ['code'] } : {})).toEqual(errors);
  });

  test('is converted, and left alone where the database calculates', async () => {
    const bottle = new Bottle({ ...good, count: '7', price: 3.2 });
    await bottle.fullClean();
    expect([bottle.count, bottle.price]).toEqual([7, '3.2']);
    bottle.count = F('count').plus(1) as never;
    expect(await errorsOf(bottle)).toEqual({});
  });

  test('a foreign key must refer to a row', async () => {
    const product = new Product({ name: 'Quince juice', price: '4.90', categoryId: 99, labels: ['new'] });
    expect(await errorsOf(product)).toEqual({ category: ['category instance with id 99 does not exist.'] });
  });
});

describe('what must be unique', () => {
  test('is looked for in other rows', async () => {
    const message = { name: ['Category with this Name already exists.'] };
    expect(await errorsOf(new Category({ name: 'Juices' }))).toEqual(message);
    const ciders = await Category.objects.get({ id: 2 });
    expect(await errorsOf(ciders)).toEqual({});
    ciders.name = 'Juices';
    expect(await errorsOf(ciders)).toEqual(message);
    expect(await errorsOf(ciders, { validateUnique: false })).toEqual({});
  });

  test('together is an error of no field alone, and NULL is like nothing', async () => {
    class Seat extends Model {
      static objects = new Manager(Seat);
      static meta = {
        dbTable: 'shop_order',
        uniqueTogether: [['customer', 'note']],
        constraints: [new UniqueConstraint({ fields: ['customer'], name: 'one_each' })],
      };

      customer = CharField();
      note = CharField({ null: true });
    }
    expect(await errorsOf(new Seat({ customer: 'Ben', note: 'ring twice' }))).toEqual({
      __all__: ['Seat with this Customer and Note already exists.'],
      customer: ['Seat with this Customer already exists.'],
    });
    expect(await errorsOf(new Seat({ customer: 'Cleo' }))).toEqual({});
  });
});

test('clean adds what the model itself has to say', async () => {
  class Careful extends Order {
    override clean(): void {
      throw new ValidationError({ note: ['Say something.'] });
    }
  }
  await expect(new Careful({ customer: '' }).fullClean()).rejects.toThrow(
    "{'customer': ['This field cannot be blank.'], 'note': ['Say something.']}",
  );
});
