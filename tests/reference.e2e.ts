import { expect } from '@playwright/test';
import { test } from './support/lesson-page.ts';

test('the header leads to the reference, which fetches neither the editor nor the servers', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto('./#/course');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(fetched.filter((path) => /reference/.test(path))).toEqual([]);
  await page.getByRole('link', { name: 'Reference' }).click();
  await expect(page.getByRole('heading', { name: 'One rule for names' })).toBeVisible();
  expect(fetched.some((path) => /django-reference/.test(path))).toBe(true);
  expect(fetched.filter((path) => /monaco|editor|pglite|\.tar\.gz|\.wasm/i.test(path))).toEqual([]);
});

test('a name is found by what Django calls it, by keyboard, and opened from there', async ({ page }) => {
  await page.goto('./#/reference');
  const filter = page.getByRole('searchbox', { name: 'Find a name' });
  await filter.fill('get_object_or_404');
  await expect(page.getByRole('status')).toHaveText('1 name');
  await expect(page.getByRole('article')).toHaveCount(1);
  await filter.press('Escape');
  await expect(page.getByRole('status')).toHaveText('');
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'selectRelated' }).press('Enter');
  const heading = page.getByRole('heading', { name: 'selectRelated' });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
});
