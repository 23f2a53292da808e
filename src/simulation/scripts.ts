import type { ConsoleStatement, Scenario } from './scenario.ts';

/** What is left of a script when nobody reads it. */
const comments = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The scenario with the program's scripts in it, as what is typed at a prompt: a file that only has comments is not typed.
 * @throws Error when the program has no such file */
export function withScripts(scenario: Scenario, files: Readonly<Record<string, string>>): Scenario {
  const { scripts = [], console: typed = [] } = scenario;
  if (scripts.length === 0) return scenario;
  const fromFiles = scripts.flatMap(({ file, ...rest }): readonly ConsoleStatement[] => {
    const sql = files[file];
    if (sql === undefined) throw new Error(`The scenario runs ${file}, and the program has no such file.`);
    return sql.replaceAll(comments, '').trim() === '' ? [] : [{ ...rest, sql, place: { file, line: 1 } }];
  });
  return { ...scenario, console: [...fromFiles, ...typed] };
}
