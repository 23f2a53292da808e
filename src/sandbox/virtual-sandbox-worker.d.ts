declare module 'virtual:replayground/sandbox-worker' {
  /** The worker program as one classic script, for `BrowserSandboxes`. */
  export const sandboxWorkerSource: string;
}
