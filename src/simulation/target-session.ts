/**
 * Which servers a connection is tried with, one after the other, and which of them will do: libpq's lists of hosts and its
 * `target_session_attrs`, with the words of `src/interfaces/libpq/fe-connect.c`.
 */

/** What a server must be for a connection to stay there. */
export type WantedServer = 'any' | 'read-write' | 'read-only' | 'primary' | 'standby';

export interface Candidate {
  readonly host: string;
  readonly wanted: WantedServer;
}

export type Candidates =
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'invalid'; readonly message: string };

const wantedServers: readonly string[] = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
] satisfies WantedServer[];

/** @param host one or more of them, with commas between; blanks belong to the name, as in libpq
 * @param attributes `target_session_attrs`, which may be anything; `any` where the client says nothing */
export function candidatesOf(host: string, attributes = 'any'): Candidates {
  const hosts = host.split(',');
  const all = (wanted: WantedServer): readonly Candidate[] => hosts.map((one) => ({ host: one, wanted }));
  // Where there is no standby, the list is tried once more and the first that answers will do.
  if (attributes === 'prefer-standby') return { kind: 'candidates', candidates: [...all('standby'), ...all('any')] };
  if (isWantedServer(attributes)) return { kind: 'candidates', candidates: all(attributes) };
  return { kind: 'invalid', message: `invalid target_session_attrs value: "${attributes}"` };
}

/** Why a server that has answered will not do, or null. One that is in hot standby is read-only as well; no server here is
 * read-only for another reason. */
export function whyUnfit(wanted: WantedServer, isStandby: boolean): string | null {
  switch (wanted) {
    case 'any':
      return null;
    case 'read-write':
      return isStandby ? 'session is read-only' : null;
    case 'read-only':
      return isStandby ? null : 'session is not read-only';
    case 'primary':
      return isStandby ? 'server is in hot standby mode' : null;
    case 'standby':
      return isStandby ? null : 'server is not in hot standby mode';
  }
}

const isWantedServer = (text: string): text is WantedServer => wantedServers.includes(text);
