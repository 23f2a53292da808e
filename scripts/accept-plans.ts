import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { readPlan } from '../src/explain/read-plan.ts';
import { planFiles } from '../tests/support/plan-files.ts';
import { planInLines } from '../tests/support/plan-in-lines.ts';

/** Writes the expected models of the named plans, or of those that have none. Gives the files that it has written. */
export async function acceptPlans(names: readonly string[]): Promise<readonly string[]> {
  const due = planFiles.filter(({ name, expectedFile }) =>
    names.length > 0 ? names.includes(name) : !existsSync(expectedFile),
  );
  for (const { expectedFile, text } of due) await writeFile(expectedFile, planInLines(readPlan(text)));
  return due.map(({ expectedFile }) => expectedFile);
}
