import { useEffect, useEffectEvent, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { Trace } from '../../trace/events.ts';
import { useActions } from '../workbench-context.tsx';
import { eventAt, eventNear } from './event-at.ts';
import { positionAt, type Frame } from './frame.ts';
import { isWhole } from './sight.ts';
import type { TimelineLayout } from './timeline-layout.ts';
import { wheelMove } from './wheel-move.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What began when the first finger or the mouse button went down. */
interface Press {
  readonly start: Point;
  /** The event under it, which a click opens. */
  readonly hit: number | null;
  /** Where the cursor was until then. */
  readonly cursor: number;
  /** It has moved, or there was a second finger: no click. */
  moved: boolean;
}

/** How far, in px, a press may move and still be a click. */
const slack = 4;

interface TimelinePointerOptions {
  readonly trace: Trace;
  readonly layout: TimelineLayout;
  readonly frame: Frame;
  readonly cursor: number;
  readonly field: RefObject<HTMLElement | null>;
}

/** One pointer moves the cursor or opens an event, two zoom and pan, and so does the wheel. */
export function useTimelinePointer({ trace, layout, frame, cursor, field }: TimelinePointerOptions) {
  const { goToInSight, openEvent, zoom, pan } = useActions();
  const [hovered, setHovered] = useState<number | null>(null);
  const pointers = useRef(new Map<number, Point>());
  const press = useRef<Press | null>(null);
  useWheel(field, frame);

  const hitAt = ({ x, y }: Point): number | null => eventAt(trace, layout, frame, x, y);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const start = pointIn(event);
    pointers.current.set(event.pointerId, start);
    setHovered(null);
    if (press.current) {
      // Two fingers zoom: the first was not meant for the cursor.
      if (!press.current.moved) goToInSight(press.current.cursor);
      press.current.moved = true;
      return;
    }
    const hit = hitAt(start);
    press.current = { start, hit, cursor, moved: false };
    goToInSight(hit ?? eventNear(layout, frame, start.x));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const point = pointIn(event);
    const before = pointers.current.get(event.pointerId);
    if (!before || !press.current) {
      if (event.pointerType !== 'touch') setHovered(hitAt(point));
      return;
    }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    if (other) {
      zoom(apart(point, other) / apart(before, other), positionAt(frame, (point.x + other.x) / 2));
      pan((before.x - point.x) / 2 / frame.width);
      return;
    }
    press.current.moved ||= apart(point, press.current.start) > slack;
    if (press.current.moved) goToInSight(eventNear(layout, frame, point.x));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    pointers.current.delete(event.pointerId);
    if (pointers.current.size > 0) return;
    const { hit = null, moved = true } = press.current ?? {};
    press.current = null;
    if (!moved && hit !== null) openEvent(hit);
  };
  const onPointerCancel = (event: PointerEvent<HTMLElement>): void => {
    pointers.current.delete(event.pointerId);
    if (pointers.current.size === 0) press.current = null;
  };
  const onPointerLeave = (): void => setHovered(null);
  return { hovered, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave } };
}

function pointIn({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): Point {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** At least 1 px, so that two fingers on one spot do not zoom without end. */
const apart = (a: Point, b: Point): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

/** React listens to the wheel passively, and then the page would zoom along. */
function useWheel(field: RefObject<HTMLElement | null>, frame: Frame): void {
  const { zoom, pan } = useActions();
  const onWheel = useEffectEvent((event: WheelEvent): void => {
    const move = wheelMove(event);
    if (!move || ('panPx' in move && isWhole(frame))) return;
    event.preventDefault();
    if ('panPx' in move) return pan(move.panPx / frame.width);
    const { left } = field.current!.getBoundingClientRect();
    zoom(move.factor, positionAt(frame, event.clientX - left));
  });
  useEffect(() => {
    const element = field.current!;
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [field]);
}
