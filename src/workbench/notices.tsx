import { Icon } from './icon.tsx';
import { useActions, useWorkbenchState } from './workbench-context.tsx';

/** What the learner should know about their work. It lies over the page's edge, so that nothing moves when it comes. */
export function Notices() {
  const { dismiss, undoReset, prepare } = useActions();
  const notices = useWorkbenchState((state) => state.notices);
  const canUndo = useWorkbenchState((state) => state.beforeReset !== null);
  const engine = useWorkbenchState((state) => state.engine);
  return (
    <div className="notices" role="status">
      {engine.kind === 'failed' && (
        <div className="notice notice-failure">
          <p>The servers stopped: {engine.message}</p>
          <button type="button" className="button" onClick={() => void prepare()}>
            Start them again
          </button>
        </div>
      )}
      {notices.map(({ id, text }) => (
        <div key={id} className="notice">
          <p>{text}</p>
          {id === 'reset' && canUndo && (
            <button type="button" className="button" onClick={undoReset}>
              Undo
            </button>
          )}
          <button type="button" className="button button-quiet" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
