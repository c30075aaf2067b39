/** Runs in a page of its own: the map as the lab has it, told of one topology after another. */
import { signal } from '@preact/signals';
import { h, options, render } from 'preact';
import type { Topology } from '../../../src/lab/protocol.ts';
import dockStyles from '../../../src/lab/ui/dock.css';
import type { Lab } from '../../../src/lab/ui/lab.ts';
import mapStyles from '../../../src/lab/ui/map/map.css';
import { NetworkMap } from '../../../src/lab/ui/map/network-map.tsx';

const topology = signal<Topology | undefined>(undefined);
const place = document.createElement('div');

/** Draws the map, and lets the browser lay it out. */
function show(shown: Topology): void {
  topology.value = shown;
  place.getBoundingClientRect();
}

/** Puts the map into the page. */
export function drawMap(first: Topology): void {
  // What is changed is drawn at once, and not when the browser next has time.
  options.debounceRendering = (draw) => draw();
  const style = document.createElement('style');
  style.textContent = `${dockStyles}${mapStyles}.map-sheet { height: 500px; }`;
  document.head.append(style);
  document.body.append(place);
  render(h(NetworkMap, { lab: { topology } as unknown as Lab }), place);
  show(first);
}

/** Changes the map from one topology to the other and back: how long (ms) each change takes. */
export function updateTimes(first: Topology, second: Topology, runs: number): number[] {
  return Array.from({ length: runs }, (_, run) => {
    const start = performance.now();
    show(run % 2 === 0 ? second : first);
    return performance.now() - start;
  });
}
