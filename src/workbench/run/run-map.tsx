import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { formatMs } from '../../course/story.ts';
import type { Trace } from '../../trace/events.ts';
import { eventSentence, spoken } from '../events/event-sentence.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { eventNear, runMapLayout, type RunMapLayout } from './run-map-layout.ts';
import './run-map.css';

/** The whole run in one picture, with the cursor in it. Pressing or dragging moves the cursor. */
export function RunMap({ trace, planned }: { trace: Trace; planned: readonly string[] }) {
  const { goTo, stepForward, stepBack, toStart, toEnd } = useActions();
  const cursor = useWorkbenchState((state) => state.cursor);
  const layout = useMemo(() => runMapLayout(trace, planned), [trace, planned]);
  const event = trace[cursor]!;

  const scrub = ({ buttons, clientX, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    if (buttons !== 1) return;
    const { left, width } = currentTarget.getBoundingClientRect();
    goTo(eventNear(layout.x, (clientX - left) / width));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: stepForward,
    ArrowUp: stepForward,
    ArrowLeft: stepBack,
    ArrowDown: stepBack,
    Home: toStart,
    End: toEnd,
  };
  const onKeyDown = (pressed: KeyboardEvent): void => {
    const act = keys[pressed.key];
    if (!act) return;
    pressed.preventDefault();
    act();
  };
  return (
    <div className="run-map">
      <div className="run-map-lanes" aria-hidden="true">
        {layout.people.map((person) => (
          <span key={person}>{person}</span>
        ))}
        {layout.nodes.map((node) => (
          <span key={`node ${node}`} className={`node-mark-${node}`}>
            {node}
          </span>
        ))}
      </div>
      <div
        className="run-map-field"
        role="slider"
        tabIndex={0}
        aria-label="Moment of the run"
        aria-valuemin={1}
        aria-valuemax={trace.length}
        aria-valuenow={cursor + 1}
        aria-valuetext={`${formatMs(event.at)}: ${spoken(eventSentence(event))}`}
        onPointerDown={(pressed) => {
          pressed.currentTarget.setPointerCapture(pressed.pointerId);
          scrub(pressed);
        }}
        onPointerMove={scrub}
        onKeyDown={onKeyDown}
      >
        <RunPicture layout={layout} />
        <div className="run-map-cursor" style={{ left: percent(layout.x[cursor]!) }} />
      </div>
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
const laneHeight = 20;

function RunPicture({ layout }: { layout: RunMapLayout }) {
  const lanes = [...layout.people, ...layout.nodes];
  const middle = (lane: string): number => lanes.lastIndexOf(lane) * laneHeight + laneHeight / 2;
  return (
    <svg className="run-picture" height={lanes.length * laneHeight} width="100%" aria-hidden="true">
      {lanes.map((lane, index) => (
        <line key={index} className={`lane lane-${lane}`} x1="0" x2="100%" y1={middle(lane)} y2={middle(lane)} />
      ))}
      {layout.requests.map(({ person, from, to, failed }, index) => (
        <rect
          key={index}
          className={failed ? 'request request-failed' : 'request'}
          x={percent(from)}
          y={middle(person) - 5}
          width={percent(to - from)}
          height="10"
          rx="2"
        />
      ))}
      {layout.commits.map(({ from, to }, index) => (
        <g key={index} className="commit">
          {to !== null && <line x1={percent(from)} y1={middle('primary')} x2={percent(to)} y2={middle('replica')} />}
          <circle cx={percent(from)} cy={middle('primary')} r="4" className="committed" />
          {to !== null && <circle cx={percent(to)} cy={middle('replica')} r="4" className="applied" />}
        </g>
      ))}
      {layout.queries.map(({ node, at, look }, index) => (
        <line
          key={index}
          className={`read read-${look} read-${node}`}
          x1={percent(at)}
          x2={percent(at)}
          y1={middle(node) - (look === 'fresh' ? 4 : 8)}
          y2={middle(node) + (look === 'fresh' ? 4 : 8)}
        />
      ))}
    </svg>
  );
}
