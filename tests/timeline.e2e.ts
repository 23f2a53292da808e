import { expect, type Page } from '@playwright/test';
import { LessonPage, test } from './support/lesson-page.ts';

const moment = (page: Page) => page.getByRole('slider', { name: 'Moment of the run' });
const inSight = (page: Page) => page.getByRole('slider', { name: 'Part of the run in sight' });

/** Where the first stale read is drawn, on the page. */
async function firstStaleRead(page: Page): Promise<{ x: number; y: number }> {
  const { x, y } = (await moment(page).boundingBox())!;
  const d = await page.locator('.timeline-picture .stale').getAttribute('d');
  // A circle begins at its left edge.
  const [, left, middle] = /^M([\d.]+) ([\d.]+)/.exec(d ?? '')!;
  return { x: x + Number(left) + 5, y: y + Number(middle) };
}

/** Twelve steps from the start, and back through the same moments. */
async function stepsThereAndBack({ page, events, currentEvent }: LessonPage): Promise<void> {
  await events.getByRole('button').first().click();
  const moments: string[] = [];
  for (let step = 0; step < 12; step += 1) {
    const shown = await currentEvent.innerText();
    moments.push(shown);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(currentEvent).not.toHaveText(shown, { useInnerText: true });
  }
  for (const before of moments.toReversed()) {
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await expect(currentEvent).toHaveText(before, { useInnerText: true });
  }
}

test('the mouse explains, opens, drags, zooms and pans', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.runToItsEnd();
  const stale = await firstStaleRead(page);
  const opened = lesson.events.locator('[data-when=now] .event-details');

  await page.mouse.move(stale.x, stale.y);
  await expect(page.locator('.event-tip')).toContainText(/asks replica.*stale, 1 commit and \d+ ms behind/);
  await page.mouse.click(stale.x, stale.y);
  await expect(lesson.currentEvent).toContainText('stale');
  await expect(opened).toBeVisible();

  const { x, y, width } = (await moment(page).boundingBox())!;
  await page.mouse.move(x + width * 0.2, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + width - 2, y + 5, { steps: 6 });
  await page.mouse.up();
  await expect(lesson.currentEvent).toContainText('The run ends');
  await expect(opened).toBeHidden();

  await page.mouse.move(x + width / 2, y + 30);
  await page.keyboard.down('Control');
  for (let notch = 0; notch < 3; notch += 1) await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  const zoomed = await inSight(page).getAttribute('aria-valuetext');
  await page.mouse.wheel(-60, 0);
  await expect(inSight(page)).not.toHaveAttribute('aria-valuetext', zoomed!);
  const panned = await inSight(page).getAttribute('aria-valuetext');
  const thumb = (await page.locator('.overview-thumb').boundingBox())!;
  await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.1, thumb.y, { steps: 4 });
  await page.mouse.up();
  await expect(inSight(page)).not.toHaveAttribute('aria-valuetext', panned!);
  await page.getByRole('button', { name: 'Whole run' }).click();
  await expect(inSight(page)).toHaveCount(0);
});

test('keys leap, step, open, zoom and set the speed, and the way back shows what the way there did', async ({
  page,
}) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.runAndJudge();
  await stepsThereAndBack(lesson);
  await moment(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(inSight(page)).toHaveCount(1);

  // `innerText` leaves out the rows that are out of sight, and those come and go for some frames.
  const screen = () => page.locator('.pane-columns').textContent();
  const seen: (string | null)[] = [];
  const leap = async (key: string): Promise<void> => {
    const before = await lesson.currentEvent.innerText();
    await page.keyboard.press(key);
    // The list, the nodes and the shop follow the timeline together.
    await expect(lesson.currentEvent).not.toHaveText(before, { useInnerText: true });
  };
  for (const words of [/commits INSERT/, /stale/, /gets 404/]) {
    await leap('.');
    await expect(lesson.currentEvent).toContainText(words);
    seen.push(await screen());
  }
  await page.keyboard.press('Enter');
  await expect(lesson.events.locator('[data-when=now] .event-details')).toBeVisible();
  await page.getByRole('button', { name: /^Details of event/, expanded: true }).click();
  await moment(page).focus();

  await page.keyboard.press('End');
  await expect(lesson.currentEvent).toContainText('The run ends');
  const first = /commits INSERT/;
  const back: (string | null)[] = [];
  while (!first.test(await lesson.currentEvent.innerText())) {
    await leap(',');
    back.unshift(await screen());
  }
  expect(back.slice(0, seen.length)).toEqual(seen);

  await page.keyboard.press('PageDown');
  await expect(lesson.currentEvent).toContainText('receives the commit');
  await page.keyboard.press('PageUp');
  await expect(lesson.currentEvent).toContainText(first);
  await page.keyboard.press('0');
  await expect(inSight(page)).toHaveCount(0);
  await page.keyboard.press('>');
  await expect(page.getByRole('combobox', { name: 'Speed' })).toContainText('2×');
  await page.getByRole('button', { name: 'Notable' }).click();
  await expect(lesson.events.getByRole('button', { name: /gets 404/ }).first()).toBeVisible();
  await expect(lesson.events.getByRole('button', { name: /opens/ })).toHaveCount(0);
});
