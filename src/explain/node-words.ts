/** What a node of a plan does, in a sentence with its own names. The kinds are those of `src/backend/commands/explain.c`. */
import { code, list } from './in-words.ts';
import { aliasesBelow } from './match-nodes.ts';
import type { PlanNode } from './plan.ts';

export function whatItDoes(node: PlanNode): string {
  const words = byType[node.type] ?? unknown;
  return words(node);
}

type Words = (node: PlanNode) => string;

const byType: Readonly<Record<string, Words>> = {
  'Seq Scan': (node) => `Reads all of ${tableOf(node)} from the first page to the last${keeping(node)}.`,
  'Sample Scan': (node) => `Reads a sample of ${tableOf(node)}${keeping(node)}.`,
  'Index Scan': indexScan,
  'Index Only Scan': (node) =>
    `${indexWords(node)} Everything that is asked for is in the index: it takes that from there${keeping(node)}. It looks at ${tableOf(node)} only for pages that are not in its visibility map, the list of pages whose rows everybody can see.`,
  'Bitmap Index Scan': (node) =>
    `Looks in ${indexOf(node)} for ${clause(node, 'Index Cond') ?? 'rows'}, and notes down the pages of the table in which these rows lie. It fetches none of them yet.`,
  'Bitmap Heap Scan': (node) =>
    `Fetches the pages of ${tableOf(node)} that were noted down, each once and in the order in which they lie${keeping(node)}.`,
  BitmapAnd: () => 'Keeps the pages that are in all of the lists below it.',
  BitmapOr: () => 'Puts the lists of pages below it together.',
  'Tid Scan': (node) => `Goes straight to rows of ${tableOf(node)} by the place where they lie (${code('ctid')}).`,
  'Tid Range Scan': (node) => `Reads a range of the pages of ${tableOf(node)}, by ${code('ctid')}.`,
  'Function Scan': (node) => `Calls ${sourceOf(node)}() and takes what it returns as rows${keeping(node)}.`,
  'Table Function Scan': (node) => `Takes what ${sourceOf(node)} makes of its document as rows${keeping(node)}.`,
  'Values Scan': (node) => `Gives the rows that stand in the query after ${code('VALUES')}${keeping(node)}.`,
  'CTE Scan': (node) =>
    `Reads the rows of the WITH query ${sourceOf(node)}${keeping(node)}. They are made once, as somebody asks for them, and stay for whoever asks next.`,
  'WorkTable Scan': (node) => `Reads the rows that the last round of the recursion has added${keeping(node)}.`,
  'Named Tuplestore Scan': (node) => `Reads the rows that a trigger was handed as ${sourceOf(node)}${keeping(node)}.`,
  'Subquery Scan': (node) => `Passes on the rows of the subquery ${sourceOf(node)}${keeping(node)}.`,
  'Foreign Scan': (node) => `Asks another server for the rows of ${tableOf(node)}${keeping(node)}.`,
  'Custom Scan': (node) => `Is done by an extension: ${code(node.title)}.`,
  'Nested Loop': (node) =>
    `Takes the rows of ${first(node)} one by one, and for each it runs what finds those of ${second(node)}. ${joined(node)}`,
  'Hash Join': (node) =>
    `Looks each row of ${first(node)} up in the hash table of ${second(node)}${matching(node, 'Hash Cond')}. ${joined(node)}`,
  'Merge Join': (node) =>
    `Goes through ${first(node)} and ${second(node)} side by side, as both come in the order of what is compared${matching(node, 'Merge Cond')}. ${joined(node)}`,
  Hash: () => 'Puts all of its rows into a hash table, so that the join above can look them up.',
  Sort: (node) =>
    `Sorts all of its rows by ${clause(node, 'Sort Key') ?? 'their key'}. It passes nothing on before the last of them has come.`,
  'Incremental Sort': (node) =>
    `Its rows come ordered by ${clause(node, 'Presorted Key') ?? 'a part of the key'}: it sorts only within those that are equal there, by ${clause(node, 'Sort Key') ?? 'the rest'}.`,
  Limit: () => 'Passes on as many rows as the query wants, and asks for no more.',
  Aggregate: aggregate,
  Group: (node) => `Gives one row for each ${clause(node, 'Group Key') ?? 'group'}, as its rows come in that order.`,
  WindowAgg: () => 'Computes the window functions: it keeps the rows of a window while it goes over them.',
  Unique: () => 'Its rows come in order: it drops those that are equal to the one before.',
  SetOp: (node) => `Compares its two inputs as sets (${code(node.title.replace(/^\w+ /, ''))}).`,
  Append: () => 'Gives the rows of its inputs, one input after the other.',
  'Merge Append': (node) =>
    `Its inputs are each in the order of ${clause(node, 'Sort Key') ?? 'the key'}: it always takes the smallest row next.`,
  'Recursive Union': () =>
    'Runs the first input once, then the second again and again on what the last round has added, until a round adds nothing.',
  Materialize: () => 'Keeps the rows of its input in memory, so that they can be read again without being made again.',
  Memoize: (node) =>
    `Remembers the rows for each ${clause(node, 'Cache Key') ?? 'key'}, and asks its input only for a key that it has not seen.`,
  Result: (node) =>
    node.children.length > 0
      ? 'Computes its row only if its condition holds.'
      : 'Computes a row out of nothing: no table is read.',
  ProjectSet: () => 'Calls functions that return sets, and gives a row for each of their results.',
  LockRows: () => 'Locks each row that it passes on, and reads it again if somebody has changed it meanwhile.',
  ModifyTable: modifies,
  Gather: (node) => `Runs what is below it in several processes${launched(node)}, and takes their rows as they come.`,
  'Gather Merge': (node) =>
    `Runs what is below it in several processes${launched(node)}, each of which gives its rows in order, and keeps that order.`,
};

