import { expect } from '@playwright/test';
import { LessonPage, lessonCount, lessonFile, test } from './support/lesson-page.ts';

test('the starter fails with a story, a wrong solution at its check, and the solution passes every check', async ({
  page,
}) => {
  const lesson = new LessonPage(page);
  await lesson.open();

  await test.step('the story of the failure leads to the read that was stale', async () => {
    await lesson.runAndJudge();
    const ownOrder = lesson.check(/shows customers their orders as they left them/);
    await expect(ownOrder).toContainText('broken');
    await expect(ownOrder).toContainText(/Ana/);
    await ownOrder.getByRole('button', { name: /Show it in the timeline/ }).click();
    await expect(page.getByText(/smallest run in which the check fails/)).toBeVisible();
    await expect(lesson.events.locator('.event[data-when=now]')).toHaveAttribute('data-stale', 'true');
    await page.getByRole('button', { name: 'Back to your run' }).click();
    await expect(page.getByText(/smallest run in which the check fails/)).toBeHidden();
  });

  await test.step('a wrong solution is told which check rejects it', async () => {
    await lesson.replaceFile('router.ts', await lessonFile('wrong/everything-on-the-primary/router.ts'));
    await lesson.runAndJudge();
    await expect(lesson.check(/catalogue comes from the replica/)).toContainText('broken');
    await expect(lesson.check(/shows customers their orders/)).toContainText('holds');
  });

  await test.step('the solution passes every check, and is remembered', async () => {
    await lesson.replaceFile('router.ts', await lessonFile('solution/router.ts'));
    await lesson.runAndJudge();
    await expect(lesson.checksSummary).toHaveText(/All 4 checks hold/);
    await page.getByRole('button', { name: 'Go on: Try to break it' }).click();
    await expect(page.getByRole('heading', { name: 'Try to break it' })).toBeFocused();
    await page.getByRole('tab', { name: 'django.py' }).click();
    await expect(page.getByText('class DbRouter')).toBeVisible();
    await page.getByRole('link', { name: 'Course' }).click();
    await expect(page.getByText(`1 of ${lessonCount} lessons solved`)).toBeVisible();
    await page.reload();
    const entry = page.getByRole('listitem').filter({ hasText: 'The order that is not there' });
    await expect(entry.getByText('solved', { exact: true })).toBeVisible();
  });
});

test('what was typed survives a reload, and a reset can be undone', async ({ page }) => {
  const lesson = new LessonPage(page);
  const mine = "// mine\nexport class DbRouter {\n  dbForRead() {\n    return 'default';\n  }\n}\n";
  await lesson.open();
  await lesson.replaceFile('router.ts', mine);
  await page.reload();
  await lesson.ready();
  await expect(page.getByText('// mine')).toBeVisible();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.reload();
  await lesson.ready();
  await expect(page.getByText('// mine')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('// mine')).toBeVisible();
});

test('blocked storage is a notice, and the lesson works on', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  const lesson = new LessonPage(page);
  await lesson.open();
  await expect(page.getByText(/keeps nothing for this page/)).toBeVisible();
  await lesson.runToItsEnd();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the lesson is run, understood and solved without Monaco, and nothing is wider than the screen', async ({
    page,
  }) => {
    const lesson = new LessonPage(page);
    const own = page.getByRole('textbox', { name: 'router.ts', exact: true });
    const isWithinScreen = async (): Promise<void> =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await lesson.open();

    await test.step('the row that is missing on the replica is in sight', async () => {
      await lesson.runToItsEnd();
      await lesson.events.getByRole('button', { name: /gets 404/ }).click();
      await lesson.openPane('Nodes');
      await expect(page.getByText('missing here')).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole('tab', { name: /Checks 1 broken/ })).toBeVisible({ timeout: 30_000 });
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
    });

    await test.step('hints, the differences, the solution and Django are there', async () => {
      await lesson.openPane('Code');
      await page.getByRole('button', { name: 'Hint', exact: true }).click();
      await expect(page.getByRole('region', { name: 'Hints' })).toContainText('Hint 1 of 4');
      await page.getByRole('button', { name: 'Solve' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Solve' }).click();
      await expect(own).toHaveValue(await lessonFile('solution/router.ts'));
      await page.getByRole('button', { name: 'Compare' }).click();
      await expect(page.getByRole('insertion').filter({ hasText: 'model === Order' })).toBeVisible();
      await page.getByRole('button', { name: 'the solution' }).click();
      await expect(page.getByText('No difference')).toBeVisible();
      await page.getByRole('button', { name: 'Stop comparing' }).click();
      await page.getByRole('button', { name: 'Bring back my code' }).click();
      await expect(own).toHaveValue(await lessonFile('starter/router.ts'));
      await page.getByRole('button', { name: 'Django' }).click();
      await expect(page.getByRole('textbox', { name: 'django.py' })).toHaveValue(/class DbRouter:/);
      await isWithinScreen();
    });

    await test.step('what is typed is judged', async () => {
      await page.getByRole('tab', { name: 'router.ts' }).click();
      await own.fill(await lessonFile('solution/router.ts'));
      await page.getByRole('tab', { name: /^Checks/ }).click();
      await lesson.runAndJudge();
      await expect(lesson.checksSummary).toHaveText(/All 4 checks hold/);
      await isWithinScreen();
    });
  });
});
