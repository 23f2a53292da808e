import { type Page, expect } from '@playwright/test';

/** The cluster that can be tried on the home page. */
export class HomeDemo {
  readonly #demo;

  constructor(page: Page) {
    this.#demo = page.getByRole('region', { name: 'A shop with two servers, to be tried' });
  }

  /** The servers have started, and nothing was done yet. */
  async ready(): Promise<void> {
    await expect(this.story).toContainText('Both servers hold the same rows', { timeout: 30_000 });
  }

  /** What one sees, in words. */
  get story() {
    return this.#demo.locator('.demo-story');
  }

  get buy() {
    return this.#demo.getByRole('button', { name: 'Buy' });
  }

  get reload() {
    return this.#demo.getByRole('button', { name: 'Reload' });
  }

  get delay() {
    return this.#demo.getByRole('slider', { name: 'Delay' });
  }

  part(name: string) {
    return this.#demo.getByRole('region', { name, exact: true });
  }
}
