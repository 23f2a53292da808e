/** Which parts of a query a node of its plan comes from. EXPLAIN does not tell: its clauses are written anew from what the planner has made of
 * the query. So a part is recognised by the names in it; where nothing is recognised, nothing is lit. */
import { conjuncts } from './conditions.ts';
import type { PlanNode } from './plan.ts';
import { conditionsIn, type SqlPart, sqlParts } from './sql-parts.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';

/** Offsets in the SQL, in characters; the end is after the last. */
export interface SqlSpan {
  readonly from: number;
  readonly to: number;
}

/** In the order of the query, none within another. */
export function spansIn(sql: string, node: PlanNode): readonly SqlSpan[] {
  const tokens = sqlTokens(sql);
  const parts = sqlParts(tokens);
  const spans = [
    ...tableSpans(tokens, node),
    ...conditionSpans(parts, node),
    ...parts.flatMap((part) => (belongs(part, node) ? [spanOf(part.tokens)] : [])),
  ];
  return merged(spans);
}

/** A table is named after FROM, JOIN, INTO, UPDATE or a comma, with its alias. */
function tableSpans(tokens: readonly SqlToken[], { source, type }: PlanNode): readonly SqlSpan[] {
  if (!source) return [];
  const named = tokens.flatMap((token, at) => {
    const isTable =
      isName(token) &&
      token.text === source.name &&
      tokens[at + 1]?.text !== '.' &&
      (introduces(tokens[at - 1]) || tokens[at - 1]?.text === '.');
    if (!isTable) return [];
    const rest = tokens[at + 1]?.text === 'as' ? 2 : 1;
    const alias = tokens[at + rest];
    const hasAlias = alias !== undefined && isName(alias) && alias.text === source.alias && alias.text !== source.name;
    return [{ hasAlias, span: { from: token.from, to: hasAlias ? alias.to : token.to } }];
  });
  const exact = named.filter(({ hasAlias }) => hasAlias);
  const chosen = exact.length > 0 ? exact : named;
  // What is named twice under the same alias is two scans: neither can be told from the other.
  return type === 'ModifyTable' ? chosen.slice(0, 1).map(({ span }) => span) : chosen.map(({ span }) => span);
}

const introduces = (token: SqlToken | undefined): boolean =>
  token !== undefined && ['from', 'join', 'into', 'update', 'only', ',', 'using'].includes(token.text);

const isName = ({ kind }: SqlToken): boolean => kind === 'word' || kind === 'quoted';

const conditionParts = new Set(['where', 'on', 'having']);
const conditionClauses = /Cond$|Filter$/;

/** The conditions of WHERE, ON and HAVING whose names are all in a clause of the node. */
function conditionSpans(parts: readonly SqlPart[], node: PlanNode): readonly SqlSpan[] {
  const clauses = node.clauses
    .filter(({ name }) => conditionClauses.test(name))
    .flatMap(({ text }) => conjuncts(text))
    .map((text) => columnsIn(sqlTokens(text)));
  const conditions = parts
    .filter(({ name }) => conditionParts.has(name))
    .flatMap(({ tokens }) => conditionsIn(tokens.slice(1)));
  return conditions.flatMap((tokens) => {
    const columns = columnsIn(tokens);
    const isHere = columns.size > 0 && clauses.some((clause) => sameNames(columns, clause));
    return isHere ? [spanOf(tokens)] : [];
  });
}

/** Names that are no function's, no type's and no table's: `"o"."status"` is `status`. */
const columnsIn = (tokens: readonly SqlToken[]): ReadonlySet<string> =>
  new Set(
    tokens.flatMap((token, at) => {
      const next = tokens[at + 1]?.text;
      const isColumn = isName(token) && next !== '(' && next !== '.' && tokens[at - 1]?.text !== '::';
      return isColumn && !(token.kind === 'word' && operatorWords.has(token.text)) ? [token.text] : [];
    }),
  );

const operatorWords = new Set(
  'and or not in is null like ilike between any all exists true false varying precision time zone with without as asc desc case when then else end interval array select from where'.split(
    ' ',
  ),
);

const sameNames = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((name) => b.has(name));

/** Whether a whole part of the query is what a node does. */
function belongs({ name, tokens }: SqlPart, node: PlanNode): boolean {
  const key = (clause: string): ReadonlySet<string> =>
    columnsIn(sqlTokens(node.clauses.find((one) => one.name === clause)?.text ?? ''));
  const names = columnsIn(tokens.slice(name.split(' ').length));
  const shares = (clause: string): boolean => [...key(clause)].some((column) => names.has(column));
  const hasFilter = node.clauses.some((clause) => clause.name === 'Filter');
  switch (node.type) {
    case 'Sort':
    case 'Incremental Sort':
      return ['order by', 'group by', 'select distinct'].includes(name) && shares('Sort Key');
    case 'Aggregate':
    case 'Group':
      return (name === 'group by' && shares('Group Key')) || (name === 'having' && hasFilter);
    case 'Limit':
      return name === 'limit' || name === 'offset' || name === 'fetch';
    case 'Unique':
      return name === 'select distinct';
    case 'LockRows':
      return name.startsWith('for ');
    case 'Append':
      return name === 'union';
    case 'SetOp':
      return name === 'intersect' || name === 'except';
    case 'ModifyTable':
      return name === 'set' || name === 'on conflict' || name === 'returning';
    default:
      return node.type === 'Values Scan' && name === 'values';
  }
}

const spanOf = (tokens: readonly SqlToken[]): SqlSpan => ({ from: tokens[0]!.from, to: tokens.at(-1)!.to });

function merged(spans: readonly SqlSpan[]): readonly SqlSpan[] {
  const result: SqlSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}
