/** A page where anybody's plan is pasted, drawn and walked through. */
import { type Page, expect } from '@playwright/test';
import { test } from './support/lesson-page.ts';

type Raw = Readonly<Record<string, unknown>>;

const node = (type: string, more: Raw = {}, ...plans: Raw[]): Raw => ({
  'Node Type': type,
  'Startup Cost': 0,
  'Total Cost': 1,
  'Plan Rows': 1,
  'Plan Width': 8,
  'Actual Rows': 1,
  'Actual Loops': 1,
  'Actual Total Time': 1,
  'Shared Hit Blocks': 1,
  ...more,
  ...(plans.length > 0 && { Plans: plans }),
});

const scan = (name: string, more: Raw = {}): Raw =>
  node('Seq Scan', { 'Parent Relationship': 'Outer', 'Relation Name': name, Alias: name, ...more });

const pasted = (root: Raw, more: Raw = {}): string => JSON.stringify([{ Plan: root, ...more }]);

const members = (count: number): Raw =>
  node(
    'Append',
    {},
    ...Array.from({ length: count }, (_, at) => scan(`part_${at}`, { 'Parent Relationship': 'Member' })),
  );

class PlansPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get plan() {
    return this.page.getByRole('textbox', { name: 'The plan' });
  }
  get query() {
    return this.page.getByRole('textbox', { name: 'Its query' });
  }
  get tree() {
    return this.page.getByRole('tree', { name: 'Plan' });
  }
  get lit() {
    return this.tree.getByRole('treeitem', { selected: true });
  }
  get place() {
    return this.page.locator('.plan-walk-place');
  }

  async open(): Promise<void> {
    await this.page.goto('./#/plans');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Walk through a plan' })).toBeVisible();
  }

  press(name: string) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  panel(title: string) {
    return this.page.getByRole('region', { name: title, exact: true });
  }
}

test('an example is walked through forward and back, by buttons and by keys, and lights up what each step is about', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  const plans = new PlansPage(page);
  await page.goto('./#/nothing');
  await page.getByRole('link', { name: 'Plans' }).click();
  await plans.press('A few rows of many');
  await expect(plans.place).toHaveText('step 1 of 3');
  await expect(plans.lit).toHaveAccessibleName(/^Seq Scan on shop_order, step 1 of 3, 56 rows, 57 rows expected/);
  await expect(plans.panel('Tables').locator('[data-lit]')).toHaveText(/shop_order/);
  await expect(plans.panel('Query').locator('mark').first()).toBeVisible();

  const before = await page
    .locator('.plan-parts > *')
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().toJSON()));
  await plans.press('Next');
  await expect(plans.lit).toHaveAccessibleName(/^Sort, step 2 of 3/);
  await expect(page.getByRole('region', { name: 'Sort' })).toContainText('Sort Key');
  await page.keyboard.press('PageDown');
  await expect(plans.place).toHaveText('step 3 of 3');
  await page.keyboard.press('PageDown');
  await expect(plans.place).toHaveText('step 3 of 3');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('p');
  await expect(plans.place).toHaveText('step 1 of 3');
  await plans.press('Last step');
  await expect(plans.lit).toHaveAccessibleName(/^Limit/);
  await plans.press('Back');
  await plans.press('First step');
  await expect(plans.place).toHaveText('step 1 of 3');
  const after = await page
    .locator('.plan-parts > *')
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().toJSON()));
  expect(after).toEqual(before);

  expect(
    fetched.filter((path) =>
      /monaco|editor|pglite|\.tar\.gz|\.wasm|workbench-page|lesson-page|^\/assets\/\d\d-/i.test(path),
    ),
  ).toEqual([]);
  expect(page.workers()).toHaveLength(0);
});

test('the tree is walked with the arrow keys, and Enter looks at a node', async ({ page }) => {
  const plans = new PlansPage(page);
  await plans.open();
  await plans.press('Once for each row');
  await plans.lit.focus();
  await page.keyboard.press('Home');
  const focused = page.locator('[role="treeitem"]:focus');
  await expect(focused).toHaveAccessibleName(/^Sort, step 17 of 17/);
  await page.keyboard.press('ArrowRight');
  await expect(focused).toHaveAccessibleName(/^CTE totals: HashAggregate/);
  await expect(focused).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(focused).toHaveAccessibleName(/^CTE totals: HashAggregate/);
  await expect(plans.place).toHaveText('step 1 of 17');
  await page.keyboard.press('Enter');
  await expect(plans.lit).toHaveAccessibleName(/^CTE totals: HashAggregate/);
  await expect(page.getByText('CTE totals, runs in CTE Scan on totals t')).toBeVisible();
  // Who walks on from there takes the focus along.
  await page.keyboard.press('PageDown');
  await expect(focused).toHaveAccessibleName(/^CTE Scan on totals, step 9 of 17/);
  await expect(focused).toBeInViewport();
  await page.keyboard.press('End');
  await expect(focused).toBeInViewport();
});

test('what is pasted is read, kept over a reload, cleared and brought back', async ({ page }) => {
  const plans = new PlansPage(page);
  await plans.open();
  await plans.plan.fill(pasted(scan('shop_order'), { 'Query Text': 'select * from shop_order' }));
  await expect(plans.panel('Query')).toContainText('select * from shop_order');
  await plans.query.fill('table shop_order');
  await expect(plans.panel('Query')).toContainText('table shop_order');
  await page.getByRole('button', { name: 'Walk through it' }).press('Enter');
  await expect(plans.plan).toBeHidden();
  await expect(page.getByRole('button', { name: 'Next' })).toBeFocused();

  await page.reload();
  await expect(plans.lit).toHaveAccessibleName(/^Seq Scan on shop_order/);
  await expect(plans.panel('Query')).toContainText('table shop_order');
  await plans.press('Clear');
  await expect(plans.tree).toBeHidden();
  await expect(plans.plan).toHaveValue('');
  await page.reload();
  await plans.press('Bring back what was here');
  await expect(plans.lit).toHaveAccessibleName(/^Seq Scan on shop_order/);
});

