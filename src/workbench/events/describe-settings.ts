import { formatMs, formatNumber } from '../../course/story.ts';
import type { Settings, SettingsChange } from '../../trace/settings.ts';

/** A change of settings in words: `a delay of 5,000 ms, the replica paused`. */
export function describeSettings({ replication, network, slowdown }: SettingsChange['change']): string {
  const words: string[] = [];
  if (replication?.delayMs !== undefined) words.push(`a delay of ${formatMs(replication.delayMs)}`);
  if (replication?.jitterMs !== undefined) words.push(`up to ${formatMs(replication.jitterMs)} of jitter`);
  if (replication?.changesPerSecond !== undefined) {
    const rate = replication.changesPerSecond;
    words.push(rate === null ? 'no bound on the apply rate' : `${formatNumber(rate)} changes applied a second`);
  }
  if (replication?.paused !== undefined) words.push(replication.paused ? 'the replica paused' : 'the replica resumed');
  if (replication?.synchronous !== undefined)
    words.push(replication.synchronous ? 'commits wait for the replica' : 'commits wait for nobody');
  if (replication?.fencing !== undefined)
    words.push(replication.fencing ? 'a former primary fenced by its epoch' : 'nobody fenced');
  const { streamCut, unreachable, ...times } = network ?? {};
  for (const [name, ms] of Object.entries(times)) words.push(`${trips[name as keyof typeof trips]} of ${formatMs(ms)}`);
  if (streamCut !== undefined) words.push(`the network between the nodes ${streamCut ? 'cut' : 'whole again'}`);
  for (const [node, cut] of Object.entries(unreachable ?? {}))
    words.push(`the application ${cut ? 'cut off from' : 'connected with'} the ${node}`);
  for (const [node, factor] of Object.entries(slowdown ?? {}))
    words.push(factor === 1 ? `the ${node} as quick as before` : `the ${node} ${formatNumber(factor)} times slower`);
  return words.join(', ');
}

const trips = {
  primaryRoundTripMs: 'a round trip to the primary',
  replicaRoundTripMs: 'a round trip to the replica',
  standaloneRoundTripMs: 'a round trip to the standalone server',
  streamMs: 'a way to the replica',
  personRoundTripMs: 'a round trip to people',
} as const satisfies Record<Exclude<keyof Settings['network'], 'streamCut' | 'unreachable'>, string>;
