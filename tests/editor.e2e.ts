/** What helps with the code, and the panes that fold: by mouse and by keyboard, and after a reload. */
import { expect } from '@playwright/test';
import { LessonPage, lessonFile, test } from './support/lesson-page.ts';

test('hints come one by one, and the solution takes no code away', async ({ page }) => {
  const lesson = new LessonPage(page);
  const hints = page.getByRole('region', { name: 'Hints' });
  await lesson.open();
  await page.keyboard.press('h');
  await expect(hints).toContainText('Hint 1 of 4');
  await hints.getByRole('button', { name: 'Next hint' }).click();
  await expect(hints.getByRole('heading')).toHaveText(['Who writes what?', 'Ask for the model']);

  await lesson.replaceFile('router.ts', '// mine\n');
  await page.getByRole('button', { name: 'Solve' }).click();
  const question = page.getByRole('alertdialog', { name: 'Put the solution into your files?' });
  await expect(question).toContainText('takes the place of your router.ts');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Solve' })).toBeFocused();
  await expect(page.getByText('// mine')).toBeVisible();
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Solve' }).click();
  await expect(page.locator('.view-lines')).toContainText('model === Order');

  await page.reload();
  await expect(hints).toContainText('Hint 2 of 4');
  await hints.getByRole('button', { name: 'Close the hints' }).click();
  await expect(hints).toBeHidden();
  await expect(page.locator('.view-lines')).toContainText('model === Order');
  await page.keyboard.press('u');
  await expect(page.locator('.view-lines')).toContainText('// mine');
});

test('what is different is shown, and can be edited; the solution is asked for once', async ({ page }) => {
  const lesson = new LessonPage(page);
  const router = await lessonFile('starter/router.ts');
  const difference = page.getByRole('group', { name: 'What is different in router.ts' });
  await lesson.open();
  await lesson.replaceFile('router.ts', router.replace("'replica'", "'default'"));
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await expect(difference.locator('.line-insert').first()).toBeVisible();
  await page.getByRole('textbox', { name: /router\.ts, yours/ }).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('// and this');
  await expect(difference).toContainText('// and this');

  await page.getByRole('button', { name: 'the solution' }).click();
  await page.getByRole('alertdialog', { name: 'Show the solution?' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'the start' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'the solution' }).click();
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(difference).toContainText('model === Order');
  await page.getByRole('textbox', { name: /router\.ts, yours/ }).focus();
  await page.keyboard.press('Escape');
  await expect(difference).toBeHidden();
  await expect(page.locator('.view-lines')).toContainText('// and this');

  // It is no secret any more.
  await page.getByRole('button', { name: 'Django' }).click();
  const django = page.getByRole('region', { name: 'The same in Django' });
  await expect(django).toContainText('class DbRouter:');
  await expect(page.getByRole('tab', { name: 'router.ts', selected: true })).toBeVisible();
  await page.reload();
  await expect(django).toContainText('class DbRouter:');
  await page.getByRole('button', { name: 'Django' }).click();
  await expect(django).toBeHidden();
  await expect(page.getByRole('tab', { name: 'django.py' })).toBeVisible();
});

test('the editor knows the types of django and the aliases, and leads to definitions', async ({ page }) => {
  const lesson = new LessonPage(page);
  const marked = page.locator('.squiggly-error');
  await lesson.open();

  await test.step('a definition opens in its file, and what django declares is told where it is used', async () => {
    await lesson.openFile('views.ts');
    const word = (text: string) => page.locator('.view-line span:not(:has(span))', { hasText: text }).first();
    await word('Product').click();
    const models = page.getByRole('tab', { name: 'models.ts', selected: true });
    await expect(async () => {
      // In the file that defines it, the same key would look for where it is used.
      if (!(await models.isVisible())) await page.keyboard.press('F12');
      await expect(models).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    await expect(page.locator('.view-lines')).toContainText('class Product extends Model');
    await expect(lesson.editor).toBeFocused();

    await lesson.openFile('views.ts');
    await word('getObjectOr404').click();
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.press('ControlOrMeta+i');
    await expect(page.locator('.monaco-hover:not(.hidden)')).toContainText('Http404', { timeout: 20_000 });
    await page.keyboard.press('Escape');
    await lesson.openFile('schema.sql');
    await expect(page.locator('.view-lines')).toContainText('create table shop_order');
  });

  await test.step('a type that is none is marked, and an array that begins empty is not', async () => {
    const router = await lessonFile('starter/router.ts');
    await lesson.replaceFile('router.ts', `${router}const hints: Hints = 'none';\n`);
    await expect(marked.first()).toBeVisible({ timeout: 20_000 });
    await lesson.replaceFile(
      'router.ts',
      `${router}const names = [];\nexport const add = (name) => names.push(name);\n`,
    );
    await expect(marked).toHaveCount(0, { timeout: 20_000 });
  });

  await test.step('an alias that settings.ts does not have is marked where it is written', async () => {
    const views = await lessonFile('starter/views.ts');
    const using = (alias: string): string => `${views}\nvoid Order.objects.using('${alias}').first();\n`;
    await lesson.replaceFile('views.ts', using('replca'));
    await expect(marked).toHaveCount(1, { timeout: 30_000 });
    await lesson.replaceFile('views.ts', using('replica'));
    await expect(marked).toHaveCount(0, { timeout: 30_000 });
  });
});

test('folded panes stay folded for the lesson, and unfold when they are asked for', async ({ page }) => {
  const lesson = new LessonPage(page);
  const height = async (name: string): Promise<number> => (await lesson.pane(name).boundingBox())!.height;
  await lesson.open();
  await lesson.runAndJudge();
  const open = await height('Timeline');
  await page.getByRole('button', { name: 'Fold Timeline' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Unfold Timeline' })).toBeFocused();
  await expect(lesson.events).toBeHidden();
  expect(await height('Timeline')).toBeLessThan(40);
  await page.getByRole('button', { name: 'Fold Shop' }).click();
  await page.getByRole('button', { name: 'Fold Nodes' }).click();
  expect((await lesson.pane('Nodes').boundingBox())!.width).toBeLessThan(40);

  await lesson
    .check(/shows customers their orders/)
    .getByRole('button', { name: /Show it in the timeline/ })
    .click();
  await expect(lesson.currentEvent).toBeVisible();
  expect(await height('Timeline')).toBeCloseTo(open, -1);

  await page.reload();
  await page.getByRole('button', { name: 'Unfold Nodes' }).click();
  await expect(lesson.pane('Nodes').getByRole('tab', { name: 'shop_order' })).toBeVisible();
  expect(await height('Shop')).toBeLessThan(40);
  await lesson.open('Write the router');
  await expect(page.getByRole('button', { name: 'Fold Shop' })).toBeVisible();
});
