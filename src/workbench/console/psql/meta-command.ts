/**
 * The backslash commands of psql that the console knows. As in psql, a command is a question to the catalogs of the node and
 * a way to show the answer: titles, columns and words are those of PostgreSQL 18's `src/bin/psql/describe.c`.
 */
import type { PgResult, PgText } from '../../../trace/postgres-values.ts';
import { describeRelations } from './describe-relation.ts';
import { matching, namePattern } from './name-pattern.ts';

/** A table as psql shows one: a title above it, lines below it. */
export interface Described {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly PgText[])[];
  readonly footers: readonly string[];
}

export type MetaCommand =
  | {
      readonly kind: 'question';
      readonly sql: string;
      /** Empty when nothing was found: then `none` is said. */
      readonly read: (answer: PgResult) => readonly Described[];
      readonly none: string;
    }
  | { readonly kind: 'text'; readonly text: string }
  /** For the shell of the node's machine. */
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'invalid'; readonly message: string };

interface Known {
  readonly name: string;
  readonly takes: 'pattern' | 'command' | 'nothing';
  readonly does: string;
  readonly make: (pattern: string) => MetaCommand;
}

const relationTypes = `case c.relkind when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized view'
  when 'i' then 'index' when 'S' then 'sequence' when 'f' then 'foreign table' when 'p' then 'partitioned table'
  when 'I' then 'partitioned index' end`;

/** `\dt` and its like: relations of some kinds. */
function listRelations(kinds: string, noun: string): (pattern: string) => MetaCommand {
  return (pattern) => ({
    kind: 'question',
    sql: `
select n.nspname as "Schema", c.relname as "Name", ${relationTypes} as "Type",
       pg_catalog.pg_get_userbyid(c.relowner) as "Owner"${
         kinds === 'iI'
           ? ',\n       (select i.indrelid::pg_catalog.regclass from pg_catalog.pg_index i where i.indexrelid = c.oid) as "Table"'
           : ''
       }
  from pg_catalog.pg_class c
  left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind in (${kinds
   .split('')
   .map((kind) => `'${kind}'`)
   .join(', ')})
   and ${matching(pattern === '' ? null : namePattern(pattern))}
 order by 1, 2`,
    read: listed(`List of ${noun}`),
    none: pattern === '' ? `Did not find any ${noun}.` : `Did not find any ${noun} named "${pattern}".`,
  });
}

const listed =
  (title: string) =>
  ({ fields, rows }: PgResult): readonly Described[] =>
    rows.length === 0 ? [] : [{ title, columns: fields.map(({ name }) => name), rows, footers: [] }];

const question = (sql: string, title: string): MetaCommand => ({
  kind: 'question',
  sql,
  read: listed(title),
  none: `${title}: none.`,
});

const known: readonly Known[] = [
  {
    name: 'd',
    takes: 'pattern',
    does: 'tables, views and sequences; with a NAME, one of them with its columns, indexes and constraints',
    make: (pattern) => (pattern === '' ? listRelations('rpvmSf', 'relations')('') : describeRelations(pattern)),
  },
  { name: 'dt', takes: 'pattern', does: 'tables', make: listRelations('rp', 'tables') },
  { name: 'di', takes: 'pattern', does: 'indexes', make: listRelations('iI', 'indexes') },
  { name: 'dv', takes: 'pattern', does: 'views', make: listRelations('v', 'views') },
  { name: 'ds', takes: 'pattern', does: 'sequences', make: listRelations('S', 'sequences') },
  {
    name: 'dn',
    takes: 'nothing',
    does: 'schemas',
    make: () =>
      question(
        `select n.nspname as "Name", pg_catalog.pg_get_userbyid(n.nspowner) as "Owner"
           from pg_catalog.pg_namespace n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
        'List of schemas',
      ),
  },
  {
    name: 'dRp',
    takes: 'nothing',
    does: 'publications',
    make: () =>
      question(
        `select pubname as "Name", pg_catalog.pg_get_userbyid(pubowner) as "Owner", puballtables as "All tables",
                pubinsert as "Inserts", pubupdate as "Updates", pubdelete as "Deletes", pubtruncate as "Truncates",
                (case pubgencols when 'n' then 'none' when 's' then 'stored' end) as "Generated columns",
                pubviaroot as "Via root"
           from pg_catalog.pg_publication order by 1`,
        'List of publications',
      ),
  },
  {
    name: 'dx',
    takes: 'nothing',
    does: 'extensions',
    make: () =>
      question(
        `select e.extname as "Name", e.extversion as "Version", n.nspname as "Schema",
                pg_catalog.obj_description(e.oid, 'pg_extension') as "Description"
           from pg_catalog.pg_extension e left join pg_catalog.pg_namespace n on n.oid = e.extnamespace order by 1`,
        'List of installed extensions',
      ),
  },
  {
    name: '!',
    takes: 'command',
    does: 'the shell: pg_ctl, iptables, systemctl; `\\!` alone says how',
    make: (command) => ({ kind: 'shell', command }),
  },
  { name: '?', takes: 'nothing', does: 'this list', make: () => ({ kind: 'text', text: help() }) },
];

const argument: Readonly<Record<Known['takes'], string>> = { pattern: ' [NAME]', command: ' [COMMAND]', nothing: '' };

function help(): string {
  const lines = known.map(({ name, takes, does }) => `${`\\${name}${argument[takes]}`.padEnd(14)}${does}`);
  return [...lines, '', 'Anything else is SQL for the node. Enter runs it, Shift+Enter begins a new line.'].join('\n');
}

/** The names of all commands, for completion: `\dt`. */
export const metaCommandNames: readonly string[] = known.map(({ name }) => `\\${name}`);

/** What a line that begins with a backslash asks for; null when it is SQL. */
export function metaCommand(line: string): MetaCommand | null {
  const match = /^\s*\\(\S*?)(\+?)(?:\s+(.*?))?;?\s*$/s.exec(line);
  if (!match) return null;
  const [, name = '', , pattern = ''] = match;
  const command = known.find((one) => one.name === name);
  if (!command) return { kind: 'invalid', message: `invalid command \\${name}\nTry \\? for help.` };
  return command.make(pattern);
}
