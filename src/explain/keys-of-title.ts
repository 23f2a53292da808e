/** What EXPLAIN's text says in the first words of a node, as the keys of its JSON. The other way round than `title-of.ts`. */
import { unquoted } from '../trace/quoted.ts';
import type { Raw } from './read-json.ts';

const aggregates = new Map([
  ['Aggregate', 'Plain'],
  ['GroupAggregate', 'Sorted'],
  ['HashAggregate', 'Hashed'],
  ['MixedAggregate', 'Mixed'],
]);

const changes = new Set(['Insert', 'Update', 'Delete', 'Merge']);

/** A name, which may be quoted and have anything in it then. */
const quoted = '"(?:[^"]|"")+"';
const title = new RegExp(`^(?<name>[^"]+?)(?: using (?<index>${quoted}|\\S+))?(?: on (?<on>.+))?$`);
const sourceName = new RegExp(
  `^(?:(?<schema>${quoted}|[^\\s".]+)\\.)?(?<relation>${quoted}|\\S+)(?: (?<alias>${quoted}|\\S+))?$`,
);

/** `Parallel Index Scan Backward using order_pkey on public.shop_order o`. */
export function keysOfTitle(words: string): Raw {
  const [, parallel, async, rest = words] = /^(Parallel )?(Async )?(.+)$/.exec(words) ?? [];
  const { name = rest, index, on } = title.exec(rest)?.groups ?? {};
  return {
    ...keysOfName(name),
    ...(parallel && { 'Parallel Aware': true }),
    ...(async && { 'Async Capable': true }),
    ...(index && { 'Index Name': unquoted(index) }),
    ...(on !== undefined && keysOfSource(name, on)),
  };
}

function keysOfName(name: string): Raw {
  const aggregate = /^(?<mode>Partial |Finalize )?(?<name>\w*Aggregate)$/.exec(name)?.groups;
  const strategy = aggregate && aggregates.get(aggregate['name']!);
  if (strategy)
    return { 'Node Type': 'Aggregate', Strategy: strategy, 'Partial Mode': aggregate['mode']?.trim() ?? 'Simple' };
  const setOp = /^(?<hash>Hash)?SetOp(?: (?<command>.+))?$/.exec(name)?.groups;
  if (setOp) {
    return {
      'Node Type': 'SetOp',
      Strategy: setOp['hash'] ? 'Hashed' : 'Sorted',
      ...(setOp['command'] && { Command: setOp['command'] }),
    };
  }
  const nested = /^Nested Loop(?: (?<kind>.+) Join)?$/.exec(name)?.groups;
  if (nested) return { 'Node Type': 'Nested Loop', 'Join Type': nested['kind'] ?? 'Inner' };
  const join = /^(?<method>Hash|Merge)(?: (?<kind>.+))? Join$/.exec(name)?.groups;
  if (join) return { 'Node Type': `${join['method']} Join`, 'Join Type': join['kind'] ?? 'Inner' };
  if (changes.has(name)) return { 'Node Type': 'ModifyTable', Operation: name };
  const foreign = /^Foreign (?<operation>\w+)$/.exec(name)?.groups?.['operation'];
  if (foreign === 'Scan') return { 'Node Type': 'Foreign Scan', Operation: 'Select' };
  if (foreign !== undefined && changes.has(foreign)) return { 'Node Type': 'Foreign Scan', Operation: foreign };
  const custom = /^Custom Scan \((?<provider>.+)\)$/.exec(name)?.groups;
  if (custom) return { 'Node Type': 'Custom Scan', 'Custom Plan Provider': custom['provider'] };
  if (name.endsWith(' Backward'))
    return { 'Node Type': name.slice(0, -' Backward'.length), 'Scan Direction': 'Backward' };
  return { 'Node Type': name };
}

/** `public.shop_order o`: which key it is depends on the node that scans it. */
export function keysOfSource(node: string, on: string): Raw {
  if (node === 'Bitmap Index Scan') return { 'Index Name': unquoted(on) };
  const { schema, relation, alias } = sourceName.exec(on)?.groups ?? {};
  if (relation === undefined) return { Alias: on };
  const own = unquoted(relation);
  const named = { ...(schema && { Schema: unquoted(schema) }), Alias: alias ? unquoted(alias) : own };
  if (/^(CTE|WorkTable) Scan$/.test(node)) return { ...named, 'CTE Name': own };
  if (node === 'Function Scan') return { ...named, 'Function Name': own };
  if (node === 'Table Function Scan') return { ...named, 'Table Function Name': own };
  if (node === 'Named Tuplestore Scan') return { ...named, 'Tuplestore Name': own };
  if (/^(Subquery|Values) Scan$/.test(node) || node === 'Result') return { Alias: own };
  return { 'Relation Name': own, ...named };
}
