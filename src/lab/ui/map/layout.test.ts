import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from '../../../sim/world.ts';
import { layout } from './layout.ts';
import type { Box, Picture, PictureNode } from './picture.ts';

/** What the map shows after these commands at docker1's prompt. */
function pictureAfter(commands: readonly string[], aspect = 1.6): Picture {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 80, rows: 24 });
  for (const command of commands) {
    terminal.input(new TextEncoder().encode(`${command}\n`));
    world.runFor(4_000_000);
  }
  return layout(world.topology(), aspect);
}

const named = ({ nodes }: Picture, name: string): PictureNode => {
  const found = nodes.find(({ of }) => of.name === name);
  if (found === undefined) throw new Error(`${name} is not on the map`);
  return found;
};

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('a container hangs on the bridge that Docker plugged it into, by a wire with the names of both ends', () => {
  const picture = pictureAfter(['docker run -dit --name web alpine']);
  const { id } = named(picture, 'web');
  const wire = picture.wires.find((each) => each.id.startsWith(`${id}~`));
  expect(wire).toMatchObject({ kind: 'veth', up: true, title: expect.stringMatching(/^eth0 ↔ veth[0-9a-f]{7}$/) });
  expect(named(picture, 'web').box.y).toBeGreaterThan(named(picture, 'bridge').box.y);
});

test('a stopped container keeps its place, and its wire is down', () => {
  const picture = pictureAfter(['docker run -dit --name web alpine', 'docker stop -t 0 web']);
  expect(picture.wires.find(({ id }) => id.startsWith(named(picture, 'web').id))).toMatchObject({ up: false });
});

test('a container on two networks has a wire to each; one of --network none has none', () => {
  const picture = pictureAfter([
    'docker network create front',
    'docker run -dit --name both alpine',
    'docker network connect front both',
    'docker run -dit --name alone --network none alpine',
  ]);
  const wiresOf = (name: string) => picture.wires.filter(({ id }) => id.startsWith(named(picture, name).id));
  expect(wiresOf('both')).toHaveLength(2);
  expect(wiresOf('alone')).toHaveLength(0);
  expect(picture.zones.map(({ label }) => label)).toEqual(['sans réseau']);
});

test('a container of --network host stands in the host’s own strip, above the bridges', () => {
  const picture = pictureAfter(['docker run -dit --name onhost --network host alpine']);
  expect(named(picture, 'onhost').box.y).toBeLessThan(named(picture, 'bridge').box.y);
});

test('whatever there is and however wide the window: nothing lies on anything else, and all is inside the picture', () => {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 80, rows: 24 });
  const type = (command: string): void => {
    terminal.input(new TextEncoder().encode(`${command}\n`));
    world.runFor(4_000_000);
  };
  type('docker network create a; docker network create b; docker network create --internal c');
  const place = fc.constantFrom('bridge', 'a', 'b', 'c', 'none', 'host');
  fc.assert(
    fc.property(place, fc.double({ min: 0.3, max: 4, noNaN: true }), (network, aspect) => {
      type(`docker run -d --network ${network} alpine sleep 1000`);
      const picture = layout(world.topology(), aspect);
      const boxes = picture.nodes.filter(({ kind }) => kind !== 'machine').map(({ box }) => box);
      for (const [index, box] of boxes.entries()) {
        for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(picture.width);
        expect(box.y + box.height).toBeLessThanOrEqual(picture.height);
      }
    }),
    { numRuns: 25, seed: 7 },
  );
});

test.each([0.5, 1, 2.5])(
  'every machine’s card is wired to the LAN, also where the LAN ends before it (aspect %d)',
  (aspect) => {
    const { lan, nodes, wires } = pictureAfter([], aspect);
    const cards = nodes.filter(({ kind }) => kind === 'interface');
    expect(cards).toHaveLength(3);
    for (const { id, box } of cards) {
      const points = wires.find((wire) => wire.id === `${id}~lan`)?.points ?? [];
      const [x, y] = points[0] ?? [];
      const [toX, toY] = points.at(-1) ?? [];
      expect(x).toBeLessThanOrEqual(lan.x + lan.width);
      expect(y).toBeLessThanOrEqual(lan.y + lan.height);
      const touches = toX === box.x || toY === box.y;
      expect(touches).toBe(true);
    }
  },
);
