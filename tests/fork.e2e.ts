import { expect } from '@playwright/test';
import { LessonPage, test } from './support/lesson-page.ts';

test('a run is forked at the cursor, compared with the first, and asked at a prompt', async ({ page }) => {
  const lesson = new LessonPage(page);
  const timeline = lesson.pane('Timeline');
  const nodes = lesson.pane('Nodes');
  const ask = async (node: 'primary' | 'replica', line: string): Promise<void> => {
    await nodes.getByRole('button', { name: node, exact: true }).click();
    await page.getByRole('textbox', { name: `SQL for the ${node}` }).fill(line);
    await page.keyboard.press('Enter');
  };
  const forkMenu = page.getByTitle('Go on another way from here');
  await lesson.open();
  await lesson.runToItsEnd();

  await test.step('a commit opens: what it changed, its WAL, and who was told', async () => {
    await lesson.events.getByRole('button', { name: /primary commits INSERT/ }).click();
    await lesson.currentEvent
      .locator('xpath=..')
      .getByRole('button', { name: /^Details/ })
      .click();
    await expect(timeline.getByRole('group', { name: 'INSERT public.shop_order' })).toContainText('Ana');
    const wal = timeline.getByRole('group', { name: /pg_walinspect/ });
    await expect(wal).toContainText('Heap INSERT');
    await expect(wal).toContainText('shop_order_pkey, block');
    await expect(wal).toContainText('Transaction COMMIT');
    await expect(timeline).toContainText(/Told OK\s*Ana, at 951 ms/);
  });

  await test.step('what only looks is answered at the moment of the cursor', async () => {
    await nodes.getByRole('tab', { name: 'Console' }).click();
    const log = page.getByRole('log');
    const count = await lesson.events.getByRole('listitem').count();
    await ask('replica', 'select id, customer from shop_order where id = 7');
    await expect(log).toContainText('0 rows');
    await ask('primary', 'select id, customer from shop_order where id = 7');
    await expect(log).toContainText('1 row');
    await ask('primary', 'select nmae from shop_order');
    await expect(log).toContainText('column "nmae" does not exist');
    await ask('primary', '\\d shop_order');
    await expect(log).toContainText('"shop_order_pkey" PRIMARY KEY, btree (id)');
    await expect(lesson.events.getByRole('listitem')).toHaveCount(count);
    await ask('replica', 'delete from shop_order');
    await expect(log).toContainText('cannot execute DELETE in a read-only transaction');

    // What was typed before comes back, and a word is completed.
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    const line = page.getByRole('textbox', { name: 'SQL for the replica' });
    await expect(line).toHaveValue('\\d shop_order');
    await line.fill('');
    await page.keyboard.type('select * from shop_o');
    await page.keyboard.press('Tab');
    await expect(line).toHaveValue('select * from shop_order');
  });

  await test.step('what writes is an event, and the first run stays beside it', async () => {
    await nodes.getByRole('button', { name: 'primary', exact: true }).click();
    await page
      .getByRole('textbox', { name: 'SQL for the primary' })
      .fill(`update shop_order set status = 'lost' where id = 7`);
    await page.keyboard.press('Enter');
    await expect(lesson.events).toContainText('The console asks primary: UPDATE shop_order');
    const banner = page.getByRole('region', { name: 'The run and its fork' });
    await expect(banner).toContainText('UPDATE shop_order typed on the primary at t = 918 ms');
    await banner.getByRole('button', { name: 'First run' }).click();
    await expect(lesson.events).not.toContainText('The console asks');
    await banner.getByRole('button', { name: 'Fork', exact: true }).click();
    await banner.getByRole('button', { name: 'Forget the fork' }).click();
    await expect(banner).toBeHidden();
    await expect(lesson.events).not.toContainText('The console asks');
  });

  await test.step('a node crashes: whoever talks to it is refused', async () => {
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Crash the primary' }).click();
    await expect(lesson.currentEvent).toContainText('primary crashes');
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('crashed');
    await expect(lesson.events).toContainText('Connection refused');
    await expect(page.getByRole('region', { name: 'The run and its fork' })).toContainText('commits 2 → 1');
  });

  await test.step('the replica is promoted, the ledger names what was lost, and the primary comes back', async () => {
    const ledger = page.getByRole('region', { name: 'Ledger' });
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Promote the replica' }).click();
    await expect(lesson.currentEvent).toContainText('replica is promoted');
    await expect(ledger).toContainText('nobody was told');
    await lesson.events.getByRole('button', { name: /Ana is told OK/ }).click();
    await expect(ledger).toContainText('1 write that somebody was told of is missing on the promoted node.');
    await expect(ledger).toContainText('Ana was told at 951 ms');
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Start the primary again' }).click();
    await expect(lesson.currentEvent).toContainText('primary is started again');
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('still takes writes');
    await expect(nodes.getByRole('region', { name: 'replica' })).toContainText('primary now');
  });

  await test.step('both take writes: two histories, until the primary is rebuilt from the promoted replica and follows it', async () => {
    const ledger = page.getByRole('region', { name: 'Ledger' });
    const log = page.getByRole('log');
    const order = (customer: string): string =>
      `insert into shop_order values (70, '${customer}', 1, 1, 'paid') returning customer`;
    await ask('primary', order('Eve'));
    await expect(log).toContainText('Eve');
    await ask('replica', order('Fay'));
    await expect(ledger).toContainText('Two histories: both nodes have given shop_order 70 to rows of their own.');
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Rebuild the primary from the replica' }).click();
    await expect(lesson.events).toContainText('primary is rebuilt from a base backup of replica');
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('follows');
    // The prompt finds out that the server it was connected to is gone, and connects anew.
    await ask('primary', 'select customer from shop_order where id = 70');
    await expect(log).toContainText('server closed the connection unexpectedly');
    await ask('primary', 'select count(*) as orders_there from shop_order where id = 70');
    await expect(log).toContainText('orders_there');
    await ask('primary', 'truncate shop_order');
    await expect(log).toContainText('cannot execute TRUNCATE TABLE in a read-only transaction');
  });

  await test.step('a commit waits for a synchronous replica that is dead, until the wait is cancelled', async () => {
    const primary = nodes.getByRole('region', { name: 'primary' });
    await page.getByRole('button', { name: 'Forget the fork' }).click();
    await lesson.events
      .getByRole('button', { name: /Ana opens/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'More replication settings' }).click();
    await page.getByLabel('Commits').selectOption('wait for the replica');
    await expect(lesson.currentEvent).toContainText('commits wait for the replica');
    await page.keyboard.press('Escape');
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Crash the replica' }).click();
    await expect(lesson.currentEvent).toContainText('replica crashes');
    await lesson.events.getByRole('button', { name: /the commit waits for replica/ }).click();
    await expect(primary).toContainText('1 commit waits');
    await expect(lesson.events).toContainText('Its commit waits for the replica, which does not confirm it.');
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Cancel the wait for the replica' }).click();
    await expect(lesson.currentEvent).toContainText('is cancelled');
    await expect(primary).toContainText('takes writes');
    await expect(lesson.events).toContainText('Ana is told OK');
  });
});

