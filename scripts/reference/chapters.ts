import type { ApiEntry } from './api-entry.ts';

/** A chapter takes the entries that no chapter above it has taken. */
interface Chapter {
  readonly title: string;
  /** What comes first, in this order. The rest follows as it is exported. */
  readonly first: readonly string[];
  /** Whose entries it has, beside those in `first`. */
  readonly files: RegExp;
}

/** In the order in which one reads them. */
const chapters: readonly Chapter[] = [
  {
    title: 'Models and fields',
    first: [
      'Model',
      'ModelMeta',
      'CharField',
      'TextField',
      'IntegerField',
      'DecimalField',
      'BooleanField',
      'DateTimeField',
    ],
    files: /^src\/django\/models\/(?!foreign-key|related|reverse|prefetch|deletion)/,
  },
  {
    title: 'Querysets',
    first: ['Manager', 'QuerySet', 'DeletedRows'],
    files: /^src\/django\/query\/([\w-]*queryset|manager|explain|bulk-create|raw)/,
  },
  {
    title: 'Expressions and conditions',
    first: ['Q', 'QNode', 'F', 'Expression'],
    files: /^src\/django\/query\/(?!prefetch|related)/,
  },
  {
    title: 'Relations',
    first: [
      'ForeignKey',
      'Related',
      'RelatedManager',
      'Prefetch',
      'CASCADE',
      'PROTECT',
      'RESTRICT',
      'SET_NULL',
      'SET_DEFAULT',
      'DO_NOTHING',
      'RelatedObject',
      'OnDelete',
    ],
    files: /^src\/django\/(models|query)\//,
  },
  {
    title: 'Routers and databases',
    first: ['DatabaseRouter', 'Hints', 'DatabaseAlias'],
    files: /^src\/django\/(db\/router|database-alias)/,
  },
  { title: 'Transactions', first: ['transaction'], files: /^src\/django\/db\/(transaction|atomic)/ },
  {
    title: 'Requests, views, middleware, sessions',
    first: [
      'HttpRequest',
      'HttpResponse',
      'render',
      'redirect',
      'getObjectOr404',
      'path',
      'View',
      'Middleware',
      'Session',
    ],
    files: /^src\/django\/(http\/|local)/,
  },
  {
    title: 'Settings, environment, time, servers',
    first: ['Settings', 'DatabaseSettings', 'environ', 'Environ', 'timezone', 'sleep', 'powerOff'],
    files: /^src\/django\/(settings|environ)/,
  },
  {
    title: 'Errors',
    first: ['ObjectDoesNotExist', 'MultipleObjectsReturned', 'Http404', 'DatabaseError', 'IntegrityError'],
    files: /^src\/(django\/(errors|db\/database-errors)|trace\/)/,
  },
  {
    title: 'Raw SQL',
    first: ['connection', 'connections', 'DatabaseConnection', 'Cursor'],
    files: /^src\/django\/db\//,
  },
];

const typesTitle = 'Types met in signatures';

/** The entries in chapters. @throws Error when an entry belongs to none */
export function inChapters(
  entries: readonly ApiEntry[],
): readonly { readonly title: string; readonly entries: readonly ApiEntry[] }[] {
  const byTitle = new Map(chapters.map(({ title }) => [title, [] as ApiEntry[]]));
  const types: ApiEntry[] = [];
  for (const entry of entries) {
    // A type that only a compiler names is looked up, and not read on the way.
    if (entry.exported === null && !isOptions(entry)) types.push(entry);
    else byTitle.get(chapterOf(entry).title)!.push(entry);
  }
  const sorted = chapters.map(({ title, first }) => {
    const rank = ({ name, exported }: ApiEntry): number => {
      const index = first.indexOf(name);
      return index >= 0 ? index : first.length + (exported === null ? 1 : 0);
    };
    return { title, entries: byTitle.get(title)!.toSorted((a, b) => rank(a) - rank(b)) };
  });
  return [...sorted, { title: typesTitle, entries: types }].filter((chapter) => chapter.entries.length > 0);
}

const isOptions = ({ name }: ApiEntry): boolean => name.endsWith('Options');

function chapterOf({ name, place: { file } }: ApiEntry): Chapter {
  const chapter = chapters.find(({ first }) => first.includes(name)) ?? chapters.find(({ files }) => files.test(file));
  if (!chapter) throw new Error(`${file}: ${name} belongs to no chapter of scripts/reference/chapters.ts.`);
  return chapter;
}
