import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alpine } from '../../images/alpine.ts';
import { debianHost } from '../../images/debian-host.ts';
import { type Place, TestMachine } from '../test-machine.test-support.ts';
import { argumentsOf } from './arguments.test-support.ts';
import { VOCABULARIES } from './vocabulary.test-support.ts';

function* nothing() {
  return 0;
}

const HOST = debianHost({ hostname: 'docker1', bash: nothing, docker: nothing, dockerd: nothing });
const CONTAINER = alpine(nothing);

/** What no program writes of itself. */
const LEAKS = /undefined|NaN|\[object|TypeError|RangeError|\bat .*\.ts:/;

function placeFor(system: 'host' | 'container'): Place {
  const machine = new TestMachine(HOST);
  machine.host.run('ip link add d0 type veth peer name d1');
  machine.host.run('ip addr add 10.9.0.1/24 dev d0');
  machine.host.run('ip link set d0 up');
  if (system === 'host') return machine.host;
  return machine.container(CONTAINER.createRoot(), { capabilities: ['CAP_NET_ADMIN'] });
}

test.each(VOCABULARIES)('$program ($system) takes any arguments, one command after another', (vocabulary) => {
  const commands = fc.array(argumentsOf(vocabulary), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(commands, (list) => {
      const place = placeFor(vocabulary.system);
      for (const words of list) {
        const settings = { seconds: 1, signal: { name: 'SIGINT', after: 0.2 } } as const;
        const { out, err } = place.run([vocabulary.program, ...words], settings);
        expect(out + err).not.toMatch(LEAKS);
      }
    }),
    { numRuns: 20 },
  );
});
