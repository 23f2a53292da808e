import { mkdirSync } from 'node:fs';
import { LessonPage } from '../tests/support/lesson-page.ts';
import { withOpenSite } from './open-site.ts';
mkdirSync('/tmp/shots', { recursive: true });
await withOpenSite('dist', async ({ page: open }) => {
  const page = await open('#/course');
  await page.setViewportSize({ width: 1440, height: 900 });
  const lesson = new LessonPage(page);
  await page.getByRole('link', { name: 'Choose by hand', exact: true }).click();
  await lesson.ready();
  await lesson.runToItsEnd();
  const rows = lesson.events.getByRole('listitem').filter({ hasText: /SELECT/ });
  console.log(await rows.count());
  await rows
    .nth(3)
    .getByRole('button', { name: /^Details/ })
    .click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: '/tmp/shots/event.png' });
  const t = Date.now();
  await page.getByRole('button', { name: /Explain/ }).click();
  await page.locator('.plan-view').waitFor({ timeout: 60000 });
  console.log('plan after', Date.now() - t);
  await page.waitForTimeout(500);
  await page.screenshot({ path: '/tmp/shots/plan1440.png' });
  await page.getByRole('button', { name: /Compare with/ }).click();
  await page.locator('.plan-pairs').waitFor({ timeout: 60000 });
  await page.screenshot({ path: '/tmp/shots/both1440.png' });
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.screenshot({ path: '/tmp/shots/both1024.png' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: '/tmp/shots/both390.png' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'replica', exact: true }).last().click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: '/tmp/shots/plan390dark.png' });
});
