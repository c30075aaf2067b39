import { useEffect, useState } from 'preact/hooks';
import type { Explanation } from '../protocol.ts';
import { Action } from './action.tsx';
import type { Lab } from './lab.ts';
import type { TerminalView } from './terminal-view.ts';

/** On a terminal whose last command failed: a button, and behind it what went wrong. */
export function Why({ lab, view }: { lab: Lab; view: TerminalView }) {
  const [open, setOpen] = useState(false);
  const explanation = view.why.value;
  useEffect(() => setOpen(false), [explanation]);
  if (explanation === undefined) return null;
  return (
    <div class="lab-why">
      {open ? (
        <Answer lab={lab} view={view} explanation={explanation} onClose={() => setOpen(false)} />
      ) : (
        <Action label={`Pourquoi${'\u202f'}?`} icon="why" onClick={() => setOpen(true)} />
      )}
    </div>
  );
}

interface AnswerProps {
  readonly lab: Lab;
  readonly view: TerminalView;
  readonly explanation: Explanation;
  onClose(): void;
}

function Answer({ lab, view, explanation: { cause, command, container, lesson }, onClose }: AnswerProps) {
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  const line = command && container ? `docker exec ${container} ${command}` : command;
  return (
    <section class="lab-explanation" aria-label="Pourquoi">
      <header>
        <h3>Pourquoi&#8239;?</h3>
        <Action
          label="Fermer l’explication"
          icon="close"
          bare
          onClick={() => {
            onClose();
            view.focus();
          }}
        />
      </header>
      <p role="status">{cause}</p>
      {line && (
        <p>
          <button type="button" class="lab-action show" onClick={() => lab.type(line)}>
            Le voir&nbsp;: <code>{line}</code>
          </button>
        </p>
      )}
      {lesson && (
        <p>
          <a href={base + lesson}>La leçon qui en parle</a>
        </p>
      )}
    </section>
  );
}
