import { type Task, waitUntil } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import type { Container } from './container.ts';

export type WaitCondition = 'not-running' | 'next-exit' | 'removed';

/** `docker wait`: looks from the call on; the task gives the exit code once `condition` holds. */
export function waitForContainer(
  daemon: Daemon,
  container: Container,
  condition: WaitCondition,
): Task<{ StatusCode: number; Error?: { Message?: string } }> {
  const { exits } = container;
  const reached = (): boolean => {
    if (container.removed) return true;
    if (condition === 'removed') return false;
    return !container.running && (condition === 'not-running' || container.exits > exits);
  };
  return result(daemon, container, reached);
}

function* result(daemon: Daemon, container: Container, reached: () => boolean) {
  yield* waitUntil(reached, [container.changed], () => daemon.machine.clock.now);
  return { StatusCode: container.state.exitCode };
}
