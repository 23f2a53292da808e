import { formatMs } from '../../course/story.ts';
import type { ProgramError } from '../../trace/http.ts';
import { type EngineStatus, isCodeChanged } from '../store/workbench-state.ts';
import { useRunView, useWorkbenchState } from '../workbench-context.tsx';

/** Where the cursor stands, or why nothing ran. Of a fixed width and height, so that nothing moves while a run plays. */
export function Moment() {
  const view = useRunView();
  const refused = useWorkbenchState((state) => state.refused);
  const length = useWorkbenchState((state) => state.run?.trace.length ?? 0);
  const changed = useWorkbenchState(isCodeChanged);
  const servers = useWorkbenchState(({ lesson }) => (lesson.standaloneSql === undefined ? 'Two' : 'Three'));
  const status = useWorkbenchState((state) => state.engine.kind);
  if (refused) return <Refused refused={refused} />;
  if (!view || length < 2)
    return (
      <p className="moment">
        <span className="moment-time">{servers} servers</span>{' '}
        <span className="moment-count">{atStart(status, view !== null)}</span>
      </p>
    );
  return (
    <p className="moment">
      <span className="moment-time">t = {formatMs(view.at)}</span>
      <span className="moment-count">
        event {view.cursor + 1} of {length}
        {changed && <em>, code changed</em>}
      </span>
    </p>
  );
}

/** Of the servers, before anything has run. */
function atStart(status: EngineStatus['kind'], known: boolean): string {
  if (status === 'resting') return 'at rest';
  return known && status !== 'preparing' ? 'ready' : 'starting …';
}

function Refused({ refused: { name, place } }: { refused: ProgramError }) {
  const what = name === 'SyntaxError' ? 'syntax error' : name;
  return (
    <p className="moment moment-refused" role="status">
      <span className="moment-time">
        Not run<span className="moment-more">: {what}</span>
      </span>
      {place && (
        <span className="moment-count">
          <span className="moment-more">in </span>
          {place.file}, line {place.line}
        </span>
      )}
    </p>
  );
}
