import { useRef, useState } from 'preact/hooks';
import type { Box } from './picture.ts';

const CLOSEST = 3;
const MARGIN = 12;
/** One press of a key or button. */
const ZOOM_STEP = 1.25;
const PAN_STEP = 48;

export interface Viewport {
  readonly viewBox: string;
  /** Is all of the picture shown? */
  readonly fits: boolean;
  zoom(factor: number, about?: readonly [number, number]): void;
  fit(): void;
  /** Handlers for the drawing: wheel with Ctrl, dragging, pinching, the keys + - 0. */
  readonly handlers: {
    onWheel(event: WheelEvent): void;
    onPointerDown(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerUp(event: PointerEvent): void;
    onPointerCancel(event: PointerEvent): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

const around = ({ width, height }: Pick<Box, 'width' | 'height'>): Box => ({
  x: -MARGIN,
  y: -MARGIN,
  width: width + 2 * MARGIN,
  height: height + 2 * MARGIN,
});

/** What part of a picture is shown; all of it until the reader wants otherwise. */
export function useViewport(picture: Pick<Box, 'width' | 'height'>): Viewport {
  const [chosen, choose] = useState<Box | undefined>();
  const pointers = useRef(new Map<number, PointerEvent>());
  const whole = around(picture);
  const shown = chosen ?? whole;

  const zoom = (factor: number, about: readonly [number, number] = [0.5, 0.5]): void => {
    const width = Math.max(whole.width / CLOSEST / 2, shown.width / factor);
    if (width >= whole.width) return choose(undefined);
    const ratio = width / shown.width;
    const height = shown.height * ratio;
    choose({
      x: shown.x + (shown.width - width) * about[0],
      y: shown.y + (shown.height - height) * about[1],
      width,
      height,
    });
  };
  const pan = (dx: number, dy: number): void => choose({ ...shown, x: shown.x + dx, y: shown.y + dy });

  const move = (event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const svg = event.currentTarget as SVGSVGElement;
    const scale = 1 / (svg.getScreenCTM()?.a ?? 1);
    const others = [...pointers.current.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
    pointers.current.set(event.pointerId, event);
    const [other] = others;
    if (other) return zoom(distance(event, other) / distance(before, other), placeIn(svg, event));
    if (chosen !== undefined) pan((before.clientX - event.clientX) * scale, (before.clientY - event.clientY) * scale);
  };
  const release = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);

  return {
    viewBox: `${shown.x} ${shown.y} ${shown.width} ${shown.height}`,
    fits: chosen === undefined,
    zoom,
    fit: () => choose(undefined),
    handlers: {
      onWheel: (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        zoom(2 ** (-event.deltaY / 240), placeIn(event.currentTarget as SVGSVGElement, event));
      },
      onPointerDown: (event) => void pointers.current.set(event.pointerId, event),
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: release,
      onKeyDown: (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key === '+') zoom(ZOOM_STEP);
        else if (event.key === '-') zoom(1 / ZOOM_STEP);
        else if (event.key === '0') choose(undefined);
        else if (event.shiftKey && event.key in PANS) pan(...(PANS[event.key] as [number, number]));
        else return;
        event.preventDefault();
      },
    },
  };
}

const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-PAN_STEP, 0],
  ArrowRight: [PAN_STEP, 0],
  ArrowUp: [0, -PAN_STEP],
  ArrowDown: [0, PAN_STEP],
};

const distance = (a: PointerEvent, b: PointerEvent): number =>
  Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));

function placeIn(svg: SVGSVGElement, { clientX, clientY }: MouseEvent): readonly [number, number] {
  const { left, top, width, height } = svg.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}
