/** What happens to an answer of EXPLAIN before somebody pastes it. */

export interface Frame {
  readonly name: string;
  readonly put: (plan: string) => string;
}

const linesOf = (plan: string): readonly string[] => plan.trimEnd().split('\n');
const widthOf = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
const joined = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const centred = (title: string, width: number): string =>
  title.padStart(Math.floor((width + title.length) / 2)).padEnd(width);

const statement = `shop=# explain (analyze)\nshop-# select array[(1)], '{"a": [1]}'::json from orders\nshop-# where (id > 1);`;

/** Of a plan in text: one line is one row. */
export const textFrames: readonly Frame[] = [
  {
    name: 'psql, with its prompts',
    put(plan) {
      const lines = linesOf(plan);
      const width = widthOf(lines) + 2;
      const rows = lines.map((line) => ` ${line}`);
      return joined([
        statement,
        centred('QUERY PLAN', width),
        '-'.repeat(width),
        ...rows,
        `(${lines.length} rows)`,
        '',
        'Time: 3.141 ms',
        'shop=# \\q',
      ]);
    },
  },
  {
    name: 'psql with border 2',
    put(plan) {
      const lines = linesOf(plan);
      const width = widthOf(lines) + 2;
      const rule = `+${'-'.repeat(width)}+`;
      const rows = lines.map((line) => `| ${line.padEnd(width - 1)}|`);
      return joined([rule, `|${centred('QUERY PLAN', width)}|`, rule, ...rows, rule, `(${lines.length} rows)`]);
    },
  },
  {
    name: 'psql with lines of Unicode',
    put(plan) {
      const lines = linesOf(plan);
      const width = widthOf(lines) + 2;
      const rule = '═'.repeat(width);
      const rows = lines.map((line) => `│ ${line.padEnd(width - 1)}│`);
      return joined([`╔${rule}╗`, `║${centred('QUERY PLAN', width)}║`, `╠${rule}╣`, ...rows, `╚${rule}╝`]);
    },
  },
  {
    name: "psql's expanded display",
    put: (plan) => joined(linesOf(plan).flatMap((line, at) => [`-[ RECORD ${at + 1} ]------`, `QUERY PLAN | ${line}`])),
  },
  {
    name: 'the cells of a CSV',
    put: (plan) => joined(['"QUERY PLAN"', ...linesOf(plan).map((line) => `"${line.replaceAll('"', '""')}"`)]),
  },
  { name: 'an answered mail', put: (plan) => joined(linesOf(`Look at this:\n\n${plan}`).map((line) => `> > ${line}`)) },
  {
    name: 'a chat',
    put: (plan) =>
      `Slow, isn't it?\n\`\`\`\n${plan.replaceAll('->  ', '→\u00a0 ').replaceAll('  ', '\u00a0 ')}\`\`\`\nThank you!\n`,
  },
  { name: 'Windows', put: (plan) => `\ufeff${plan.replaceAll('\n', '\r\n')}` },
  { name: 'a web page', put: (plan) => `\n\n${plan.replaceAll('->  ', '-&gt;  ').replaceAll('\n', '\n\n')}` },
  {
    name: 'a log',
    put: (plan) =>
      `2026-03-02 09:14:07.311 UTC [4711] LOG:  duration: 12.840 ms  plan:\n${plan.replaceAll(/^(?=.)/gm, '\t')}2026-03-02 09:14:08 UTC [4711] LOG:  checkpoint starting: time (cost=1)\n`.replace(
        ' (cost=1)',
        '',
      ),
  },
  { name: 'an editor that has trimmed it', put: (plan) => plan.replaceAll(/^/gm, '   ').trim() },
  { name: 'a window of 80 columns', put: (plan) => joined(linesOf(plan).flatMap((line) => wrapped(line, 80))) },
];

/** Broken at a space, as mails are; but never in a string, whose spaces count. */
function wrapped(line: string, width: number): readonly string[] {
  let left = line;
  const parts: string[] = [];
  while (left.length > width) {
    const first = left.search(/\S/) + 4;
    const spaces = [...left.matchAll(/(?<=\S) (?=\S)/g)].map(({ index }) => index);
    const at = spaces.filter((space) => space > first && space <= width && isOutside(left.slice(0, space))).at(-1);
    if (at === undefined) break;
    parts.push(left.slice(0, at));
    left = left.slice(at + 1);
  }
  return [...parts, left];
}

const isOutside = (begin: string): boolean => begin.split("'").length % 2 === 1 && begin.split('"').length % 2 === 1;

/** Of a plan in JSON: all of it is one row. */
export const jsonFrames: readonly Frame[] = [
  {
    name: 'psql, with its prompts',
    put(plan) {
      const lines = linesOf(plan);
      const width = widthOf(lines) + 2;
      const rows = lines.map((line, at) => ` ${line.padEnd(width - 1)}${at < lines.length - 1 ? '+' : ''}`);
      return joined([statement, centred('QUERY PLAN', width), '-'.repeat(width), ...rows, '(1 row)', '', 'shop=# ']);
    },
  },
  {
    name: 'psql with lines of Unicode',
    put(plan) {
      const lines = linesOf(plan);
      const width = widthOf(lines) + 2;
      const rule = '─'.repeat(width);
      const rows = lines.map((line, at) => `│ ${line.padEnd(width - 2)}${at < lines.length - 1 ? '↵' : ' '}│`);
      return joined([`┌${rule}┐`, `│${centred('QUERY PLAN', width)}│`, `├${rule}┤`, ...rows, `└${rule}┘`, '(1 row)']);
    },
  },
  { name: 'the cell of a CSV', put: (plan) => `"QUERY PLAN"\n"${plan.trimEnd().replaceAll('"', '""')}"\n` },
  { name: 'an answered mail', put: (plan) => joined(linesOf(plan).map((line) => `> ${line}`)) },
  {
    name: 'a chat',
    put: (plan) => `Slow, isn't it?\n\`\`\`json\n${plan.replaceAll('  ', '\u00a0 ')}\`\`\`\nThank you!\n`,
  },
  { name: 'Windows', put: (plan) => `\ufeff${plan.replaceAll('\n', '\r\n')}` },
  {
    name: 'a window of 60 columns',
    put: (plan) => plan.replaceAll(/(?=\S)(.{60}\S*) (?=\S)/g, '$1\n'),
  },
  { name: 'one line', put: (plan) => JSON.stringify(JSON.parse(plan)) },
  {
    name: 'a row of a program',
    put: (plan) => JSON.stringify([{ 'QUERY PLAN': JSON.parse(plan) as unknown }], null, 1),
  },
  { name: 'a string of a program', put: (plan) => JSON.stringify({ rows: [[plan]] }) },
];
