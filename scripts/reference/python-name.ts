/** `valuesList` to `values_list`, `getObjectOr404` to `get_object_or_404`. Names that begin with a capital letter are
 * classes and constants: they are the same in both. */
export function pythonName(name: string): string {
  if (/^[A-Z]/.test(name)) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([a-z])(\d)/g, '$1_$2')
    .toLowerCase();
}

/** Where the rule gives no name that Python has: what stands there instead, or null for what exists only here. By the
 * entry's address on the page, or by the name of a method that JavaScript itself calls. */
export const exceptions: ReadonlyMap<string, string | null> = new Map([
  ['then', null],
  ['[Symbol.asyncIterator]', 'async for'],
  ['toString', '__str__'],
  ['constructor', null],
  ['Expression.plus', 'a + b'],
  ['Expression.minus', 'a - b'],
  ['Expression.times', 'a * b'],
  ['Expression.dividedBy', 'a / b'],
  ['Expression.modulo', 'a % b'],
  ['QNode', 'Q'],
  ['QNode.and', 'a & b'],
  ['QNode.or', 'a | b'],
  ['QNode.xor', 'a ^ b'],
  ['QNode.not', '~a'],
  ['QuerySet.slice', 'queryset[start:end]'],
  ['Cursor.columns', 'cursor.description'],
  ['DatabaseError.postgres', null],
  ['HttpRequest.person', 'request.user'],
  ['HttpRequest.params', 'arguments of the view'],
  ['UrlPattern', 'URLPattern'],
  ['Local', 'asgiref.local.Local'],
  ['transaction', 'django.db.transaction'],
  ['timezone', 'django.utils.timezone'],
  ['environ', 'os.environ'],
  ['sleep', 'asyncio.sleep'],
  ['powerOff', null],
]);
