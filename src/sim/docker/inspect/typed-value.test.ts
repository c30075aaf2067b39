import { expect, test } from 'vitest';
import { template } from '../../command/template/template.ts';
import { typedValue } from './typed-value.ts';

const container = typedValue('container.InspectResponse', {
  Id: 'abc',
  Config: { Entrypoint: null, Labels: { a: '1' }, Cmd: ['sh'] },
  HostConfig: {
    PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] },
    Binds: null,
    LogConfig: { Type: 'x', Config: {} },
  },
  State: { Running: true },
});
const network = typedValue('network.Inspect', {
  IPAM: { Options: null, Config: [{ Subnet: '10.20.0.0/16', Gateway: '10.20.0.254' }] },
});

const show = (source: string, data = container): string => template(source).execute(data);

test('maps are maps and structs are structs', () => {
  expect(show('{{.HostConfig.PortBindings}} {{.Config.Labels}} {{.HostConfig.LogConfig}}')).toBe(
    'map[80/tcp:[{ 8080}]] map[a:1] {x map[]}',
  );
  expect(show('{{.Config.Labels.b}}|{{index .Config.Labels "b"}}|{{.ID}}')).toBe('<no value>||abc');
});

test('nil is told apart from empty in JSON only', () => {
  expect(show('{{.Config.Entrypoint}} {{json .Config.Entrypoint}} {{.HostConfig.Binds}} {{json .Config.Cmd}}')).toBe(
    '[] null [] ["sh"]',
  );
});

test('what the engine leaves out is zero, in its place', () => {
  expect(show('{{.IPAM.Config}} {{.IPAM.Options}}', network)).toBe('[{10.20.0.0/16  10.20.0.254 map[]}] map[]');
  expect(show('{{if .State.Health}}has{{else}}none{{end}} {{.Config.ExposedPorts}}')).toBe('none map[]');
});

test('a field that no such struct has is an error', () => {
  expect(() => show('{{.State.Foo}}')).toThrow("can't evaluate field Foo");
});
