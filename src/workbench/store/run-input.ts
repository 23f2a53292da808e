import type { Lesson, SourceFiles } from '../../course/lesson.ts';
import type { Scenario } from '../../simulation/scenario.ts';
import type { ReplicationKind } from '../../trace/events.ts';
import { replicationOf } from '../../trace/replication-of.ts';
import type { RunRequest } from '../engine.ts';
import type { LearnerIntervention } from './interventions.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** What a run is made of, with the learner's own files. */
interface RunInput {
  readonly files: SourceFiles;
  readonly scenario: Scenario;
  readonly replication: ReplicationKind;
}

/** Of a run of the code that is in the editor, from the start. */
export function editedInput({ lesson, files, replication, network, replicationKind }: WorkbenchState): RunInput {
  const { scenario } = lesson;
  const settings = { ...scenario.settings, replication, network };
  return { files, scenario: { ...scenario, settings }, replication: replicationKind };
}

/** Of the run that is shown: the learner's own, a check's schedule, or the nodes at rest, where nobody comes. Whatever was chosen
 * since, its replica follows as it did. */
export function shownInput(state: WorkbenchState): RunInput {
  const { lesson, run } = state;
  const edited = editedInput(state);
  const replication = run ? replicationOf(run.trace) : edited.replication;
  if (run?.files == null) {
    return {
      files: lesson.starter,
      replication,
      scenario: { ...edited.scenario, people: [], changes: [], console: [], scripts: [], faults: [] },
    };
  }
  return { files: run.files, scenario: run.schedule?.scenario ?? edited.scenario, replication };
}

/** What the engine is asked: the lesson's given files belong to every program. */
export function wholeRequest(
  { given }: Lesson,
  {
    files,
    scenario,
    replication,
    interventions,
  }: RunInput & { readonly interventions: readonly LearnerIntervention[] },
): RunRequest {
  return {
    files: { ...given, ...files },
    scenario,
    replication,
    interventions: interventions.map((one) =>
      one.kind === 'deploy' ? { ...one, code: { ...given, ...one.code } } : one,
    ),
  };
}
