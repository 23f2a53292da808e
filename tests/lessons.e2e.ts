/** The lessons after the first, whose ways through are in `lesson.e2e.ts`. */
import { expect } from '@playwright/test';
import { LessonPage, lessonFile, test } from './support/lesson-page.ts';

const lessons = [
  {
    folder: '02-write-the-router',
    title: 'Write the router',
    broken: /read from the replica, where there is one/,
    files: ['settings.ts', 'routers.ts'],
    solved: 'All 5 checks hold',
  },
  {
    folder: '03-choose-by-hand',
    title: 'Choose by hand',
    broken: /A checkout becomes one order/,
    files: ['views.ts'],
    solved: 'All 7 checks hold',
  },
  {
    folder: '04-the-primary-dies-at-the-worst-moment',
    title: 'The primary dies at the worst moment',
    broken: /Every payment that somebody was told of/,
    files: ['settings.ts', 'views.ts'],
    solved: 'All 4 checks hold',
  },
  {
    folder: '05-nobody-is-awake',
    title: 'Nobody is awake',
    broken: /orders go through again/,
    files: ['failover.ts', 'router.ts'],
    solved: 'All 4 checks hold',
  },
];

for (const { folder, title, broken, files, solved } of lessons) {
  test(`${title}: the starter fails, and the solution passes every check`, async ({ page }) => {
    const lesson = new LessonPage(page);
    await lesson.open(title);
    await lesson.runAndJudge();
    await expect(lesson.check(broken)).toContainText('broken');

    for (const file of files) await lesson.replaceFile(file, await lessonFile(`solution/${file}`, folder));
    await lesson.runAndJudge();
    await expect(lesson.checksSummary).toContainText(solved);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the table that changed last is open, and its tab in sight, when the nodes come to the front', async ({
    page,
  }) => {
    const lesson = new LessonPage(page);
    await lesson.open('Choose by hand');
    await lesson.runToItsEnd();
    await lesson.events
      .getByRole('button', { name: /INSERT shop_orderline/ })
      .first()
      .click();
    await page.getByRole('tab', { name: 'Nodes' }).click();
    const open = page.getByRole('tablist', { name: 'Tables' }).getByRole('tab', { selected: true });
    await expect(open).toContainText('shop_order≠ 1');
    await expect(open).toBeInViewport({ ratio: 0.9 });
  });
});
