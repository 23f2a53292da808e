import type { SqlToken } from './sql-tokens.ts';

/** `WHERE`, `ORDER BY` and the like, with what follows up to the next. */
export interface SqlPart {
  readonly name: string;
  readonly tokens: readonly SqlToken[];
}

const partNames: readonly (readonly string[])[] = [
  ['select', 'distinct'],
  ['select'],
  ['from'],
  ['where'],
  ['group', 'by'],
  ['having'],
  ['window'],
  ['order', 'by'],
  ['limit'],
  ['offset'],
  ['fetch'],
  ['for', 'update'],
  ['for', 'share'],
  ['for', 'no'],
  ['union'],
  ['intersect'],
  ['except'],
  ['insert', 'into'],
  ['update'],
  ['delete', 'from'],
  ['merge', 'into'],
  ['values'],
  ['set'],
  ['on', 'conflict'],
  ['on'],
  ['using'],
  ['returning'],
  ['join'],
  ['left'],
  ['right'],
  ['full'],
  ['inner'],
  ['cross'],
];

export function sqlParts(tokens: readonly SqlToken[]): readonly SqlPart[] {
  const begins = tokens.flatMap((_, at) => {
    const name = partNames.find((words) =>
      words.every((word, next) => tokens[at + next]?.kind === 'word' && tokens[at + next]?.text === word),
    );
    return name && !isInside(tokens, at) ? [{ at, name }] : [];
  });
  return begins.map(({ at, name }) => {
    const { depth } = tokens[at]!;
    const end = tokens.findIndex(
      (token, index) =>
        index > at &&
        (token.depth < depth ||
          (token.depth === depth && begins.some((next) => next.at === index && next.at >= at + name.length))),
    );
    return { name: name.join(' '), tokens: tokens.slice(at, end === -1 ? tokens.length : end) };
  });
}

/** `(ORDER BY ...)` of a window or of an aggregate is no part of the query. */
function isInside(tokens: readonly SqlToken[], at: number): boolean {
  const { text, depth } = tokens[at]!;
  if (depth === 0 || !['order', 'group', 'limit', 'set'].includes(text)) return false;
  const opened = tokens.findLastIndex((token, index) => index < at && token.text === '(' && token.depth === depth - 1);
  return tokens[opened + 1]?.text !== 'select' && tokens[opened + 1]?.text !== 'with';
}

/** Split at the ANDs that are in no brackets, those of a BETWEEN left alone. */
export function conditionsIn(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) return [];
  const isWrapped =
    first.text === '(' && last.text === ')' && tokens.slice(1, -1).every(({ depth }) => depth > first.depth);
  if (isWrapped) return conditionsIn(tokens.slice(1, -1));
  const conditions: SqlToken[][] = [[]];
  let isBetween = false;
  for (const token of tokens) {
    const isOuter = token.depth === first.depth && token.kind === 'word';
    if (isOuter && token.text === 'and' && !isBetween) conditions.push([]);
    else conditions.at(-1)!.push(token);
    if (isOuter && (token.text === 'between' || token.text === 'and')) isBetween = token.text === 'between';
  }
  return conditions.length === 1 ? conditions : conditions.flatMap(conditionsIn);
}