test('DDL reaches the replica of a physical run, and not that of a logical one', async ({ page }) => {
  const lesson = new LessonPage(page);
  const replication = page.getByLabel('Replication', { exact: true });
  const nodes = lesson.pane('Nodes');
  const ask = async (node: 'primary' | 'replica', line: string): Promise<void> => {
    await nodes.getByRole('button', { name: node, exact: true }).click();
    await page.getByRole('textbox', { name: `SQL for the ${node}` }).fill(line);
    await page.keyboard.press('Enter');
  };
  /** Makes a table in the middle of a run, and asks for it at the run's last page. */
  const makeTableAndLook = async (): Promise<void> => {
    await lesson.runToItsEnd();
    await lesson.events.getByRole('button', { name: /primary commits INSERT/ }).click();
    await nodes.getByRole('tab', { name: 'Console' }).click();
    await ask('primary', 'create table note (n int)');
    await expect(lesson.events).toContainText('The console asks primary: create table note');
    await lesson.events
      .getByRole('button', { name: /gets 200/ })
      .last()
      .click();
    await ask('replica', 'select n from note');
  };
  await lesson.open();

  await test.step('logical: what is published travels', async () => {
    await makeTableAndLook();
    await expect(page.getByRole('log')).toContainText('relation "note" does not exist');
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('Publishes');
    await page.getByRole('button', { name: 'Forget the fork' }).click();
    await page.getByRole('button', { name: 'clear', exact: true }).click();
  });

  await test.step('the run that is shown stays, whatever is chosen for the next one', async () => {
    await page.getByRole('button', { name: 'More replication settings' }).click();
    await replication.selectOption('physical');
    await expect(page.getByText('The run that is shown stays logical: run again.')).toBeVisible();
    await expect(page.getByText("The checks judge logical replication, the lesson's own.")).toBeVisible();
    await lesson.ready();
    await page.keyboard.press('Escape');
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('Publishes');
  });

  await test.step('physical: the log travels, and the forks of its run follow by it too', async () => {
    await makeTableAndLook();
    await expect(page.getByRole('log')).toContainText('0 rows');
    await expect(page.getByRole('log')).not.toContainText('does not exist');
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('its whole log');
    await expect(nodes.getByRole('tab', { name: 'note' })).toBeVisible();
    await expect(lesson.events).toContainText('replica receives the log up to');
    await expect(lesson.events).toContainText("replica follows by the primary's log");
  });

  await test.step('the choice is kept, and a reset takes it back', async () => {
    await page.reload();
    await lesson.ready();
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('its whole log');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(nodes.getByRole('region', { name: 'primary' })).toContainText('Publishes');
  });
});

