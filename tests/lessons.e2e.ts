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
];

// Two judgements each, under all schedules, and the search for the smallest failures of the starter.
test.describe.configure({ timeout: 120_000 });

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
