/** Environment variables of a process, by name: what a deployment tells an application. */
export type Environment = Readonly<Record<string, string>>;
