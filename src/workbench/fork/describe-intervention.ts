import { formatLsn } from '../../trace/ids.ts';
import { describeSettings } from '../events/describe-settings.ts';
import { summariseSql } from '../events/sql-summary.ts';
import type { LearnerIntervention } from '../store/interventions.ts';

/** What was done to a run, in words: `the replica paused`, `the primary crashed`. */
export function describeIntervention(done: LearnerIntervention): string {
  switch (done.kind) {
    case 'settings':
      return describeSettings(done.change);
    case 'crash':
      return `the ${done.node} crashed`;
    case 'restart':
      return `the ${done.node} started again`;
    case 'restore':
      return `the replica restored to just before ${formatLsn(done.before)}`;
    case 'promote':
      return 'the replica promoted';
    case 'rejoin':
      return 'the primary rebuilt from the replica';
    case 'cancel waits':
      return 'the waits for the replica cancelled';
    case 'deploy':
      return 'your changed code';
    case 'statement':
      return `${summariseSql(done.sql)} typed on the ${done.node}`;
  }
}
