/** What the learner does to a run from outside of it, as a list that grows with each fork. */
import type { SourceFiles } from '../../course/lesson.ts';
import type { Intervention } from '../../simulation/intervention.ts';
import { withChange } from '../../trace/settings.ts';

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
  return [...earlier.slice(0, -1), { ...next, change: withChange(last.change, next.change) }];
}
