import { defaultSettings } from '../../trace/settings.ts';
import type { SavedWork } from '../../workbench/store/saved-work.ts';

/** What is kept of a lesson, for tests. */
export const work = (some: Partial<SavedWork> = {}): SavedWork => ({
  version: 1,
  files: { 'router.ts': '// theirs' },
  beforeReset: null,
  step: 0,
  solved: false,
  solutionShown: false,
  hints: { shown: 0, open: false },
  djangoBeside: false,
  folded: [],
  replication: defaultSettings.replication,
  network: defaultSettings.network,
  ...some,
});
