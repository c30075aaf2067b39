import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CommandRecord, NetworkChange } from '../../protocol.ts';
import type { Lab } from '../lab.ts';
import { openAtFirst, type SeenLine, seenLines, treeOf } from './inspect-tree.ts';
import { Sign } from './sign.tsx';

/** What `docker network inspect` says since a command, for each network where it says something else; asked for when unfolded. */
export function InspectChanges({ lab, command }: { lab: Lab; command: CommandRecord }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) lab.askNetworkChanges(command.number);
  }, [open, lab, command]);
  const networks = lab.networkChanges.value.get(command.number) ?? [];
  return (
    <details class="changes inspect" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        docker network inspect ({command.networks} {command.networks === 1 ? 'réseau' : 'réseaux'})
      </summary>
      {open && networks.map((network) => <InspectTree key={`${network.where} ${network.name}`} network={network} />)}
    </details>
  );
}

function InspectTree({ network: { name, before, after } }: { network: NetworkChange }) {
  const root = useMemo(() => treeOf(before, after), [before, after]);
  const [open, setOpen] = useState(() => openAtFirst(root));
  const seen = seenLines(root, open);
  const [focused, focus] = useState('');
  const entry = seen.some(({ line }) => line.path === focused) ? focused : seen[0]?.line.path;
  const fold = (path: string, unfolded: boolean): void => {
    const others = [...open].filter((each) => each !== path);
    setOpen(new Set(unfolded ? [...others, path] : others));
  };
  return (
    <div class="inspect-tree" role="tree" aria-label={`docker network inspect ${name}`}>
      {seen.map((each) => (
        <TreeItem
          key={each.line.path}
          seen={each}
          open={open.has(each.line.path)}
          tabbable={each.line.path === entry}
          onFocus={() => focus(each.line.path)}
          onKeyDown={(event) => move(event, seen, open, fold)}
          onFold={(unfolded) => fold(each.line.path, unfolded)}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  readonly seen: SeenLine;
  readonly open: boolean;
  readonly tabbable: boolean;
  onFocus(): void;
  onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void;
  onFold(unfolded: boolean): void;
}

function TreeItem({ seen: { line, level, place, siblings }, open, tabbable, onFocus, onKeyDown, onFold }: ItemProps) {
  const foldable = line.lines.length > 0;
  return (
    <div
      role="treeitem"
      data-path={line.path}
      data-sign={line.sign || undefined}
      style={{ '--level': level }}
      tabIndex={tabbable ? 0 : -1}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={foldable ? open : undefined}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={() => foldable && onFold(!open)}
    >
      {line.sign === '' ? <span class="sign" /> : <Sign sign={line.sign} />}
      <span class="inspect-line">
        {line.name}
        {line.before !== undefined && (
          <>
            : <del>{line.before}</del> →
          </>
        )}
        {foldable ? <Folded line={line} open={open} /> : `${line.before === undefined ? ':' : ''} ${line.value}`}
      </span>
    </div>
  );
}

const Folded = ({ line: { list, lines, changed }, open }: { line: SeenLine['line']; open: boolean }) =>
  open ? (
    <>: {list ? '[' : '{'}</>
  ) : (
    <>
      : {list ? '[…]' : '{…}'} <small>{changed > 0 ? `${changed} lignes marquées` : `${lines.length}`}</small>
    </>
  );

/** The keys of a tree (WAI-ARIA's pattern): up and down among what is seen, right and left in and out, Enter folds. */
function move(
  event: KeyboardEvent & { readonly currentTarget: HTMLElement },
  seen: readonly SeenLine[],
  open: ReadonlySet<string>,
  fold: (path: string, unfolded: boolean) => void,
): void {
  const at = seen.findIndex(({ line }) => line.path === event.currentTarget.dataset.path);
  const here = seen[at];
  if (here === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  const { path, lines } = here.line;
  const foldable = lines.length > 0;
  const go = (index: number): void => {
    const items = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [];
    items[Math.max(0, Math.min(index, items.length - 1))]?.focus();
  };
  const act = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    Home: () => go(0),
    End: () => go(seen.length - 1),
    ArrowRight: () => (foldable && !open.has(path) ? fold(path, true) : foldable && go(at + 1)),
    ArrowLeft: () => (open.has(path) ? fold(path, false) : go(parentOf(seen, at))),
    Enter: () => foldable && fold(path, !open.has(path)),
    ' ': () => foldable && fold(path, !open.has(path)),
  }[event.key];
  if (act === undefined) return;
  act();
  event.preventDefault();
}

const parentOf = (seen: readonly SeenLine[], at: number): number => {
  const level = seen[at]?.level ?? 1;
  const parent = seen.slice(0, at).findLastIndex((each) => each.level < level);
  return parent < 0 ? at : parent;
};
