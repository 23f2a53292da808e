/** A query cut into what is drawn in one way: words of SQL, strings, comments, and what a step is about. */

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SqlPiece {
  readonly text: string;
  readonly kind: 'keyword' | 'string' | 'comment' | null;
  readonly lit: boolean;
}

const keywords =
  'all|and|any|array|as|asc|between|by|case|cast|collate|cross|current_date|current_timestamp|delete|desc|distinct|else|end|except|exists|explain|analyze|false|fetch|filter|first|following|for|from|full|group|having|ilike|in|inner|insert|intersect|interval|into|is|join|last|lateral|left|like|limit|materialized|merge|natural|not|null|nulls|of|offset|on|only|or|order|outer|over|partition|preceding|recursive|returning|right|rows|select|set|some|then|true|unbounded|union|update|using|values|when|where|window|with|within';
const tokens = new RegExp(
  String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))|(?<string>'(?:[^']|'')*'?)|"(?:[^"]|"")*"?|(?<keyword>(?<![\w$."])(?:${keywords})(?![\w$"]))|[\w$]+`,
  'gi',
);

export function sqlPieces(sql: string, lit: readonly Span[]): readonly SqlPiece[] {
  const kinds: (Span & { readonly kind: SqlPiece['kind'] })[] = [];
  for (const { 0: text, index, groups = {} } of sql.matchAll(tokens)) {
    const kind = (['comment', 'string', 'keyword'] as const).find((name) => groups[name] !== undefined) ?? null;
    if (kind) kinds.push({ from: index, to: index + text.length, kind });
  }
  const inside = lit.filter(({ from, to }) => from < to && from >= 0 && to <= sql.length);
  const cuts = new Set([0, sql.length, ...[...kinds, ...inside].flatMap(({ from, to }) => [from, to])]);
  const sorted = [...cuts].toSorted((a, b) => a - b);
  let at = 0;
  return sorted.slice(0, -1).map((from, index): SqlPiece => {
    while (at < kinds.length && kinds[at]!.to <= from) at += 1;
    const token = kinds[at];
    return {
      text: sql.slice(from, sorted[index + 1]),
      kind: token && token.from <= from ? token.kind : null,
      lit: inside.some((span) => span.from <= from && from < span.to),
    };
  });
}
