import type { Daemon } from '../daemon.ts';
import type { Container } from './container.ts';
import { logEvent } from './log-event.ts';

/** The window that shows a container's terminal has another size. */
export function resizeContainer(daemon: Daemon, container: Container, rows: number, columns: number): void {
  container.runningProcess();
  container.streams.tty?.resize({ columns, rows });
  logEvent(daemon, container, 'resize', { height: String(rows), width: String(columns) });
}
