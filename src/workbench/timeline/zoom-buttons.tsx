import { Button } from '@base-ui/react/button';
import { Icon } from '../icon.tsx';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { isWhole, zoomStep } from './sight.ts';

/** What the wheel and two fingers do, for those who have neither. */
export function ZoomButtons() {
  const { zoom, showWholeRun } = useActions();
  const whole = useWorkbenchState((state) => isWhole(state.sight));
  const hasRun = useWorkbenchState((state) => (state.run?.trace.length ?? 0) > 1);
  const buttons = [
    { name: 'Zoom out', key: '−', icon: 'zoomOut', disabled: whole, act: () => zoom(1 / zoomStep) },
    { name: 'Whole run', key: '0', icon: 'whole', disabled: whole, act: showWholeRun },
    { name: 'Zoom in', key: '+', icon: 'zoomIn', disabled: !hasRun, act: () => zoom(zoomStep) },
  ] as const;
  return (
    <div className="segments" role="group" aria-label="Zoom">
      {buttons.map(({ name, key, icon, disabled, act }) => (
        <Button
          key={name}
          className="segment zoom-button"
          aria-label={name}
          title={`${name} (${key})`}
          disabled={disabled}
          // Who presses it until it does nothing more keeps their place.
          focusableWhenDisabled
          onClick={act}
        >
          <Icon name={icon} />
        </Button>
      ))}
    </div>
  );
}
