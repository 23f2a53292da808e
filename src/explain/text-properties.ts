/** The lines below a node, as the keys of EXPLAIN's JSON. Which line has which keys: PostgreSQL's `src/backend/commands/explain.c`. */
import { capital } from './in-words.ts';

export type Writable = Record<string, unknown>;

/** The lines that say several things, by the first of them. */
const compound = new Map<string, (value: string, to: Writable) => void>([
  ['Buffers', addBuffers],
  ['I/O Timings', addIoTimings],
  ['WAL', addWal],
  ['Sort Method', addSortMethod],
  ['Buckets', (value, to) => addHash(`Buckets: ${value}`, to)],
  ['Batches', (value, to) => addHashAggregate(`Batches: ${value}`, to)],
  ['Planned Partitions', (value, to) => addHashAggregate(`Planned Partitions: ${value}`, to)],
  ['Hits', (value, to) => addMemoize(`Hits: ${value}`, to)],
  ['Heap Blocks', addHeapBlocks],
  ['Storage', addStorage],
  ['Full-sort Groups', (value, to) => addSortGroups('Full-sort Groups', value, to)],
  ['Pre-sorted Groups', (value, to) => addSortGroups('Pre-sorted Groups', value, to)],
  ['Sampling', addSampling],
  ['Memory', addPlannerMemory],
  ['Timing', addJitTiming],
  ['Hash Key', (value, to) => addGroupingSet('Hash Keys', value, to)],
  ['Group Key', addGroupKey],
  ['Sort Key', addSortKey],
]);

/** Whose values are expressions, also where they look like a number. */
const expressions = new Set(['Output', 'Presorted Key', 'Cache Key', 'Filter', 'One-Time Filter', 'Join Filter']);

export function addProperty(name: string, value: string, to: Writable): void {
  const add = compound.get(name);
  if (add) add(value, to);
  else to[name] = /^\d+(\.\d+)?$/.test(value) && !expressions.has(name) ? Number(value) : value;
}

/** `shared hit=5 read=2, temp read=1 written=1`. */
function addBuffers(value: string, to: Writable): void {
  for (const kind of ['Shared', 'Local', 'Temp'])
    for (const what of ['Hit', 'Read', 'Dirtied', 'Written'])
      if (kind !== 'Temp' || !/Hit|Dirtied/.test(what)) to[`${kind} ${what} Blocks`] = 0;
  for (const { kind, counts } of partsOf(value))
    for (const [what, blocks] of counts) to[`${capital(kind)} ${capital(what)} Blocks`] = blocks;
}

/** `shared read=1.5 write=0.2, temp read=0.1`; until PostgreSQL 14 `read=1.5`, until 16 `shared/local read=1.5`. */
function addIoTimings(value: string, to: Writable): void {
  for (const { kind, counts } of partsOf(value)) {
    const of = kind === '' || kind === 'shared/local' ? '' : `${capital(kind)} `;
    for (const [what, ms] of counts) to[`${of}I/O ${capital(what)} Time`] = ms;
  }
}

function* partsOf(value: string): Generator<{ readonly kind: string; readonly counts: [string, number][] }> {
  for (const part of value.split(', ')) {
    const words = part.trim().split(' ');
    const kind = words[0]?.includes('=') ? '' : (words.shift() ?? '');
    yield { kind, counts: words.map((word) => [word.split('=')[0] ?? '', Number(word.split('=')[1])]) };
  }
}

/** `records=5 fpi=1 bytes=300 buffers full=2`, of which nothing is said that is 0. */
function addWal(value: string, to: Writable): void {
  const count = (key: string): number => Number(new RegExp(`\\b${key}=(\\d+)`).exec(value)?.[1] ?? 0);
  to['WAL Records'] = count('records');
  to['WAL FPI'] = count('fpi');
  to['WAL Bytes'] = count('bytes');
  if (value.includes('full=')) to['WAL Buffers Full'] = count('full');
}

/** `quicksort  Memory: 26kB`. */
function addSortMethod(value: string, to: Writable): void {
  const sort = /^(?<method>\S.{0,80}?) +(?<type>Memory|Disk): (?<kb>\d+)kB$/.exec(value)?.groups;
  if (!sort) to['Sort Method'] = value;
  else {
    to['Sort Method'] = sort['method'];
    to['Sort Space Used'] = Number(sort['kb']);
    to['Sort Space Type'] = sort['type'];
  }
}

const numberAfter = (key: string, value: string): number | null => {
  const found = new RegExp(`(?:^| )${key}: (\\d+)`).exec(value)?.[1];
  return found === undefined ? null : Number(found);
};

function addNumbers(keys: Readonly<Record<string, string>>, value: string, to: Writable): void {
  for (const [key, name] of Object.entries(keys)) {
    const found = numberAfter(key, value);
    if (found !== null) to[name] = found;
  }
}

/** `Buckets: 1024 (originally 2048)  Batches: 4 (originally 1)  Memory Usage: 10kB`. */
function addHash(value: string, to: Writable): void {
  for (const [, key, now, originally] of value.matchAll(/(Buckets|Batches): (\d+)(?: \(originally (\d+)\))?/g)) {
    to[`Hash ${key}`] = Number(now);
    to[`Original Hash ${key}`] = Number(originally ?? now);
  }
  addNumbers({ 'Memory Usage': 'Peak Memory Usage' }, value, to);
}

