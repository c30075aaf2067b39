import { place } from './dock-state.ts';
import { prefer, preferences } from './preferences.ts';

const STEP = 24;
const LEAST_HEIGHT = 160;
const LEAST_WIDTH = 340;

const most = (side: boolean): number => Math.round(side ? innerWidth * 0.7 : innerHeight * 0.85);
const least = (side: boolean): number => (side ? LEAST_WIDTH : LEAST_HEIGHT);

function setSize(side: boolean, size: number): void {
  const kept = Math.round(Math.max(least(side), Math.min(size, most(side))));
  prefer(side ? { width: kept } : { height: kept });
}

/** The dock's inner edge: pulled, or moved by the arrow keys. */
export function Resizer() {
  const side = place.value === 'side';
  if (!side && place.value !== 'foot') return null;
  const size = side ? preferences.value.width : preferences.value.height;
  const pull = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setSize(side, side ? innerWidth - event.clientX : innerHeight - event.clientY);
  };
  const press = (event: KeyboardEvent): void => {
    const sizes: Readonly<Record<string, number>> = {
      [side ? 'ArrowLeft' : 'ArrowUp']: size + STEP,
      [side ? 'ArrowRight' : 'ArrowDown']: size - STEP,
      Home: least(side),
      End: most(side),
    };
    const wanted = sizes[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    setSize(side, wanted);
  };
  return (
    <hr
      class="lab-resizer"
      tabIndex={0}
      aria-orientation={side ? 'vertical' : 'horizontal'}
      aria-label={side ? 'Largeur du laboratoire' : 'Hauteur du laboratoire'}
      aria-valuemin={least(side)}
      aria-valuemax={most(side)}
      aria-valuenow={size}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={pull}
      onKeyDown={press}
    />
  );
}
