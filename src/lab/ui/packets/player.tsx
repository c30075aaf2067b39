import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Action } from '../action.tsx';
import { describe } from './exchange-list.tsx';
import { HopPanel } from './hop-panel.tsx';
import type { Packets } from './packets.ts';

/** How long a hop is shown while the way is played (ms), by the name of the speed. */
const SPEEDS = { lente: 1_600, normale: 800, rapide: 300 } as const;
type Speed = keyof typeof SPEEDS;

const speed = signal<Speed>('normale');
const playing = signal(false);

/** One exchange's way: forward and backward, by buttons, slider and arrow keys. */
export function Player({ packets }: { packets: Packets }) {
  const { at, hops, chosen, exchanges } = packets;
  const last = Math.max(hops.value.length - 1, 0);
  usePlaying(packets, last);
  const exchange = exchanges.value.find(({ number }) => number === chosen.value);
  return (
    <section class="player" aria-label="Le chemin du paquet" onKeyDown={(event) => turn(event, packets)}>
      <div class="player-head">
        <Action label="Tous les échanges" icon="back" onClick={() => packets.leave()} />
        {exchange && <p>{describe(exchange)}</p>}
      </div>
      <div class="player-tools lab-group" role="toolbar" aria-label="Avancer dans le chemin">
        <Action label="Au début" icon="first" bare disabled={at.value === 0} onClick={() => packets.go(0)} />
        <Action
          label="Reculer"
          icon="earlier"
          bare
          disabled={at.value === 0}
          onClick={() => packets.go(at.value - 1)}
        />
        <Action
          label={playing.value ? 'Arrêter' : 'Jouer'}
          icon={playing.value ? 'pause' : 'play'}
          bare
          onClick={() => play(packets, last)}
        />
        <Action
          label="Avancer"
          icon="later"
          bare
          disabled={at.value >= last}
          onClick={() => packets.go(at.value + 1)}
        />
        <Action label="À la fin" icon="next" bare disabled={at.value >= last} onClick={() => packets.go(last)} />
        <input
          type="range"
          aria-label="Étape du chemin"
          min={0}
          max={last}
          value={at.value}
          onInput={(event) => packets.go(Number(event.currentTarget.value))}
        />
        <label>
          Vitesse{' '}
          <select value={speed.value} onChange={(event) => chooseSpeed(event.currentTarget.value)}>
            {Object.keys(SPEEDS).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <p class="player-place">
        Étape {at.value + 1} sur {hops.value.length}
      </p>
      {packets.hop.value && <HopPanel hop={packets.hop.value} />}
    </section>
  );
}

function chooseSpeed(name: string): void {
  if (name in SPEEDS) speed.value = name as Speed;
}

/** From the start again where it had come to its end; at once to the end where motion is not wanted. */
function play(packets: Packets, last: number): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return packets.go(last);
  if (!playing.value && packets.at.value >= last) packets.go(0);
  playing.value = !playing.value;
}

function usePlaying(packets: Packets, last: number): void {
  const on = playing.value;
  const pause = SPEEDS[speed.value];
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => {
      packets.go(packets.at.value + 1);
      if (packets.at.value >= last) playing.value = false;
    }, pause);
    return () => clearInterval(timer);
  }, [packets, on, pause, last]);
  useEffect(
    () => () => {
      playing.value = false;
    },
    [],
  );
}

function turn(event: KeyboardEvent, packets: Packets): void {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  packets.go(packets.at.value + step);
}
