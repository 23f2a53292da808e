import { expect, it } from 'vitest';
import { runNode } from './run-command.ts';

it('gives the exit code and everything that was printed', async () => {
  const finished = await runNode(['-e', 'console.log("out"); console.error("err"); process.exitCode = 3;']);
  expect(finished.code).toBe(3);
  expect(finished.output.split('\n').filter(Boolean).toSorted()).toEqual(['err', 'out']);
});

it('ends a command that hangs, together with what it started', async () => {
  // The child of the child holds the pipe open: the promise is kept only if that one is ended as well.
  const hang = 'for (;;);';
  const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(hang)}], { stdio: 'inherit' })`;
  expect(await runNode(['-e', parent], { limitMs: 500 })).toMatchObject({ code: 1 });
});
