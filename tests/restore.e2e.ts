import { expect } from '@playwright/test';
import { LessonPage, test } from './support/lesson-page.ts';

test('what a bad DELETE has taken is back on a replica that is restored to just before it', async ({ page }) => {
  const lesson = new LessonPage(page);
  const nodes = lesson.pane('Nodes');
  const replica = nodes.getByRole('region', { name: 'replica' });
  const forkMenu = page.getByTitle('Go on another way from here');
  const restoreItem = page.getByRole('menuitem', { name: 'Restore the replica to a point in time' });
  /** While people still come: a run ends with the last answer, and nothing can be done to it there. */
  const toWhatReplicaDoes = (what: RegExp) => lesson.events.getByRole('button', { name: what }).click();
  const ask = async (node: 'primary' | 'replica', line: string): Promise<void> => {
    await nodes.getByRole('tab', { name: 'Console' }).click();
    await nodes.getByRole('button', { name: node, exact: true }).click();
    await page.getByRole('textbox', { name: `SQL for the ${node}` }).fill(line);
    await page.keyboard.press('Enter');
  };
  const rowsOfReplica = nodes.getByRole('table', { name: /replica/ }).locator('tbody tr');
  await lesson.open();

  await test.step('under logical replication the menu says why not', async () => {
    await lesson.runToItsEnd();
    await toWhatReplicaDoes(/replica applies INSERT/);
    await forkMenu.click();
    await expect(restoreItem).toBeDisabled();
    await expect(restoreItem).toContainText('by physical replication alone');
    await page.keyboard.press('Escape');
  });

  await test.step('the rows go, on the replica too', async () => {
    await page.getByRole('button', { name: 'More replication settings' }).click();
    await page.getByLabel('Replication', { exact: true }).selectOption('physical');
    await lesson.ready();
    await page.keyboard.press('Escape');
    await lesson.runToItsEnd();
    await lesson.events.getByRole('button', { name: /primary commits INSERT/ }).click();
    await ask('primary', 'delete from shop_order');
    await expect(lesson.events).toContainText('The console asks primary: DELETE shop_order');
    await toWhatReplicaDoes(/replica replays DELETE/);
    await nodes.getByRole('tab', { name: /^shop_order/ }).click();
    await expect(rowsOfReplica).toHaveCount(0);
  });

  await test.step('a commit is chosen in the dialog, and the rows are there again', async () => {
    await forkMenu.click();
    await restoreItem.click();
    const dialog = page.getByRole('dialog', { name: 'Restore the replica to just before' });
    const commits = dialog.getByRole('listitem');
    await expect(commits.first()).toContainText(/The console deleted \d+ rows? of shop_order/);
    await expect(commits.last()).toContainText(/Ana .*1 row of shop_order/);
    await commits.first().getByRole('button').click();
    await expect(dialog).toBeHidden();
    await expect(lesson.events).toContainText('replica is restored to just before the commit at');
    await expect(replica).toContainText('restored');
    await expect(rowsOfReplica).not.toHaveCount(0);
    await expect(page.getByRole('region', { name: 'The run and its fork' })).toContainText(
      'the replica restored to just before',
    );
  });

  await test.step('it is read-only, until it is promoted: the ledger names the DELETE', async () => {
    const log = page.getByRole('log');
    await ask('replica', 'delete from shop_order');
    await expect(log).toContainText('cannot execute DELETE in a read-only transaction');
    await forkMenu.click();
    await page.getByRole('menuitem', { name: 'Promote the replica' }).click();
    await expect(lesson.currentEvent).toContainText('replica is promoted');
    await expect(page.getByRole('region', { name: 'Ledger' })).toContainText('DELETE shop_order');
    await forkMenu.click();
    await expect(restoreItem).toBeDisabled();
    await page.keyboard.press('Escape');
  });

  await test.step('a commit that is opened offers it too', async () => {
    await page.getByRole('button', { name: 'Forget the fork' }).click();
    await toWhatReplicaDoes(/replica replays INSERT/);
    const commit = lesson.events.getByRole('listitem').filter({ hasText: /primary commits INSERT/ });
    await commit.getByRole('button', { name: /^Details/ }).click();
    await commit.getByRole('button', { name: 'Restore the replica to just before this' }).click();
    await expect(lesson.events).toContainText('replica is restored to just before the commit at');
    await expect(replica).toContainText('restored');
  });
});
