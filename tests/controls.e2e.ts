/** How the lesson page behaves under the hand: nothing moves, every key does what it says, what is shown is what is set. */
import { expect, type Page } from '@playwright/test';
import { LessonPage, test } from './support/lesson-page.ts';

const places = (page: Page) =>
  page.locator('.control-bar, .control-bar button, .delay-scope, .pane-columns').evaluateAll((parts) =>
    parts.map((part) => {
      const { left, top, width } = part.getBoundingClientRect();
      return `${part.className} ${Math.round(left)} ${Math.round(top)} ${Math.round(width)}`;
    }),
  );

test('nothing moves while a run plays, is paused or is reset, whatever the width', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const lesson = new LessonPage(page);
  await lesson.open();
  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(lesson.runButton).toBeVisible();
    const before = await places(page);
    await lesson.run();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    expect(await places(page)).toEqual(before);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(page.getByText('Code and delay are back to the start.')).toBeVisible();
    expect(await places(page)).toEqual(before);
  }
});

test('each control shows what is in force at the cursor, and what was changed there', async ({ page }) => {
  const lesson = new LessonPage(page);
  const replica = page.getByRole('region', { name: 'replica' });
  const slider = page.getByRole('slider', { name: 'Delay' });
  const more = page.getByRole('button', { name: 'More replication settings' });
  const goTo = (name: RegExp) => lesson.events.getByRole('button', { name }).click();
  await lesson.open();
  await lesson.runToItsEnd();

  await test.step('a run that is not played shows its last event', async () => {
    await expect(lesson.currentEvent).toContainText('The run ends');
    await expect(lesson.currentEvent).toBeInViewport({ ratio: 1 });
  });

  await test.step('a pause in the middle of a run shows at once, and so does its end', async () => {
    await goTo(/gets 404/);
    await page.getByRole('button', { name: 'Pause replica' }).click();
    await expect(lesson.currentEvent).toContainText('the replica paused');
    await expect(replica).toContainText('paused');
    await page.getByRole('button', { name: 'Resume replica' }).click();
    await expect(page.getByRole('button', { name: 'Pause replica' })).toBeVisible();
    await expect(replica).toContainText('replays');
    await page.getByRole('button', { name: 'Forget the fork' }).click();
  });

  await test.step('the slider shows the delay that is in force, and a change that is forgotten is gone', async () => {
    await goTo(/gets 404/);
    await slider.focus();
    await page.keyboard.press('PageUp');
    await expect(lesson.currentEvent).toContainText('a delay of');
    await expect(slider).not.toHaveAttribute('aria-valuetext', '800 ms');
    await lesson.events.getByRole('button').first().click();
    await expect(slider).toHaveAttribute('aria-valuetext', '800 ms');
    await page.getByRole('button', { name: 'Forget the fork' }).click();
    await expect(lesson.events).not.toContainText('a delay of');
  });

  await test.step('a spike and a longer way to the primary are settings like any other', async () => {
    await more.click();
    await page.getByRole('textbox', { name: 'to the primary' }).fill('90');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await lesson.runToItsEnd();
    await goTo(/primary commits INSERT/);
    await more.click();
    await page.getByRole('button', { name: 'Spike' }).click();
    await expect(lesson.currentEvent).toContainText('a delay of 10 s');
    await expect(lesson.events).toContainText(/a delay of 800 ms/);
    await page.keyboard.press('Escape');
  });
});

test('Tab walks past the editor and changes no code; the dialog of the keys lies over it, and they work', async ({
  page,
}) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await expect(page.locator('.view-lines')).toContainText('DbRouter');
  const code = await page.locator('.view-lines').innerText();
  await page.getByRole('tab', { name: 'router.ts' }).focus();
  await page.keyboard.press('Tab');
  await expect(lesson.editor).toBeFocused();
  await expect(page.getByText('moves on until you type')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('separator', { name: 'Height of Timeline' })).toBeFocused();
  expect(await page.locator('.view-lines').innerText()).toBe(code);

  await page.locator('.view-lines').click();
  await page.keyboard.type('x');
  await page.keyboard.press('Escape');
  await expect(lesson.editor).not.toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('separator', { name: 'Height of Timeline' })).toBeFocused();

  await page.getByRole('button', { name: 'Keys' }).click();
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toContainText('Reset code and delay');
  const isOnTop = (element: Element): boolean => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const points = [0.05, 0.5, 0.95].flatMap((x) => [0.05, 0.5, 0.95].map((y) => [x, y] as const));
    return points.every(([x, y]) => element.contains(document.elementFromPoint(left + x * width, top + y * height)));
  };
  expect(await dialog.evaluate(isOnTop)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keys' })).toBeFocused();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'Ana buys apple juice' })).toBeFocused();
  await page.keyboard.press('b');
  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Resume replica' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('button', { name: 'Pause replica' })).toBeVisible();
});
