import { quoted } from '../trace/quoted.ts';
import type { Source } from './plan.ts';

/** As one would type it: quoted where it has to be, and with its schema where that is not `public`. */
export function tableInSql({ schema, name }: Pick<Source, 'schema' | 'name'>): string {
  const own = inSql(name);
  return schema === null || schema === 'public' ? own : `${inSql(schema)}.${own}`;
}

const inSql = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : quoted(name));

/** Of Postgres's reserved words (https://www.postgresql.org/docs/18/sql-keywords-appendix.html) those that somebody may call a table. */
const reserved = new Set(
  'all analyse analyze and any array as asc both case cast check collate column constraint create default desc distinct do else end except fetch for foreign from grant group having in initially intersect into lateral leading limit not null offset on only or order placing primary references returning select session_user some symmetric table then to trailing true union unique user using variadic when where window with'.split(
    ' ',
  ),
);