/** `Planned Partitions: 4  Batches: 5  Memory Usage: 217kB  Disk Usage: 400kB`. */
const addHashAggregate = (value: string, to: Writable): void =>
  addNumbers(
    {
      'Planned Partitions': 'Planned Partitions',
      Batches: 'HashAgg Batches',
      'Memory Usage': 'Peak Memory Usage',
      'Disk Usage': 'Disk Usage',
    },
    value,
    to,
  );

/** `Hits: 980  Misses: 20  Evictions: 0  Overflows: 0  Memory Usage: 3kB`. */
const addMemoize = (value: string, to: Writable): void =>
  addNumbers(
    {
      Hits: 'Cache Hits',
      Misses: 'Cache Misses',
      Evictions: 'Cache Evictions',
      Overflows: 'Cache Overflows',
      'Memory Usage': 'Peak Memory Usage',
    },
    value,
    to,
  );

/** `exact=40 lossy=3`. */
function addHeapBlocks(value: string, to: Writable): void {
  for (const what of ['exact', 'lossy'])
    to[`${capital(what)} Heap Blocks`] = Number(new RegExp(`\\b${what}=(\\d+)`).exec(value)?.[1] ?? 0);
}

/** `Disk  Maximum Storage: 65kB`. */
function addStorage(value: string, to: Writable): void {
  to['Storage'] = value.split(' ')[0];
  addNumbers({ 'Maximum Storage': 'Maximum Storage' }, value, to);
}

/** `80  Sort Methods: quicksort, top-N heapsort  Average Memory: 18kB  Peak Memory: 18kB  Average Disk: 9kB  Peak Disk: 9kB`. */
function addSortGroups(name: string, value: string, to: Writable): void {
  const methods = / Sort Methods?: (.+?)(?: {2}|$)/.exec(value)?.[1];
  const space = (where: string): Writable => {
    const average = numberAfter(`Average ${where}`, value);
    if (average === null) return {};
    const peak = numberAfter(`Peak ${where}`, value) ?? average;
    return { [`Sort Space ${where}`]: { 'Average Sort Space Used': average, 'Peak Sort Space Used': peak } };
  };
  to[name] = {
    'Group Count': Number.parseInt(value, 10),
    'Sort Methods Used': methods?.split(', ') ?? [],
    ...space('Memory'),
    ...space('Disk'),
  };
}

/** `bernoulli ('10'::real) REPEATABLE ('3'::double precision)`. */
function addSampling(value: string, to: Writable): void {
  const { method, parameters, seed } =
    /^(?<method>\S+) \((?<parameters>.*?)\)(?: REPEATABLE \((?<seed>.*)\))?$/.exec(value)?.groups ?? {};
  if (method === undefined) to['Sampling'] = value;
  else {
    to['Sampling Method'] = method;
    to['Sampling Parameters'] = parameters;
    if (seed !== undefined) to['Repeatable Seed'] = seed;
  }
}

/** `used=50kB  allocated=64kB`. */
function addPlannerMemory(value: string, to: Writable): void {
  for (const [, what, kb] of value.matchAll(/(used|allocated)=(\d+)kB/g)) to[`Memory ${capital(what!)}`] = Number(kb);
}

/** `Generation 1.2 ms (Deform 0.5 ms), Inlining 0.0 ms, Optimization 0.5 ms, Emission 9.1 ms, Total 10.8 ms`. */
function addJitTiming(value: string, to: Writable): void {
  to['Timing'] = Object.fromEntries(
    [...value.matchAll(/([A-Z][a-z]+) ([\d.]+) ms/g)].map(([, phase, ms]) => [phase!, Number(ms)]),
  );
}

/** The first may turn out to be one of several. */
function addGroupKey(value: string, to: Writable): void {
  if (to['Grouping Sets'] === undefined && to['Group Key'] === undefined) to['Group Key'] = value;
  else {
    const first = to['Group Key'];
    delete to['Group Key'];
    if (typeof first === 'string') addGroupingSet('Group Keys', first, to);
    addGroupingSet('Group Keys', value, to);
  }
}

/** That of an Aggregate is of the sets that come next. */
function addSortKey(value: string, to: Writable): void {
  if (to['Node Type'] !== 'Aggregate') to['Sort Key'] = value;
  else ((to['Grouping Sets'] ??= []) as Writable[]).push({ 'Sort Key': listOf(value), 'Group Keys': [] });
}

function addGroupingSet(kind: 'Hash Keys' | 'Group Keys', value: string, to: Writable): void {
  const sets = (to['Grouping Sets'] ??= []) as Writable[];
  const last = sets.at(-1);
  const keys = value === '()' ? [] : listOf(value);
  if (kind === 'Group Keys' && last?.[kind]) (last[kind] as unknown[]).push(keys);
  else sets.push({ [kind]: [keys] });
}

/** `a, f(b, c)` as `a` and `f(b, c)`. */
function listOf(value: string): readonly string[] {
  const items: string[] = [''];
  let depth = 0;
  for (const sign of value) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === ',' && depth === 0) items.push('');
    else items[items.length - 1] += sign;
  }
  return items.map((item) => item.trim());
}