const unknown: Words = (node) => `${code(node.title)}: a kind of node that this page has no words for.`;

function indexScan(node: PlanNode): string {
  return `${indexWords(node)} It fetches each of these rows from ${tableOf(node)}${keeping(node)}.`;
}

function indexWords(node: PlanNode): string {
  const condition = clause(node, 'Index Cond');
  const backward = node.title.endsWith('Backward');
  if (condition)
    return `Looks in ${indexOf(node)} for ${condition}${backward ? ', from its end to its beginning' : ''}.`;
  const [from, to] = backward ? ['end', 'beginning'] : ['beginning', 'end'];
  return `Goes through all of ${indexOf(node)} from its ${from} to its ${to}, so that the rows come in its order.`;
}

function aggregate(node: PlanNode): string {
  const key = clause(node, 'Group Key');
  const part = node.title.startsWith('Partial')
    ? ' Each process does so for its own rows, and what they have is put together above.'
    : node.title.startsWith('Finalize')
      ? ' It puts together what the processes have computed.'
      : '';
  if (!key && !/Mixed|Hash/.test(node.title)) return `Makes one row of all of its rows.${part}`;
  const groups = `a row for each ${key ?? 'group'}`;
  if (node.title.includes('Hash'))
    return `Makes ${groups}: a hash table has a place for each group, and is given out at the end.${part}`;
  if (node.title.includes('Mixed'))
    return `Makes rows for several groupings at once, by hashing and by sorting.${part}`;
  return `Makes ${groups}, one after the other, as its rows come in that order.${part}`;
}

function modifies(node: PlanNode): string {
  const table = tableOf(node);
  switch (node.title) {
    case 'Insert':
      return `Inserts its rows into ${table}${clause(node, 'Conflict Filter') ? ', or does what ON CONFLICT says' : ''}.`;
    case 'Update':
      return `Updates the rows of ${table} that it is given: each gets a new version.`;
    case 'Delete':
      return `Deletes the rows of ${table} that it is given.`;
    default:
      return `Changes ${table} as MERGE says for each row.`;
  }
}

const first = (node: PlanNode): string => inputOf(node, 'outer', 'the first input');
const second = (node: PlanNode): string => inputOf(node, 'inner', 'the second input');

/** An input of a join by the tables that it is made of, where these are few. */
function inputOf({ children }: PlanNode, side: 'outer' | 'inner', otherwise: string): string {
  const input = children.find(({ relationship }) => relationship === side);
  const names = [...new Set(input ? aliasesBelow(input) : [])];
  return names.length === 0 || names.length > 3 ? otherwise : list(names.map(code));
}

/** What happens with rows that have a match, and with those that have none. */
function joined(node: PlanNode): string {
  const kind = /\b(Left|Right|Full|Semi|Anti)(?: (Semi|Anti))?\b/.exec(node.title);
  switch (kind?.[2] ?? kind?.[1]) {
    case undefined:
      return 'Rows that match are put together and passed on.';
    case 'Semi':
      return kind?.[1] === 'Right'
        ? `A row of ${second(node)} is given once, when it has a match.`
        : 'A row is given once, as soon as it has a match: the rest of its matches is not looked for.';
    case 'Anti':
      return kind?.[1] === 'Right'
        ? `Only rows of ${second(node)} that have no match are given.`
        : 'Only rows that have no match are given.';
    case 'Left':
      return `Rows of ${first(node)} that have no match are given too, with NULLs in place of one.`;
    case 'Right':
      return `Rows of ${second(node)} that have no match are given too, with NULLs in place of one.`;
    default:
      return 'Rows that have no match are given too, of either input, with NULLs in place of one.';
  }
}

const filters = ['Filter', 'Join Filter', 'One-Time Filter'];

/** `, and keeps the rows for which ...` */
function keeping(node: PlanNode): string {
  const texts = node.clauses.filter(({ name }) => filters.includes(name)).map(({ text }) => code(text));
  return texts.length > 0 ? `, and keeps the rows for which ${list(texts)}` : '';
}

function matching(node: PlanNode, name: string): string {
  const condition = clause(node, name);
  return condition ? ` by ${condition}` : '';
}

const launched = ({ workers }: PlanNode): string =>
  workers?.launched == null ? '' : workers.launched === 0 ? ' (there was none to be had, so it did all by itself)' : '';

const clause = (node: PlanNode, name: string): string | null => {
  const found = node.clauses.find((one) => one.name === name);
  return found ? code(found.text) : null;
};

const tableOf = ({ source }: PlanNode): string => (source ? code(source.name) : 'the table');
const sourceOf = ({ source }: PlanNode): string =>
  source ? code(source.kind === 'other' ? source.alias : source.name) : 'it';
const indexOf = ({ indexName }: PlanNode): string => (indexName === null ? 'the index' : code(indexName));
