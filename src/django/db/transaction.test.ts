import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installSettings } from '../settings.ts';
import { Category, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { connections } from './connection.ts';
import { atomic, onCommit } from './transaction.ts';

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

const make = async (name: string) => await Category.objects.create({ name });
const names = async (): Promise<(string | null)[]> =>
  (await databases.ask('default', 'select name from shop_category where id > 2 order by name')).map(([name]) => name!);

class Stop extends Error {}
const stop = (): never => {
  throw new Stop('Enough.');
};

describe('atomic', () => {
  test('commits what it did, and gives back what the function returns', async () => {
    expect(await atomic(async () => (await make('Teas')).id)).toBe(3);
    expect(databases.asked()).toEqual(['default: BEGIN', 'default: insert', 'default: COMMIT']);
    expect(await names()).toEqual(['Teas']);
  });

  test('rolls back when the function throws, and passes the error on', async () => {
    const work = atomic(async () => {
      await make('Teas');
      stop();
    });
    await expect(work).rejects.toThrow(Stop);
    expect([await names(), databases.asked().at(-1)]).toEqual([[], 'default: ROLLBACK']);
  });

  test('sends nothing when nothing is asked in it', async () => {
    await atomic(() => {});
    expect(databases.asked()).toEqual([]);
  });

  test('inside another it is a savepoint: it fails alone', async () => {
    await atomic(async () => {
      await make('Teas');
      await expect(
        atomic(async () => {
          await make('Coffees');
          await make('Coffees');
        }),
      ).rejects.toMatchObject({ name: 'IntegrityError' });
      await make('Ciders from afar');
    });
    expect(await names()).toEqual(['Ciders from afar', 'Teas']);
  });

  test('without a savepoint it takes the one around it along, whoever catches the error', async () => {
    await atomic(async () => {
      await make('Teas');
      await atomic(stop, { savepoint: false }).catch(() => {});
      await expect(make('Coffees')).rejects.toMatchObject({ name: 'TransactionManagementError' });
    });
    expect(await names()).toEqual([]);
  });

  test('an SQL error that raw SQL made and someone caught rolls the transaction back when it commits', async () => {
    await atomic(async () => {
      await make('Teas');
      const cursor = connections['default'].cursor();
      await expect(cursor.execute('select 1/0')).rejects.toMatchObject({ name: 'DataError' });
      await expect(make('Coffees')).rejects.toMatchObject({ name: 'InternalError', postgres: { code: '25P02' } });
    });
    expect(await names()).toEqual([]);
  });

  test('two side by side are rolled back, and said to be wrong', async () => {
    const both = [atomic(async () => await make('Teas')), atomic(async () => await make('Coffees'))];
    const [first] = await Promise.allSettled(both);
    expect(first).toMatchObject({
      reason: { message: 'Two atomic blocks of one connection ran side by side: await one before the next begins.' },
    });
    expect(databases.asked().at(-1)).toBe('default: ROLLBACK');
    expect(await names()).toEqual([]);
  });
});

describe('onCommit', () => {
  test('outside of a transaction runs at once', async () => {
    const ran: string[] = [];
    await onCommit(() => ran.push('now'));
    expect(ran).toEqual(['now']);
  });

  test('runs after the outermost commit, in order, and not for what was rolled back', async () => {
    const ran: string[] = [];
    await atomic(async () => {
      await make('Teas');
      await onCommit(() => ran.push('outer'));
      await atomic(async () => await onCommit(() => ran.push('inner')));
      await atomic(async () => {
        await onCommit(() => ran.push('never'));
        stop();
      }).catch(() => {});
      await atomic(async () => {
        await atomic(async () => await onCommit(() => ran.push('never, too')));
        stop();
      }).catch(() => {});
      expect(ran).toEqual([]);
    });
    expect(ran).toEqual(['outer', 'inner']);
    await atomic(async () => {
      await onCommit(() => ran.push('never at all'));
      stop();
    }).catch(() => {});
    await atomic(() => {});
    expect(ran).toEqual(['outer', 'inner']);
  });

  test('an error in a callback reaches the caller, and the row is there; a robust one is logged', async () => {
    const withCallback = (robust: boolean) =>
      atomic(async () => {
        await make(robust ? 'Teas' : 'Coffees');
        await onCommit(stop, { robust });
      });
    await expect(withCallback(false)).rejects.toThrow(Stop);
    await withCallback(true);
    expect(databases.logged).toEqual(['Error calling stop in onCommit() (Error: Enough.).']);
    expect(await names()).toEqual(['Coffees', 'Teas']);
  });
});

/** A block of a generated program: it makes rows and runs blocks, then it returns or throws; whoever runs it may catch. */
interface Block {
  readonly steps: readonly (string | Block)[];
  readonly throws: boolean;
  readonly isCaught: boolean;
  readonly savepoint: boolean;
}

const block = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.record({
    steps: fc.array(fc.oneof({ maxDepth: 3 }, fc.constantFrom('a', 'b', 'c', 'd'), tie('block')), { maxLength: 4 }),
    throws: fc.boolean(),
    isCaught: fc.boolean(),
    savepoint: fc.boolean(),
  }),
})).block;

async function run({ steps, throws, isCaught, savepoint }: Block): Promise<void> {
  const work = atomic(
    async () => {
      for (const step of steps) await (typeof step === 'string' ? make(step) : run(step));
      if (throws) stop();
    },
    { savepoint },
  );
  await (isCaught ? work.catch(() => {}) : work);
}

/** What is left of the names, or null when the block failed: all of Django's rules in a few lines. */
class Model {
  rows: string[] = [];
  broken = false;
  #depth = 0;

  run({ steps, throws, isCaught, savepoint }: Block): boolean {
    const isOutermost = this.#depth === 0;
    const canRollBack = isOutermost || (savepoint && !this.broken);
    const before = this.rows;
    this.#depth++;
    const isWell = steps.every((step) => (typeof step === 'string' ? this.#make(step) : this.run(step))) && !throws;
    this.#depth--;
    if (!isWell || this.broken) {
      if (canRollBack) this.rows = before;
      this.broken = !canRollBack;
    }
    return isWell || isCaught;
  }

  #make(name: string): boolean {
    if (this.broken || this.rows.includes(name)) {
      this.broken = true;
      return false;
    }
    this.rows = [...this.rows, name];
    return true;
  }
}

test('nested blocks that fail and are caught leave what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(block, async (program) => {
      await databases.run('default', 'delete from shop_category where id > 2');
      const model = new Model();
      const outcome = model.run(program);
      const isWell = await run(program).then(
        () => true,
        () => false,
      );
      expect([isWell, await names()]).toEqual([outcome, model.rows.toSorted()]);
      expect(connections['default'].inAtomicBlock).toBe(false);
    }),
    { numRuns: 60 },
  );
});
