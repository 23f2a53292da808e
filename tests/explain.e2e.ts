import { expect, type Page } from '@playwright/test';
import { LessonPage, test } from './support/lesson-page.ts';
import { violations } from './support/violations.ts';

const title = 'The same query, two plans';

/** The query with which a page looks an order up on a node; the list is filtered by queries. */
const lookup = (lesson: LessonPage, node: 'primary' | 'replica') =>
  lesson.events.getByRole('listitem').filter({ hasText: new RegExp(`Ben asks ${node}`) });

async function explain(lesson: LessonPage, node: 'primary' | 'replica') {
  const event = lookup(lesson, node);
  await event.getByRole('button', { name: /^Details/ }).click();
  await event.getByRole('button', { name: /^Explain/ }).click();
  const dialog = lesson.page.getByRole('dialog', { name: /^Plan of/ });
  await expect(dialog.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 });
  return dialog;
}

const node = (page: Page, name: RegExp) => page.getByRole('treeitem', { name });

test('a query is explained as its node would run it, compared, mended for a try, and mended for good', async ({
  page,
}) => {
  const lesson = new LessonPage(page);
  await lesson.open(title);
  await lesson.runToItsEnd();
  await page.getByRole('button', { name: 'Queries', exact: true }).click();
  const dialog = await explain(lesson, 'replica');

  await test.step('it is walked through, forward and back', async () => {
    await expect(dialog).toContainText('step 1 of 5');
    await page.keyboard.press('PageDown');
    await expect(dialog).toContainText('step 2 of 5');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('PageUp');
    await expect(dialog).toContainText('step 1 of 5');
    await expect(dialog).toContainText('Looked at 1,500 rows, kept 1 and threw 1,499 away');
    await expect(node(page, /Seq Scan on shop_order/)).toBeVisible();
    await expect(dialog.getByRole('heading', { name: 'Reads 1,500 rows of shop_order to keep 1' })).toBeVisible();
  });

  await test.step('the other node plans it otherwise, and the page says why', async () => {
    await dialog.getByRole('button', { name: /Compare with/ }).click();
    const both = dialog.getByRole('group', { name: 'Two plans side by side' });
    await expect(both).toContainText('The replica touched 74 pages', { timeout: 30_000 });
    await expect(both).toContainText('the primary 5 pages');
    await expect(both).toContainText('shop_order: only the primary has the index shop_order_reference.');
    await expect(both).toContainText('The replica has Seq Scan, the primary Index Scan.');
    expect(await violations(page)).toEqual([]);
  });

  await test.step('what would mend it is tried, and undone', async () => {
    await dialog.getByRole('button', { name: 'replica', exact: true }).click();
    const finding = dialog.locator('.plan-finding').filter({ hasText: 'to keep 1' });
    await finding.getByRole('button', { name: 'Try it on this node' }).click();
    await expect(dialog).toContainText('The plan before touched 74 pages', { timeout: 30_000 });
    await expect(dialog).toContainText('Tried on replica and undone.');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await dialog.getByRole('button', { name: 'After', exact: true }).click();
    await expect(node(page, /(Index|Bitmap Heap) Scan on shop_order/)).toBeVisible();
  });

  await test.step('kept, it is an event of the run', async () => {
    await dialog.getByRole('button', { name: /^Keep it/ }).click();
    await expect(dialog).toBeHidden();
    await expect(lesson.events).toContainText('The console asks replica: CREATE INDEX ON shop_order (reference)', {
      timeout: 30_000,
    });
    await expect(page.getByText('from t = 2,421 ms on')).toBeVisible();
  });
});

test('what is typed at the prompt has a plan too, and an EXPLAIN is a picture', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open(title);
  await page.getByRole('tab', { name: 'Console' }).click();
  const prompt = page.getByRole('textbox', { name: /^SQL for the/ });
  await prompt.fill('explain select * from shop_order where id = 7');
  await prompt.press('Enter');
  await page.getByRole('button', { name: 'Walk through this plan' }).click({ timeout: 30_000 });
  const dialog = page.getByRole('dialog', { name: /^Plan of/ });
  await expect(dialog.getByRole('treeitem', { name: /Index Scan on shop_order using shop_order_pkey/ })).toBeVisible();
  await expect(dialog).toContainText('not run');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'primary', exact: true }).click();
  await prompt.fill('delete from shop_orderline where order_id = 7');
  await prompt.press('Enter');
  await page.getByRole('button', { name: 'Explain', exact: true }).click({ timeout: 30_000 });
  await expect(dialog.getByRole('treeitem', { name: /Delete on shop_orderline/ })).toBeVisible({ timeout: 30_000 });
});
