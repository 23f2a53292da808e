/**
 * The declaration that stands beside a learner's files when a compiler looks at them: it tells the types of 'django' what
 * `settings.ts` says, so that a wrong alias is an error where it is written.
 */

/** No learner's file can have this name. */
export const programDeclarationFile = 'program.d.ts';

/** @param settings where the program's settings are, seen from the declaration: `./settings` */
export function programDeclaration(settings: string): string {
  return `import type { DATABASES } from '${settings}';
declare module 'django' {
  interface Register {
    readonly databases: typeof DATABASES;
  }
}
`;
}
