import { expect } from '@playwright/test';
import { LessonPage, lessonFile, test } from './support/lesson-page.ts';

/** The starter's views with something else at the beginning of the catalogue. */
async function catalogueThat(does: string): Promise<string> {
  const views = await lessonFile('starter/views.ts');
  const begun = 'export async function catalogue(request: HttpRequest) {\n';
  if (!views.includes(begun)) throw new Error('The starter has no catalogue any more.');
  return views
    .replace(begun, `${begun}  ${does}\n`)
    .replace("from 'django';", "from 'django';\nimport { connections, sleep } from 'django';");
}

test('whatever goes wrong in the code is named where it was, and the next run works', async ({ page }) => {
  const lesson = new LessonPage(page);
  const router = await lessonFile('starter/router.ts');
  const alert = page.getByRole('alert').filter({ hasText: 'router.ts' });
  /** Runs the catalogue that way, then the starter's, which must work as if nothing had been. */
  const mishap = async (does: string, expected: () => Promise<void>): Promise<void> => {
    await lesson.replaceFile('views.ts', await catalogueThat(does));
    await lesson.run();
    await expected();
    await lesson.replaceFile('views.ts', await lessonFile('starter/views.ts'));
    await lesson.runToItsEnd();
  };
  await lesson.open();

  await test.step('a loop that never yields is ended and named', async () => {
    await lesson.replaceFile('router.ts', router.replace("return 'replica';", "while (true);\n    return 'replica';"));
    const startedAt = performance.now();
    await lesson.run();
    // Two seconds for the loop, and what a page on a busy machine needs besides.
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await expect(lesson.events).toContainText(/router\.ts:\d+/);
    await expect(page.getByRole('alert').filter({ hasText: 'router.ts, line 6' })).toBeVisible();
    await expect(page.locator('.squiggly-error').first()).toBeVisible();
    // Stopped once more by the judging, and not once for each schedule.
    await expect(lesson.checksSummary).toContainText('stopped at router.ts:6', { timeout: 5_000 });
    await expect(lesson.check(/catalogue comes from the replica/)).toContainText('not judged');
    await expect(page.getByText(/^\d of 4 checks hold/)).toContainText('0 of 4');
    await lesson
      .pane('Timeline')
      .getByRole('button', { name: /Your code was stopped/ })
      .click();
    await expect(lesson.pane('Shop')).toContainText('No answer will come');
    await lesson.replaceFile('router.ts', router);
    await expect(page.getByRole('alert').filter({ hasText: 'router.ts, line 6' })).toBeHidden();
    await lesson.runToItsEnd();
  });

  await test.step('a syntax error is marked in the editor', async () => {
    await lesson.replaceFile('router.ts', router.replace('dbForRead(', 'dbForRead(('));
    await lesson.run();
    await expect(alert).toBeVisible();
    await expect(page.locator('.squiggly-error').first()).toBeVisible();
    await lesson.replaceFile('router.ts', router);
    await lesson.runToItsEnd();
  });

  await test.step('an error of the code is the page that the person sees, with the line it came from', () =>
    mishap(`(undefined as unknown as Product).name.trim();`, async () => {
      await lesson.events
        .getByRole('button', { name: /Ana gets 500: TypeError/ })
        .first()
        .click();
      await expect(lesson.pane('Shop')).toContainText('TypeError');
      await expect(lesson.pane('Shop').getByRole('button', { name: 'views.ts, line 7' })).toBeVisible();
    }));

  await test.step('an error of Postgres shows its SQLSTATE and its hint', () =>
    mishap(`await connections['default'].cursor().execute('select nmae from shop_product');`, async () => {
      await expect(page.getByText('42703').first()).toBeVisible();
      await expect(page.getByText(/shop_product\.name/).first()).toBeVisible();
    }));

  await test.step('code that waits for ever is ended by its budget', () =>
    mishap(`for (;;) await sleep(1);`, async () => {
      await expect(lesson.events).toContainText(/views\.ts:\d+/);
      await expect(lesson.events).toContainText(/stopped after/);
    }));

  const endless = 'select count(*) from generate_series(1, 100000000000)';
  await test.step('a statement that never ends is a crash of its node, which is built anew', () =>
    mishap(`await connections['default'].cursor().execute('${endless}');`, async () => {
      await expect(lesson.events).toContainText(/primary.*crash/i);
      await expect(lesson.events).toContainText(/5 s/);
    }));

  await test.step('at the width of a tablet, a syntax error brings the code to the front and is said in the bar', async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await lesson.openPane('Code');
    await lesson.replaceFile('router.ts', 'export class DbRouter {\n  dbForRead((\n}\n');
    await lesson.openPane('Lesson');
    await lesson.run();
    await expect(lesson.pane('Code')).toBeVisible();
    await expect(page.getByText('Not run: syntax error')).toBeVisible();
  });
});
