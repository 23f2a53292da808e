/** What a part of the tests came to. Every script ends with one line that says it. */
export interface Figure {
  readonly passed: number;
  readonly failed: number;
}

/** Prints the last line of a script, and sets the exit code by it. */
export function endWith(part: string, { passed, failed }: Figure): void {
  console.log(`${part}: ${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

/**
 * Reads a script's figure from its last line: `unit: 12 passed, 0 failed`, `lessons: 1 of 1`, or any other line, which
 * counts as one. A script that exited with an error has at least one failure, whatever it printed.
 */
export function figureOf(output: string, exitCode: number): Figure {
  const lastLine = output.trimEnd().split('\n').at(-1) ?? '';
  const figure = countsIn(lastLine) ?? { passed: exitCode === 0 ? 1 : 0, failed: 0 };
  return exitCode === 0 ? figure : { ...figure, failed: Math.max(1, figure.failed) };
}

function countsIn(line: string): Figure | undefined {
  const counts = /(\d+) passed, (\d+) failed$/.exec(line);
  if (counts) return { passed: Number(counts[1]), failed: Number(counts[2]) };
  const share = /(\d+) of (\d+)$/.exec(line);
  if (share) return { passed: Number(share[1]), failed: Number(share[2]) - Number(share[1]) };
  return undefined;
}