test('sequences do not come along to a logical replica that is promoted, until they are advanced', async ({ page }) => {
  const lesson = new LessonPage(page);
  const nodes = lesson.pane('Nodes');
  const section = page.getByRole('region', { name: 'Sequences and slots' });
  const advance = section.getByRole('button', { name: 'Advance the sequences' });
  const promotion = lesson.events.getByRole('listitem').filter({ hasText: 'replica is promoted' });
  const promoteAt = async (event: RegExp): Promise<void> => {
    await lesson.runToItsEnd();
    await lesson.events.getByRole('button', { name: event }).last().click();
    await page.getByTitle('Go on another way from here').click();
    await page.getByRole('menuitem', { name: 'Promote the replica' }).click();
    await expect(lesson.currentEvent).toContainText('replica is promoted');
  };
  await lesson.open();

  await test.step('what the promoted node would hand out next is there already, and it has no slot', async () => {
    await promoteAt(/replica applies INSERT/);
    await expect(section).toContainText('A sequence did not come along.');
    await expect(section).toContainText('shop_order_id_seq hands out 7 next, though shop_order.id has come to 7');
    await expect(section).toContainText('The slot did not come along');
    await promotion.getByRole('button', { name: /^Details/ }).click();
    const row = promotion.getByRole('group', { name: 'Its sequences' }).getByRole('row', { name: /shop_order_id_seq/ });
    await expect(row.getByRole('cell')).toHaveText(['shop_order_id_seq', '7', '7', 'shop_order.id', '6', 't']);
    await expect(promotion.getByRole('group', { name: 'Its replication slots' })).toContainText('none');
  });

  await test.step('advanced, they hand out what is new; before that they still do not', async () => {
    await advance.click();
    await expect(lesson.currentEvent).toContainText('The console asks replica: SELECT setval');
    await expect(section).toContainText('No sequence hands out an id that is used.');
    await expect(section).toContainText('shop_order_id_seq hands out 8 next.');
    await expect(advance).toBeHidden();
    await expect(section.getByRole('heading')).toBeFocused();
    await promotion.getByRole('button', { name: /is promoted/ }).click();
    await expect(section).toContainText('shop_order_id_seq hands out 7 next');
    await lesson.events.getByRole('button', { name: /SELECT setval/ }).click();
    await expect(advance).toBeHidden();
  });

  await test.step('an order is taken with the next number', async () => {
    await nodes.getByRole('tab', { name: 'Console' }).click();
    await nodes.getByRole('button', { name: 'replica', exact: true }).click();
    const order = `insert into shop_order (customer, product_id, quantity, status) values ('Zoe', 1, 1, 'placed')`;
    await page.getByRole('textbox', { name: 'SQL for the replica' }).fill(`${order} returning id, customer`);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByRole('row', { name: '8 Zoe' })).toBeVisible();
    await expect(section).toContainText('shop_order_id_seq hands out 9 next.');
  });

  await test.step('after physical replication they skip ahead; until it is run, the bar says that the next run is another', async () => {
    await page.getByRole('button', { name: 'Forget the fork' }).click();
    await page.getByRole('button', { name: 'More replication settings' }).click();
    await page.getByLabel('Replication', { exact: true }).selectOption('physical');
    await page.keyboard.press('Escape');
    const bar = page.getByRole('group', { name: 'Replication delay' });
    await expect(bar).toContainText('next run: physical');
    await lesson.ready();
    await promoteAt(/replica replays INSERT/);
    await expect(bar).not.toContainText('next run');
    await expect(section).toContainText('No sequence hands out an id that is used.');
    await expect(section).toContainText(/shop_order_id_seq hands out \d+ next: \d+ values are skipped after 7\./);
    await expect(section).toContainText('Postgres logs a sequence up to 32 values ahead');
    await expect(advance).toBeHidden();
  });
});
