/** The plans in `tests/plans/`, and the models that they are expected to have. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'tests/plans';

export interface PlanFile {
  /** Without its ending. A plan in both formats has one name, and one model. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly expectedFile: string;
}

export const planFiles: readonly PlanFile[] = readdirSync(folder)
  .filter((file) => /\.plan\.(json|txt)$/.test(file))
  .toSorted()
  .map((file) => {
    const name = file.replace(/\.plan\.(json|txt)$/, '');
    return {
      name,
      file,
      text: readFileSync(join(folder, file), 'utf8'),
      expectedFile: join(folder, `${name}.expected.txt`),
    };
  });
