import { Select } from '@base-ui/react/select';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { speeds, type PlaybackSpeed } from './playback-speed.ts';

const labels: Readonly<Record<PlaybackSpeed, string>> = { 0.5: '½×', 1: '1×', 2: '2×', 4: '4×' };
const items = speeds.map((speed) => ({ value: speed, label: labels[speed] }));

/** How fast a run plays. */
export function SpeedSelect() {
  const { setSpeed } = useActions();
  const speed = useWorkbenchState((state) => state.speed);
  return (
    <Select.Root
      items={items}
      value={speed}
      onValueChange={(chosen) => chosen !== null && setSpeed(chosen)}
      // The page behind goes on being used: it may be playing.
      modal={false}
    >
      <Select.Trigger className="button button-quiet speed" aria-label="Speed" title="Speed of playing (< and >)">
        <Select.Value />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner sideOffset={4} alignItemWithTrigger={false} className="speed-place">
          <Select.Popup className="popup speed-popup">
            <Select.List>
              {items.map(({ value, label }) => (
                <Select.Item key={value} value={value} className="speed-item">
                  <Select.ItemText>{label}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
