/** Everything that the lesson page shows and that is not a function of something else here. */
import type { GradeProgress, GradeReport } from '../../course/grade.ts';
import type { Lesson, Schedule, SourceFiles } from '../../course/lesson.ts';
import type { ReplicationKind, Trace } from '../../trace/events.ts';
import type { ProgramError, SourcePlace } from '../../trace/http.ts';
import { type VirtualMs, virtualMs } from '../../trace/ids.ts';
import type { Settings } from '../../trace/settings.ts';
import type { ConsoleEntry } from '../console/console-entry.ts';
import type { RestingCluster } from '../engine.ts';
import type { LearnerIntervention } from './interventions.ts';
import type { OpenPlan } from './open-plan.ts';
import type { PlaybackSpeed } from '../run/playback-speed.ts';
import { wholeRun, type Sight } from '../timeline/sight.ts';

export type ReplicationSettings = Settings['replication'];
export type NetworkSettings = Settings['network'];

/** A run that the page shows. */
export interface ShownRun {
  readonly trace: Trace;
  /** The learner's files that it ran, or null before the first run. */
  readonly files: SourceFiles | null;
  /** The schedule that a failed check brought up; null for the learner's own run. */
  readonly schedule: Schedule | null;
}

export type EventFilter = 'all' | 'queries' | 'replication' | 'notable';

/** The parts of the page. Where there is no room for all, some share a place and the one asked for last is in front. */
export const paneIds = ['lesson', 'checks', 'code', 'timeline', 'shop', 'nodes'] as const;
export type PaneId = (typeof paneIds)[number];

/** What of the lesson's the learner's files are compared with. */
export type Compared = 'starter' | 'solution';

export type EngineStatus =
  /** Nobody has asked for the servers yet. */
  | { readonly kind: 'resting' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly message: string };

export type Grading =
  | { readonly kind: 'none' }
  | { readonly kind: 'grading'; readonly progress: GradeProgress | null }
  | { readonly kind: 'graded'; readonly report: GradeReport; readonly files: SourceFiles }
  | { readonly kind: 'failed'; readonly message: string };

export interface Notice {
  readonly id: 'storage' | 'saved work' | 'reset' | 'other tab';
  readonly text: string;
}

export interface WorkbenchState {
  readonly lesson: Lesson;

  /** The learner's files. The given ones are the lesson's. */
  readonly files: SourceFiles;
  readonly openFile: string;
  /** Where the editor was last asked to jump; a new object for each time. */
  readonly jump: { readonly place: SourcePlace } | null;
  /** What the last reset, or the solution, replaced. As long as there is something here, it can be brought back. */
  readonly beforeReset: SourceFiles | null;

  /** Index of the lesson's step that is open. */
  readonly step: number;
  /** Every check has held once. */
  readonly solved: boolean;
  /** The solution was asked for: put into the files, compared with, or read in Django. */
  readonly solutionShown: boolean;
  /** How many hints have been asked for, and whether they can be seen now. */
  readonly hints: { readonly shown: number; readonly open: boolean };
  /** Null while the files are shown as they are. */
  readonly comparedWith: Compared | null;
  /** The solution in Django stands beside the code, where there is room for both. */
  readonly djangoBeside: boolean;

  readonly engine: EngineStatus;
  /** Why the learner's files could not be started. */
  readonly refused: ProgramError | null;
  /** From the start of the next run. */
  readonly replication: ReplicationSettings;
  readonly network: NetworkSettings;
  /** How the replica follows in the next run of the learner's code. */
  readonly replicationKind: ReplicationKind;
  /** What the learner does to the run from outside. In order of time. */
  readonly interventions: readonly LearnerIntervention[];
  /** The run that was forked first, and the latest fork of it; one of the two is `run`, unless a check's schedule is. */
  readonly compared: { readonly first: ShownRun; readonly fork: ShownRun } | null;

  /** Null until the nodes are ready. */
  readonly run: ShownRun | null;
  readonly cursor: number;
  readonly playing: boolean;
  readonly speed: PlaybackSpeed;
  /** The part of the run that the timeline shows. */
  readonly sight: Sight;
  /** The learner's own run while a check's schedule is shown in its place. */
  readonly ownRun: { readonly run: ShownRun; readonly cursor: number } | null;

  /** What was typed at the nodes' prompts, and what they said. */
  readonly console: readonly ConsoleEntry[];

  /** The plan that is looked at, over everything else. */
  readonly plan: OpenPlan | null;

  readonly filter: EventFilter;
  /** Index of the event whose details are open. */
  readonly expanded: number | null;
  /** Whose browser is shown; null for the first person of the run. */
  readonly person: string | null;

  /** The panes, the one asked for last first. */
  readonly paneOrder: readonly PaneId[];
  /** The panes of which only the title is shown. */
  readonly folded: readonly PaneId[];
  readonly grading: Grading;
  readonly notices: readonly Notice[];
}

