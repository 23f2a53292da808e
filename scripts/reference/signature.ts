import { format } from 'oxfmt';
import type { ApiEntry } from './api-entry.ts';

/** Narrow, so that a signature is read from top to bottom and not from left to right. In columns. */
const width = 72;

/** The entry's declarations as one would write them, each in lines of its own. */
export async function signatureText({ id, name, kind, signatures }: ApiEntry): Promise<string> {
  const isMember = kind === 'method' || kind === 'property';
  const texts = await Promise.all(
    signatures.map(async (signature) => {
      // The name of an alias alone, whose meaning would be no help.
      if (signature.startsWith('type ') && !signature.endsWith(';')) return signature;
      if (isMember || signature.startsWith('new (')) return await memberText(signature, id.split('.')[0] ?? name);
      const code = await formatted(
        /^(abstract )?(function|class|const)/.test(signature) ? `declare ${signature}` : signature,
      );
      return code.replace(/^declare /, '').replace(/ \{\}$/, '');
    }),
  );
  return texts.map((text) => text.replace(/;$/, '')).join('\n');
}

/** Formatted in a class, and taken out of it. */
async function memberText(signature: string, owner: string): Promise<string> {
  const [, isStatic = '', rest = ''] = /^(static )?([\s\S]*)$/.exec(signature) ?? [];
  const code = await formatted(`interface X {\n${rest}\n}`);
  const lines = code.split('\n').slice(1, -1);
  const text = lines.map((line) => line.replace(/^ {2}/, '')).join('\n');
  return isStatic + text.replace(/^new \(/, `new ${owner}(`);
}

async function formatted(code: string): Promise<string> {
  const result = await format('signature.ts', code, { printWidth: width, singleQuote: true });
  if (result.errors.length > 0)
    throw new Error(`A signature cannot be formatted: ${result.errors[0]!.message}\n${code}`);
  return result.code.trim();
}
