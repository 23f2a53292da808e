/** Who asks for what and when: data, so that it can be varied, shrunk and shown. Times are virtual milliseconds. */
import type { Environment } from '../trace/environment.ts';
import type { Settings, SettingsChange } from '../trace/settings.ts';
import type { SourcePlace } from '../trace/http.ts';
import type { Lsn, NodeName } from '../trace/ids.ts';

/** What a person does next. Redirects are followed at once, as a browser does, and paths are resolved as it resolves
 * links: `submit: 'quantity/'` on the page `/orders/7/` goes to `/orders/7/quantity/`. An error page has no form: they
 * cannot send one that is relative to it, and go on to the next step. */
export type PersonStep =
  | { readonly visit: string }
  /** Opens the page they are on once more. */
  | { readonly reload: true }
  | {
      readonly submit: string;
      readonly form: Readonly<Record<string, string>>;
      /** Presses the button once more after so many ms, unless the answer has come by then. As in a browser, both
       * requests are on their way, and it is the second one's answer that is waited for and shown. */
      readonly again?: number;
    }
  | { readonly wait: number };

export interface Person {
  readonly name: string;
  /** When the first step happens. */
  readonly startsAt: number;
  /** One round trip from this person's browser to the application. Without it, the settings' `personRoundTripMs`. */
  readonly roundTripMs?: number;
  readonly steps: readonly PersonStep[];
}

/** A statement typed at a node's prompt at a moment of the run: staff, a nightly job, a learner's console. */
export interface ConsoleStatement {
  readonly at: number;
  readonly node: NodeName;
  readonly sql: string;
  /** On the replica: as its operator, past the standby's refusal. How a stopped apply worker is helped on. */
  readonly asOperator?: boolean;
  /** Where it is written, where it comes from a file. */
  readonly place?: SourcePlace;
}

/** A file of SQL among the program's, typed at a node's prompt as `psql -f` does it: so a learner can write what an operator runs. */
export interface ScriptRun extends Omit<ConsoleStatement, 'sql' | 'place'> {
  readonly file: string;
}

export type FaultKind =
  /** The node's server is killed, as by `kill -9`: whoever talks to it finds nobody there. */
  | { readonly kind: 'crash'; readonly node: NodeName }
  /** A node that has crashed is started again, on the files that it has left. Nothing where it runs. */
  | { readonly kind: 'restart'; readonly node: NodeName }
  /** The replica is restored to the moment just before a commit of the primary, named by its end in the log, whether it has replayed
   * that one or not: its server is started anew on its base backup and the archived log, stays there, and takes no writes until it is
   * promoted. Nothing where replication is logical, where the replica is down or was promoted, or where there is no such commit. */
  | { readonly kind: 'restore'; readonly before: Lsn }
  /** The replica is promoted: it takes writes from now on. Nothing where it is down, or was promoted before. */
  | { readonly kind: 'promote' }
  /** The former primary, down or running, is rebuilt from the promoted node's base backup and follows it. Nothing where no replica
   * was promoted, where the promoted node cannot be reached, or where it follows already. */
  | { readonly kind: 'rejoin' }
  /** Whoever waits for the replica to confirm their commit on the primary does so no longer: `pg_cancel_backend` for each. */
  | { readonly kind: 'cancel waits' };

/** What happens to the servers at a moment of the run, at the end of its instant. */
export type Fault = { readonly at: number } & FaultKind;

export interface Scenario {
  readonly seed: number;
  /** The environment variables of the application's process, as whoever deploys it sets them. Default: none. */
  readonly environment?: Environment;
  readonly settings: Settings;
  readonly people: readonly Person[];
  readonly changes?: readonly SettingsChange[];
  readonly console?: readonly ConsoleStatement[];
  readonly scripts?: readonly ScriptRun[];
  /** Whether each query of the learner's code is explained as well: the trace tells its plan. */
  readonly explains?: boolean;
  readonly faults?: readonly Fault[];
}
