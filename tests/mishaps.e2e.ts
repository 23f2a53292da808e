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

/** Runs the catalogue that way, then the starter's, which must work as if nothing had been. */
async function mishap(lesson: LessonPage, does: string, expected: () => Promise<void>): Promise<void> {
  await lesson.open();
  await lesson.replaceFile('views.ts', await catalogueThat(does));
  await lesson.run();
  await expected();
  await lesson.replaceFile('views.ts', await lessonFile('starter/views.ts'));
  await lesson.runToItsEnd();
}

test('an error of the code is the page that the person sees, with the line it came from', async ({ page }) => {
  const lesson = new LessonPage(page);
  await mishap(lesson, `(undefined as unknown as Product).name.trim();`, async () => {
    await lesson.events
      .getByRole('button', { name: /Ana gets 500: TypeError/ })
      .first()
      .click();
    const shop = page.getByRole('region', { name: 'Shop' });
    await expect(shop).toContainText('TypeError');
    await expect(shop.getByRole('button', { name: 'views.ts, line 7' })).toBeVisible();
  });
});

test('an error of Postgres shows its SQLSTATE and its hint', async ({ page }) => {
  const lesson = new LessonPage(page);
  const ask = `await connections['default'].cursor().execute('select nmae from shop_product');`;
  await mishap(lesson, ask, async () => {
    await expect(page.getByText('42703').first()).toBeVisible();
    await expect(page.getByText(/shop_product\.name/).first()).toBeVisible();
  });
});

test('code that waits for ever is ended by its budget, and named', async ({ page }) => {
  const lesson = new LessonPage(page);
  await mishap(lesson, `for (;;) await sleep(1);`, async () => {
    await expect(lesson.events).toContainText(/views\.ts:\d+/);
    await expect(lesson.events).toContainText(/stopped after/);
  });
});

test('a statement that never ends is a crash of its node, which is built anew', async ({ page }) => {
  const lesson = new LessonPage(page);
  const ask = `await connections['default'].cursor().execute('select count(*) from generate_series(1, 100000000000)');`;
  await mishap(lesson, ask, async () => {
    await expect(lesson.events).toContainText(/primary.*crash/i);
    await expect(lesson.events).toContainText(/5 s/);
  });
});