test('a file that is dropped on the page is read', async ({ page }) => {
  const plans = new PlansPage(page);
  await plans.open();
  const transfer = await page.evaluateHandle(
    (text) => {
      const made = new DataTransfer();
      made.items.add(new File([text], 'plan.json', { type: 'application/json' }));
      return made;
    },
    pasted(scan('from_a_file')),
  );
  await page.getByRole('heading', { level: 1 }).dispatchEvent('drop', { dataTransfer: transfer });
  await expect(plans.lit).toHaveAccessibleName(/^Seq Scan on from_a_file/);
});

test('what cannot be read is told, and its text kept', async ({ page }) => {
  const plans = new PlansPage(page);
  await plans.open();
  const alert = page.getByRole('alert');
  for (const [text, message] of [
    ['[{"Plan": {"Node Type": "Seq Scan",', /^This JSON ends too early/],
    ['{"Plan": {}}', /Node Type/],
    ['[1, 2]', /no "Plan"/],
    ['Dear diary,\ntoday I read a plan.', /^There is no plan in this text/],
    [pasted(members(1_000)), /^This plan has 1,001 nodes/],
    [`[{"Plan": ${'{"Node Type": "Result", "Plans": ['.repeat(3_000)}${']}'.repeat(3_000)}}]`, /\w/],
  ] as const) {
    await plans.plan.fill(text);
    await expect(alert).toHaveText(message);
    await expect(plans.tree).toBeHidden();
    await expect(plans.plan).toHaveValue(text);
  }
  await page.reload();
  await expect(alert).toBeVisible();
  await plans.plan.fill(pasted(scan('mended')));
  await expect(alert).toBeHidden();
  await expect(plans.lit).toBeVisible();
});

test('names that mean harm are text, everywhere', async ({ page }) => {
  const evil = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>`${1}`';
  const root = node(
    evil,
    { Filter: evil, 'Subplan Name': evil, [evil]: evil },
    scan(evil, { 'Index Name': evil, Schema: evil, 'Rows Removed by Filter': 10_000 }),
  );
  const plans = new PlansPage(page);
  await plans.open();
  await plans.plan.fill(
    pasted(root, { 'Query Text': evil, Settings: { [evil]: evil }, Triggers: [{ 'Trigger Name': evil, Calls: 1 }] }),
  );
  await plans.press('Next');
  for (const form of ['List', 'Text', 'Tree']) {
    await plans.press(form);
    await expect(page.locator('.plan-frame')).toContainText('<img src=x');
  }
  await expect(plans.panel('Tables')).toContainText('<img src=x');
  await expect(page.locator('.plan-view :is(img, script)')).toHaveCount(0);
  await expect(page).toHaveTitle('Replayground');
});

test('200 nodes are drawn, each comes into sight at its step, and none moves the page', async ({ page }) => {
  const plans = new PlansPage(page);
  await plans.open();
  await plans.plan.fill(pasted(node('Aggregate', {}, { ...members(198), 'Parent Relationship': 'Outer' })));
  await page.getByRole('button', { name: 'Walk through it' }).click();
  await expect(plans.tree.getByRole('treeitem')).toHaveCount(200);
  await plans.press('100 %');
  for (let step = 1; step <= 200; step += 40) {
    await expect(plans.place).toHaveText(`step ${step} of 200`);
    await expect(plans.lit).toBeInViewport({ ratio: 1 });
    for (let press = 0; press < 40; press += 1) await page.keyboard.press('PageDown');
  }
  await expect(plans.place).toHaveText('step 200 of 200');
  await expect(plans.lit).toBeInViewport({ ratio: 1 });
  await plans.press('Fit');
  await expect(plans.tree.getByRole('treeitem').last()).toBeInViewport({ ratio: 0.99 });
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test('on a phone the plan is a list, and nothing is wider than the page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const plans = new PlansPage(page);
  await plans.open();
  await plans.press('Once for each row');
  await expect(page.getByRole('button', { name: 'List' })).toHaveAttribute('aria-pressed', 'true');
  const boxOf = (at: number) => plans.tree.getByRole('treeitem').nth(at).boundingBox();
  expect((await boxOf(1))!.y).toBeGreaterThan((await boxOf(0))!.y);
  await expect(plans.lit).toBeInViewport();
  await plans.press('Next');
  await expect(plans.lit).toBeInViewport();
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  for (const form of ['Tree', 'Text', 'List']) {
    await plans.press(form);
    expect(await tooWide()).toBeLessThanOrEqual(0);
  }
  await plans.press('Plan and query');
  expect(await tooWide()).toBeLessThanOrEqual(0);
});

test('a finding leads to its node, and its statement is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const plans = new PlansPage(page);
  await plans.open();
  await plans.press('A few rows of many');
  await plans.press('Last step');
  const finding = plans.panel('Findings').getByRole('listitem').first();
  await finding.getByRole('heading').getByRole('button').click();
  await expect(plans.lit).toHaveAccessibleName(/^Seq Scan on shop_order/);
  await finding.getByRole('button', { name: 'Copy' }).click();
  await expect(finding.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await finding.locator('pre').innerText());
  await expect(page.getByRole('button', { name: 'Try it on this node' })).toHaveCount(0);
});
