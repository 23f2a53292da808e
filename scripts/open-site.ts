import { type Browser, chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { chromiumFlags, findChromium } from './find-chromium.ts';

interface OpenSite {
  readonly browser: Browser;
  readonly address: string;
  /** Opens a page of the site. What goes wrong in it is printed, since nobody looks at its console. */
  readonly page: (path: string) => Promise<Page>;
}

/** Serves a built site on a free port and opens a browser for it, for as long as `work` takes. */
export async function withOpenSite(outDir: string, work: (site: OpenSite) => Promise<void>): Promise<void> {
  const server = await preview({ build: { outDir }, preview: { port: 0 }, logLevel: 'warn' });
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags] });
  try {
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error('The preview server has no address.');
    const page = async (path: string): Promise<Page> => {
      const opened = await browser.newPage();
      opened.on('pageerror', (error) => console.error(error));
      opened.on('console', (message) => message.type() === 'error' && console.error(message.text()));
      await opened.goto(new URL(path, address).href);
      return opened;
    };
    await work({ browser, address, page });
  } finally {
    await browser.close();
    await server.close();
  }
}
