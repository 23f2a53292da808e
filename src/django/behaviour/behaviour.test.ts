import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { instancesBehaviour } from './instances.fixture.ts';
import { querysetReadsBehaviour } from './queryset-reads.fixture.ts';
import { querysetWritesBehaviour } from './queryset-writes.fixture.ts';
import { relationsBehaviour } from './relations.fixture.ts';
import { routersBehaviour } from './routers.fixture.ts';
import { transactionsBehaviour } from './transactions.fixture.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql);
});
beforeEach(async () => {
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

describe.each([
  { chapter: 'routers', lines: routersBehaviour },
  { chapter: 'querysets that read', lines: querysetReadsBehaviour },
  { chapter: 'querysets that write', lines: querysetWritesBehaviour },
  { chapter: 'instances', lines: instancesBehaviour },
  { chapter: 'relations', lines: relationsBehaviour },
  { chapter: 'transactions', lines: transactionsBehaviour },
])('$chapter', ({ lines }) => {
  test.each(lines)('$line $says', async ({ check }) => {
    expect.hasAssertions();
    await check(databases);
  });
});
