/** `npm run bench`: measures in Chromium, prints one JSON object a line, then what was to be reached. */
import { build } from 'vite';
import { type Goal, goals } from '../bench/goals.ts';
import type { Compared } from '../bench/rounds.ts';
import { endWith } from './figure.ts';
import { withOpenSite } from './open-site.ts';

interface Row extends Goal {
  readonly ratio: number;
}

const outDir = '.cache/replayground/bench';
await build({
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, rolldownOptions: { input: 'bench/index.html' } },
});

const rows: Row[] = [];
await withOpenSite(outDir, async ({ page }) => {
  for (const goal of goals) {
    // A fresh page for each, so that none inherits another's memory.
    const opened = await page('bench/');
    await opened.waitForFunction(() => typeof globalThis.measure === 'function');
    const { value, baseline } = await opened.evaluate<Compared, Goal['name']>(
      (name) => globalThis.measure(name),
      goal.name,
    );
    await opened.close();
    const ratio = value / baseline;
    const { name, unit } = goal;
    console.log(
      JSON.stringify({ name, value: rounded(value), unit, baseline: rounded(baseline), ratio: rounded(ratio) }),
    );
    rows.push({ ...goal, ratio });
  }
});

console.log('');
let missed = 0;
for (const { name, ratio, mostRatio, against } of rows) {
  const reached = mostRatio === null || ratio <= mostRatio;
  if (!reached) missed += 1;
  const verdict = mostRatio === null ? 'watched' : `${reached ? 'reached' : 'MISSED'}, at most ${mostRatio}`;
  console.log(`${name.padEnd(16)} ${ratio.toFixed(3).padStart(7)} of ${against} (${verdict})`);
}
const bounded = rows.filter(({ mostRatio }) => mostRatio !== null).length;
endWith('bench', { passed: bounded - missed, failed: missed });

function rounded(measurement: number): number {
  return Number(measurement.toPrecision(4));
}