export function initialState(lesson: Lesson): WorkbenchState {
  return {
    lesson,
    files: lesson.starter,
    openFile: Object.keys(lesson.starter)[0] ?? Object.keys(lesson.given)[0] ?? '',
    jump: null,
    beforeReset: null,
    step: 0,
    solved: false,
    solutionShown: false,
    hints: { shown: 0, open: false },
    comparedWith: null,
    djangoBeside: false,
    engine: { kind: 'resting' },
    refused: null,
    replication: lesson.scenario.settings.replication,
    network: lesson.scenario.settings.network,
    replicationKind: lesson.replication,
    interventions: [],
    compared: null,
    run: null,
    cursor: 0,
    playing: false,
    speed: 1,
    sight: wholeRun,
    ownRun: null,
    console: [],
    plan: null,
    filter: 'all',
    expanded: null,
    person: null,
    paneOrder: ['lesson', 'shop', 'code', 'timeline', 'nodes', 'checks'],
    folded: [],
    grading: { kind: 'none' },
    notices: [],
  };
}

/** The nodes before anything has run, as a run of one event: so there is one way to show them. */
export function restingRun({ scenario }: Lesson, resting: RestingCluster): ShownRun {
  const { seed, settings, environment } = scenario;
  const start = { seed, settings, ...(environment && { environment }), ...resting };
  return {
    trace: [{ type: 'run started', at: virtualMs(0), ...start }],
    files: null,
    schedule: null,
  };
}

/**
 * What the last run found wrong with the program as a whole: it could not be started, or it had to be stopped. Null once the
 * file is changed that it names: its line may no longer be the one.
 */
export function programFault({ refused, run, ownRun, files }: WorkbenchState): ProgramError | null {
  if (refused) return refused;
  const own = ownRun?.run ?? run;
  const stop = own?.trace.find((event) => event.type === 'code stopped');
  if (!own?.files || !stop) return null;
  const { error } = stop;
  return error.place && own.files[error.place.file] !== files[error.place.file] ? null : error;
}

/** Files that could not be started: the code comes to the front, at the file that is to blame. */
export function refusedState(state: WorkbenchState, refused: ProgramError): Partial<WorkbenchState> {
  return { refused, openFile: refused.place?.file ?? state.openFile, ...askedFor(state, 'code') };
}

/** The cursor's moment. */
export const momentOf = ({ run, cursor }: Pick<WorkbenchState, 'run' | 'cursor'>): VirtualMs =>
  run?.trace[cursor]?.at ?? virtualMs(0);

/** What was done to the run that is shown. */
export const ownInterventions = ({ run, compared, interventions }: WorkbenchState): readonly LearnerIntervention[] =>
  run?.schedule != null || (compared && run === compared.first && run !== compared.fork) ? [] : interventions;

/** The code that answers at the run's end: what was deployed last, or else what it began with. */
export const latestCode = (state: WorkbenchState): SourceFiles | null =>
  ownInterventions(state).findLast((one) => one.kind === 'deploy')?.code ?? state.run?.files ?? null;

/** Whether the editor holds other code than the shown run ends with; false where nothing has run. */
export function isCodeChanged(state: WorkbenchState): boolean {
  const code = latestCode(state);
  return code !== null && !sameFiles(code, state.files);
}

/** Whether a change of settings belongs to a moment of the shown run, and not to the start of the next. */
export function standsInRun({ run, cursor }: Pick<WorkbenchState, 'run' | 'cursor'>): boolean {
  return run !== null && run.files !== null && run.schedule === null && cursor > 0 && cursor < run.trace.length - 1;
}

export const sameFiles = (a: SourceFiles, b: SourceFiles): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, text]) => b[name] === text);

/** Whether these files are the lesson's, its start or its solution, and so need no keeping. */
export const isOfLesson = (files: SourceFiles, { starter, solution }: Lesson): boolean =>
  sameFiles(files, starter) || sameFiles(files, solution);

export const allHold = ({ checks }: GradeReport): boolean => checks.every(({ kind }) => kind === 'holds');

export const djangoFile = 'django.py';

/** Whether the solution would still spoil something: the lesson is not solved, and it was not asked for. */
export const isSolutionSecret = ({ solved, solutionShown }: WorkbenchState): boolean => !solved && !solutionShown;

/** The files that can be read and not be edited: the lesson's own, its tables, and the solution in Django once it is no
 * secret. */
export function readOnlyFiles({ given, schemaSql, standaloneSql, django }: Lesson, withDjango: boolean): SourceFiles {
  return {
    ...given,
    'schema.sql': schemaSql,
    ...(standaloneSql !== undefined && { 'standalone.sql': standaloneSql }),
    ...(withDjango && django !== '' && { [djangoFile]: django }),
  };
}

export const inFront = (order: readonly PaneId[], pane: PaneId): readonly PaneId[] => [
  pane,
  ...order.filter((other) => other !== pane),
];

/** A pane that is asked for comes to the front of those that share its place, and is not folded. */
export const askedFor = (
  { paneOrder, folded }: Pick<WorkbenchState, 'paneOrder' | 'folded'>,
  pane: PaneId,
): Pick<WorkbenchState, 'paneOrder' | 'folded'> => ({
  paneOrder: inFront(paneOrder, pane),
  folded: folded.filter((other) => other !== pane),
});

/** Replaces the notice of the same id, if there is one. */
export const withNotice = (notices: readonly Notice[], notice: Notice): readonly Notice[] => [
  ...notices.filter(({ id }) => id !== notice.id),
  notice,
];
