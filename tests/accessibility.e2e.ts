import { expect } from '@playwright/test';
import { HomeDemo } from './support/home-demo.ts';
import { LessonPage, test } from './support/lesson-page.ts';
import { violations } from './support/violations.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('the pages around the lessons break no rule of axe', async ({ page }) => {
      await page.goto('./');
      const demo = new HomeDemo(page);
      await demo.ready();
      expect(await violations(page)).toEqual([]);
      await demo.buy.click();
      await expect(demo.story).toContainText('did not have your order yet');
      expect(await violations(page)).toEqual([]);

      await page.goto('./#/course');
      await expect(page.getByRole('heading', { name: 'The order that is not there' })).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await page.goto('./#/nothing');
      await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await page.goto('./#/embed/01-the-order-that-is-not-there?panels=lesson,timeline,shop,nodes,checks&step=x');
      await expect(page.getByRole('button', { name: 'Start the servers' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('the reference breaks no rule of axe, whole and filtered', async ({ page }) => {
      await page.goto('./#/reference/QuerySet.filter');
      await expect(page.locator('[id="QuerySet.filter"]')).toBeInViewport();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('searchbox').fill('values_list');
      await expect(page.getByRole('status')).toHaveText('1 name');
      await expect(page.getByRole('heading', { name: 'valuesList' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('a plan breaks no rule of axe, in any of its forms, wide and narrow', async ({ page }) => {
      await page.goto('./#/plans');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'A wrong guess' }).click();
      await expect(page.getByRole('tree')).toBeVisible();
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 844 });
        for (const form of ['Tree', 'List', 'Text']) {
          await page.getByRole('button', { name: form, exact: true }).click();
          expect(await violations(page)).toEqual([]);
        }
      }
      await page.getByRole('button', { name: 'Plan and query' }).click();
      await page.getByRole('textbox', { name: 'The plan' }).fill('Dear diary');
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('what a failover leaves behind breaks no rule of axe', async ({ page }) => {
      const lesson = new LessonPage(page);
      await lesson.open();
      await lesson.runToItsEnd();
      await lesson.events
        .getByRole('button', { name: /replica applies INSERT/ })
        .last()
        .click();
      await page.getByTitle('Go on another way from here').click();
      await page.getByRole('menuitem', { name: 'Promote the replica' }).click();
      const promotion = lesson.events.getByRole('listitem').filter({ hasText: 'replica is promoted' });
      await promotion.getByRole('button', { name: /^Details/ }).click();
      await expect(page.getByRole('button', { name: 'Advance the sequences' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('the lesson page breaks no rule of axe, before and after a run and with all its helps open', async ({
      page,
    }) => {
      const lesson = new LessonPage(page);
      await lesson.open();
      expect(await violations(page)).toEqual([]);
      await lesson.runAndJudge();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Hint', exact: true }).click();
      await page.getByRole('button', { name: 'Compare' }).click();
      await expect(page.locator('.monaco-diff-editor')).toBeVisible();
      await page.getByRole('button', { name: 'Fold Shop' }).click();
      await page.getByRole('button', { name: 'Fold Nodes' }).click();
      await page.getByRole('button', { name: 'Fold Checks' }).click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Django' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Show it' }).click();
      await expect(page.getByRole('region', { name: 'The same in Django' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}
