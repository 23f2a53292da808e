import type { Check } from '../../src/course/lesson.ts';
import { judgeEstimates, judgePages, judgeScans } from './check-plans.ts';
import { judgeFewQueries, judgeNodes, judgeReport } from './check-report.ts';
import { judgeScripts } from './check-scripts.ts';

export const checks: readonly Check[] = [
  {
    id: 'report',
    title: 'The report has the ten oldest open orders of its node, with customers and bottles.',
    judge: judgeReport,
  },
  {
    id: 'nodes',
    title: 'Each page is read from its own node: the ones with /now/ from the primary, the others from the replica.',
    judge: judgeNodes,
  },
  {
    id: 'few-queries',
    title: 'The report takes at most three statements, however many orders it has.',
    judge: judgeFewQueries,
  },
  { id: 'scripts', title: 'Both files of SQL run without an error.', judge: judgeScripts },
  {
    id: 'scans',
    title: 'On both nodes, no scan reads a thousand rows to keep a tenth of them or less.',
    judge: judgeScans,
  },
  { id: 'estimates', title: 'On both nodes, the planner is nowhere off by ten times or more.', judge: judgeEstimates },
  {
    id: 'pages',
    title: 'On both nodes, a page of the back office touches at most 250 pages of 8 kB.',
    judge: judgePages,
  },
];
