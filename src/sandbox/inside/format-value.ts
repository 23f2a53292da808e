/** A value as a console shows it: strings plain at the top, the rest as JavaScript would be written, cut in depth and width
 * so that a large or endless structure stays readable. Runs the learner's getters no more often than it must. */
const maxDepth = 4;
const maxItems = 50;

export function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, []);
}

function inspect(value: unknown, above: readonly object[]): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return value.name ? `[Function: ${value.name}]` : '[Function]';
    case 'object':
      return value === null ? 'null' : inspectObject(value, above);
    default:
      return String(value);
  }
}

function inspectObject(value: object, above: readonly object[]): string {
  if (above.includes(value)) return '[Circular]';
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise {}';
  const className = (value.constructor as { name?: string } | undefined)?.name ?? 'Object';
  if (above.length >= maxDepth) return Array.isArray(value) ? '[Array]' : `[${className}]`;
  const inside = (item: unknown): string => inspect(item, [...above, value]);
  if (Array.isArray(value)) return `[${cut(value.map(inside))}]`;
  if (value instanceof Set) return `Set(${value.size}) {${cut([...value].map(inside))}}`;
  if (value instanceof Map) {
    return `Map(${value.size}) {${cut(Array.from(value, ([key, item]) => `${inside(key)} => ${inside(item)}`))}}`;
  }
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${inside(item)}`);
  const body = entries.length === 0 ? '{}' : `{ ${cut(entries)} }`;
  return className === 'Object' ? body : `${className} ${body}`;
}

const cut = (items: readonly string[]): string =>
  items.length <= maxItems
    ? items.join(', ')
    : `${items.slice(0, maxItems).join(', ')}, ... ${items.length - maxItems} more`;
