/** What is asked for where a plan is not about its options. */
export const text = { options: 'analyze, buffers, verbose, settings', format: 'text' } as const;
export const json = { ...text, format: 'json' } as const;
/** Two files that have to be read alike: without times, which are never the same twice. */
export const both = {
  options: 'analyze, timing off, summary off, buffers, verbose, wal, settings',
  format: 'both',
} as const;
