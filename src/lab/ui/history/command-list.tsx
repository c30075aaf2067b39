import { useEffect, useRef } from 'preact/hooks';
import type { CommandRecord, History } from '../../protocol.ts';
import { Action } from '../action.tsx';
import type { Lab } from '../lab.ts';
import { ShareTools } from '../share/share-tools.tsx';
import { ChangeList } from './change-list.tsx';
import { InspectChanges } from './inspect-changes.tsx';

/** The lab's commands in the order they were given: what each changed, and the way back to it. */
export function CommandList({ lab }: { lab: Lab }) {
  const { commands, at, branches } = lab.travel;
  const list = useRef<HTMLOListElement>(null);
  const count = commands.value.length;
  useEffect(() => {
    if (at.value === undefined) list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [count, at.value]);
  const withNow = (act: (now: History) => void) => () => {
    if (lab.history) act(lab.history);
  };
  return (
    <div class="commands">
      <div class="map-tools lab-group" role="toolbar" aria-label="Temps">
        <Action
          label="Annuler la dernière commande"
          icon="reset"
          disabled={at.value !== undefined || lab.status.value !== 'ready'}
          onClick={withNow((now) => lab.travel.undo(now))}
        />
        <Action
          label="Avant la première"
          disabled={at.value === 0 || lab.status.value !== 'ready'}
          onClick={withNow((now) => lab.travel.visit(0, now))}
        />
      </div>
      <ShareTools lab={lab} />
      {count === 0 && <p class="packets-none">Aucune commande n’a encore été donnée.</p>}
      <ol class="command-list" ref={list}>
        {commands.value.map((command) => (
          <CommandItem
            key={command.number}
            lab={lab}
            command={command}
            epoch={lab.history?.epoch ?? 0}
            standsHere={command.number === (at.value ?? count)}
            future={at.value !== undefined && command.number > at.value}
            onVisit={withNow((now) => lab.travel.visit(command.number, now))}
          />
        ))}
      </ol>
      {branches.value.length > 0 && <Branches lab={lab} branches={branches.value} />}
    </div>
  );
}

interface ItemProps {
  readonly lab: Lab;
  readonly command: CommandRecord;
  readonly epoch: number;
  readonly standsHere: boolean;
  readonly future: boolean;
  onVisit(): void;
}

function CommandItem({ lab, command, epoch, standsHere, future, onVisit }: ItemProps) {
  const { number, terminal, container, line, changes, networks = 0, end, status } = command;
  return (
    <li aria-current={standsHere ? 'step' : undefined} class={future ? 'future' : undefined}>
      <div class="command-head">
        <code>{line}</code>
        <Action label={`Aller à la commande ${number}`} icon="visit" bare disabled={standsHere} onClick={onVisit} />
      </div>
      <p class="command-place">
        {timeOf(epoch + command.start)}, terminal {terminal}
        {container && `, dans ${container}`}
        {end === undefined && ', en cours'}
        {status ? `, code de sortie ${status}` : ''}
      </p>
      {changes !== undefined && changes.length > 0 && <ChangeList changes={changes} />}
      {networks > 0 && <InspectChanges lab={lab} command={command} />}
    </li>
  );
}

const clock = new Intl.DateTimeFormat('fr', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const timeOf = (micros: number): string => clock.format(new Date(micros / 1_000));

function Branches({ lab, branches }: { lab: Lab; branches: readonly History[] }) {
  return (
    <section class="branches">
      <h3>Autres suites</h3>
      <ul>
        {branches.map((branch) => (
          <li key={`${branch.seed} ${branch.now} ${branch.entries.length}`}>
            {branchText(branch)}
            <Action label="La reprendre" onClick={() => lab.history && lab.travel.take(branch, lab.history)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function branchText({ entries, epoch, now }: History): string {
  const lines = entries.filter(
    ({ kind, ...entry }) => kind === 'input' && 'data' in entry && entry.data.includes('\r'),
  );
  return `${lines.length} ${lines.length > 1 ? 'lignes tapées' : 'ligne tapée'}, jusqu’à ${timeOf(epoch + now)}`;
}
