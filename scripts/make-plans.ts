/**
 * `npx tsx scripts/make-plans.ts [name ...]`: asks a real PostgreSQL (PGlite's own, on its own clock: time stands still inside of a node
 * of the simulation) for the plans in `tests/plans/`, and writes those that are not there yet, or those that are named. No test runs it:
 * times differ with each run, so that a plan that is made anew needs its expected file read and accepted anew (`npm run plans -- --accept`).
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { type Made, madePlans } from './made-plans/all.ts';
import { shopSchema, vacuumed } from './made-plans/shop-schema.ts';

const folder = 'tests/plans';
const jsonOid = 114;

const wanted = new Set(process.argv.slice(2));
const due = madePlans
  .flatMap((made) =>
    formatsOf(made).map((format) => ({
      ...made,
      isTwin: made.format === 'both',
      format,
      file: fileOf(made.name, format),
    })),
  )
  .filter(({ name, file }) => (wanted.size > 0 ? wanted.has(name) : !existsSync(file)));

const db = await PGlite.create();
await db.exec(shopSchema);
await db.exec(vacuumed);
for (const made of due) {
  // So that both formats of a plan find the same blocks in memory.
  if (made.isTwin) await planOf(made);
  await writeFile(made.file, await planOf(made));
  console.log(made.file);
}
await db.close();

function formatsOf({ format = 'text' }: Made): readonly ('text' | 'json')[] {
  return format === 'both' ? ['text', 'json'] : [format];
}

function fileOf(name: string, format: 'text' | 'json'): string {
  return `${folder}/${name}.plan.${format === 'json' ? 'json' : 'txt'}`;
}

/** As psql with unaligned output would give it. What a plan has changed is undone. */
async function planOf(made: Made & { readonly format: 'text' | 'json' }): Promise<string> {
  await db.exec(`begin; ${made.setup ?? ''}`);
  try {
    const explain = `explain (${[made.options, `format ${made.format}`].filter(Boolean).join(', ')}) ${made.sql}`;
    // The server's own text of the JSON, in which a number has the digits that the server has written.
    const [given] = await db.exec(explain, { parsers: { [jsonOid]: (text) => text } });
    return `${given!.rows.map((row) => String(row['QUERY PLAN'])).join('\n')}\n`;
  } finally {
    await db.exec('rollback; reset all');
  }
}
