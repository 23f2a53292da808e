import { LessonPage } from '../tests/support/lesson-page.ts';
import { withOpenSite } from './open-site.ts';
await withOpenSite('dist', async ({ browser, address }) => {
  const page = await browser.newPage({ baseURL: address, colorScheme: 'light', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.on('pageerror', (e) => console.log('ERR', e.message));
  const lesson = new LessonPage(page);
  await lesson.open();
  await lesson.run();
  await lesson.events.getByRole('button', { name: /primary commits/ }).first().click();
  await page.getByRole('button', { name: 'Fork' }).click();
  await page.waitForTimeout(200);
  await page.screenshot({ path: '/tmp/fork-menu.png' });
  await page.getByRole('menuitem', { name: 'Crash the primary' }).click();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/fork.png' });
  await page.close();
});
