import type { Lesson, SourceFiles } from '../../course/lesson.ts';
import type { Scenario } from '../../simulation/scenario.ts';
import type { RunRequest } from '../engine.ts';
import type { LearnerIntervention } from './interventions.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** What a run is made of, with the learner's own files. */
interface RunInput {
  readonly files: SourceFiles;
  readonly scenario: Scenario;
}

/** Of a run of the code that is in the editor, from the start. */
export function editedInput({ lesson, files, replication, network }: WorkbenchState): RunInput {
  const { scenario } = lesson;
  return { files, scenario: { ...scenario, settings: { ...scenario.settings, replication, network } } };
}

/** Of the run that is shown: the learner's own, a check's schedule, or the nodes at rest, where nobody comes. */
export function shownInput(state: WorkbenchState): RunInput {
  const { lesson, run } = state;
  const edited = editedInput(state);
  if (run?.files == null) {
    return {
      files: lesson.starter,
      scenario: { ...edited.scenario, people: [], changes: [], console: [], faults: [] },
    };
  }
  return { files: run.files, scenario: run.schedule?.scenario ?? edited.scenario };
}

/** What the engine is asked: the lesson's given files belong to every program. */
export function wholeRequest(
  { given }: Lesson,
  { files, scenario, interventions }: RunInput & { readonly interventions: readonly LearnerIntervention[] },
): RunRequest {
  return {
    files: { ...given, ...files },
    scenario,
    interventions: interventions.map((one) =>
      one.kind === 'deploy' ? { ...one, code: { ...given, ...one.code } } : one,
    ),
  };
}
