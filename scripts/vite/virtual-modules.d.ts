/** The modules that exist only in a bundle: the plugins beside this file make them. */

declare module 'virtual:replayground/snapshot-url' {
  /** Address of the gzipped tar of the data directory that both nodes start from. */
  const snapshotUrl: string;
  export default snapshotUrl;
}

declare module 'virtual:replayground/django-reference' {
  /** The API reference. */
  // oxlint-disable-next-line typescript/consistent-type-imports -- An import would make this file a module.
  export const reference: import('../../src/site/reference/reference.ts').Reference;
}

declare module 'virtual:replayground/django-types' {
  /** Declaration files of the learner's API by path below `src`: `django/index.d.ts`, `trace/http.d.ts`. */
  export const djangoTypes: Readonly<Record<string, string>>;
}
