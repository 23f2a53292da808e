import { formatValue } from './format-value.ts';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'dir', 'table', 'trace'];

/** Replaces `console`: each of its methods writes one text. */
export function installLearnerConsole(write: (text: string) => void): void {
  const print = (...values: unknown[]): void => write(values.map(formatValue).join(' '));
  const console = Object.freeze(Object.fromEntries(methods.map((name) => [name, print])));
  Object.defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true });
}
