/** `npm run screenshots`: the pictures in `docs`, of the built site, before and after a run, light and dark. */
import { mkdir } from 'node:fs/promises';
import { build } from 'vite';
import { LessonPage } from '../tests/support/lesson-page.ts';
import { withOpenSite } from './open-site.ts';

const folder = 'docs';
let count = 0;

await mkdir(folder, { recursive: true });
await build({ logLevel: 'error' });
await withOpenSite('dist', async ({ browser, address }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      baseURL: address,
      colorScheme,
      viewport: { width: 1440, height: 900 },
      deviceScaleFactor: 1.5,
      reducedMotion: 'reduce',
    });
    const shoot = async (name: string): Promise<void> => {
      await page.screenshot({ path: `${folder}/${name}.png` });
      count += 1;
    };
    const lesson = new LessonPage(page);
    await lesson.open();
    await shoot(`lesson-before-${colorScheme}`);
    await lesson.runAndJudge();
    await lesson.openStep(3);
    await lesson.events.getByRole('button', { name: /gets 404/ }).click();
    await shoot(`lesson-${colorScheme}`);
    await page.close();
  }
});
console.log(`screenshots: ${count} files in ${folder}`);
