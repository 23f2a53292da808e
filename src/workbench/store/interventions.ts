/** What the learner does to a run from outside of it, as a list that grows with each fork. */
import type { SourceFiles } from '../../course/lesson.ts';
import type { Intervention } from '../../simulation/intervention.ts';
import type { SettingsChange } from '../../trace/settings.ts';

/** What is deployed is the learner's own files. */
export type LearnerIntervention = Intervention<SourceFiles>;

/** What was done later belonged to a run that is not taken any more. Settings that are changed twice at one moment are one
 * change. */
export function withIntervention(
  past: readonly LearnerIntervention[],
  next: LearnerIntervention,
): readonly LearnerIntervention[] {
  const earlier = past.filter(({ at }) => at <= next.at);
  const last = earlier.at(-1);
  if (next.kind !== 'settings' || last?.kind !== 'settings' || last.at !== next.at) return [...earlier, next];
  return [...earlier.slice(0, -1), { ...next, change: merged(last.change, next.change) }];
}

type Change = SettingsChange['change'];

const merged = (before: Change, after: Change): Change => ({
  ...((before.replication || after.replication) && { replication: { ...before.replication, ...after.replication } }),
  ...((before.slowdown || after.slowdown) && { slowdown: { ...before.slowdown, ...after.slowdown } }),
  ...((before.network || after.network) && { network: { ...before.network, ...after.network } }),
});
