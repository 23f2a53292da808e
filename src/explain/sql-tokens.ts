/** A query in tokens, as far as it takes to find the part of it that a node of a plan comes from. */

export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'literal' | 'sign';
  /** A word in lower case, a quoted name without its quotes. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** How many brackets it stands in. */
  readonly depth: number;
}

const token =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<literal>'(?:[^']|'')*(?:'|$)|\$\d+|\d+(?:\.\d+)?)|"(?<quoted>(?:[^"]|"")*)(?:"|$)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<sign>::|<=|>=|<>|!=|\|\||.)/gsu;

/** Without white space and comments. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const { index: from, groups, 0: text } of sql.matchAll(token)) {
    const { literal, quoted, word, sign } = groups!;
    const to = from + text.length;
    if (sign === ')') depth--;
    if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase(), from, to, depth });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"'), from, to, depth });
    else if (literal !== undefined) tokens.push({ kind: 'literal', text: literal, from, to, depth });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, from, to, depth });
    if (sign === '(') depth++;
  }
  return tokens;
}
