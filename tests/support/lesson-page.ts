import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Page, expect, test as base } from '@playwright/test';

const firstLesson = '01-the-order-that-is-not-there';

/** How many the course has. */
export const lessonCount = readdirSync('lessons').filter((name) => /^\d/.test(name)).length;

/** The text of a file of a lesson, the first if none is named: `solution/router.ts`. */
export const lessonFile = (path: string, lesson = firstLesson): Promise<string> =>
  readFile(`lessons/${lesson}/${path}`, 'utf8');

/** A page whose errors fail the test: exceptions, refused resources, breaches of the page's own policy. */
export const test = base.extend<{ failOnPageErrors: void }>({
  failOnPageErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await use();
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** A lesson as a learner meets it: by its link on the course page, which starts no servers of its own. */
export class LessonPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** By its title: the first lesson, if none is named. */
  async open(title = 'The order that is not there'): Promise<void> {
    await this.page.goto('./#/course');
    await this.page.getByRole('link', { name: title, exact: true }).click();
    await this.ready();
  }

  /** Both nodes have started. */
  async ready(): Promise<void> {
    await expect(this.runButton).toBeEnabled({ timeout: 30_000 });
  }

  get runButton() {
    return this.page.getByRole('button', { name: 'Run', exact: true });
  }

  get events() {
    return this.page.getByRole('list', { name: 'Events in virtual time' });
  }

  /** The event at the cursor. */
  get currentEvent() {
    return this.events.locator('[aria-current=step]');
  }

  get checksSummary() {
    return this.page.locator('.checks-summary');
  }

  check(title: RegExp) {
    return this.page.locator('.check').filter({ hasText: title });
  }

  get editor() {
    return this.page.getByRole('textbox', { name: /editor/i });
  }

  /** Runs the code, and waits until it has been judged. */
  async runAndJudge(): Promise<void> {
    await this.run();
    await expect(this.checksSummary).toContainText(/checks hold[,.](?!.*has changed)/, { timeout: 120_000 });
  }

  /** Runs the code to the end of the scenario, and does not wait for its verdicts. */
  async runToItsEnd(): Promise<void> {
    await this.run();
    await expect(this.events).toContainText('everyone has their answers');
  }

  /** Runs the code, however that ends. */
  async run(): Promise<void> {
    await this.runButton.click();
    await expect(this.runButton).toBeEnabled({ timeout: 30_000 });
  }

  /** Opens a step of the lesson's text, counted from 1. The page must be as wide as its dots. */
  async openStep(step: number): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^Step ${step}: `) }).click();
  }

  /** Opens one of the panes that share a place. */
  async openPane(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  pane(name: string) {
    return this.page.getByRole('region', { name, exact: true });
  }

  async openFile(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: false }).click();
  }

  /** Replaces a file's text as a learner would who pastes. */
  async replaceFile(name: string, text: string): Promise<void> {
    await this.openFile(name);
    await this.editor.focus();
    await this.page.keyboard.press('ControlOrMeta+a');
    // Monaco would take a comment at the very beginning for one that is typed, and close it once more.
    await this.page.keyboard.insertText(text.startsWith('/**') ? `\n${text}` : text);
  }
}
