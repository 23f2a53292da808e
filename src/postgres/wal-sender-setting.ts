import type { WalSenderState } from '../simulation/postgres-node.ts';
import { formatLsn } from '../trace/ids.ts';
import type { SessionStatus } from '../trace/postgres-values.ts';
import { walSenderSetting } from './server-configuration.ts';
import { concatenate, extended, type Reply, sync } from './wire.ts';

/**
 * The session's setting from which `pg_stat_replication` answers. It is set when it has something new to say, and again
 * when a client may have undone it: by ROLLBACK, RESET ALL or DISCARD ALL.
 */
export class WalSenderSetting {
  state: WalSenderState | null = null;
  /** What the setting says; null when that is not known. */
  #told: string | null = '';
  #toldInTransaction = false;

  /** The request to send before a client's statement, if any. */
  news(status: SessionStatus): Uint8Array[] {
    const text = this.#text();
    if (status === 'failed transaction' || text === this.#told) return [];
    this.#told = text;
    this.#toldInTransaction = status !== 'idle';
    const sql = `select pg_catalog.set_config('${walSenderSetting}', $1, false)`;
    return [concatenate([extended({ sql, params: [text] }), sync])];
  }

  /** A client's statement was answered. */
  answered({ status, results }: Reply): void {
    const ended = this.#toldInTransaction && status === 'idle';
    if (!ended && !results.some(({ tag }) => /^(DISCARD ALL|RESET)$/.test(tag))) return;
    this.#told = null;
    this.#toldInTransaction = false;
  }

  /** The server is as it was at its start. */
  reset(): void {
    this.state = null;
    this.#told = '';
    this.#toldInTransaction = false;
  }

  #text(): string {
    const { state } = this;
    if (!state) return '';
    return JSON.stringify({ ...state, sentLsn: formatLsn(state.sentLsn), replayLsn: formatLsn(state.replayLsn) });
  }
}
