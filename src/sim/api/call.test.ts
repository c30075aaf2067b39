import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson } from './call.ts';

const decode = (text: string, type = 'network.CreateRequest'): unknown =>
  decodeJson(new TextEncoder().encode(text), type);

/** Bodies and what a real Engine 28.5.2 said of them. */
test.each([
  ['{', 'unexpected EOF'],
  ['{"Name":}', "invalid character '}' looking for beginning of value"],
  ['{"Name":"x",}', "invalid character '}' looking for beginning of object key string"],
  ['{"Name" "x"}', "invalid character '\"' after object key"],
  ['[1', 'unexpected EOF'],
  ['[1 2]', "invalid character '2' after array element"],
  ['{"Name":"a\nb"}', "invalid character '\\n' in string"],
  ['{"Name":"\\x"}', 'invalid escape sequence `\\x` in string'],
  ['{"Name":"\\u12"}', 'invalid escape sequence `\\u12"}` in string'],
  ['{"Name":01}', "invalid character '1' after object key:value pair"],
  ['{"Name":1e}', "invalid character '}' in numeric literal"],
  ['{"Name":tru}', "invalid character '}' in literal true (expecting 'e')"],
  ["{'Name':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['  ', 'got EOF while reading request body'],
])('broken JSON: %s', (body, message) => {
  expect(() => decode(body)).toThrow(`invalid JSON: ${message}`);
});

test('more than one value', () => {
  expect(() => decode('{"Name":"x"} junk')).toThrow(/^unexpected content after JSON$/);
});

test.each([
  ['[]', 'array into Go value of type network.CreateRequest'],
  ['{"Name":1}', 'number into Go struct field CreateRequest.Name of type string'],
  ['{"name":5}', 'number into Go struct field CreateRequest.name of type string'],
  ['{"EnableIPv6":"yes"}', 'string into Go struct field CreateRequest.EnableIPv6 of type bool'],
  ['{"Labels":[]}', 'array into Go struct field CreateRequest.Labels of type map[string]string'],
  ['{"IPAM":{"Config":{}}}', 'object into Go struct field CreateRequest.IPAM.Config of type []network.IPAMConfig'],
  ['{"IPAM":{"Config":[1]}}', 'number into CreateRequest.IPAM.Config.0 of type network.IPAMConfig'],
])('networks: %s', (body, message) => {
  expect(() => decode(body)).toThrow(`invalid JSON: json: cannot unmarshal ${message}`);
});

test.each([
  ['{"Cmd":1}', 'number into Go value of type string'],
  ['{"HostConfig":{"Memory":1.5}}', 'number 1.5 into Go struct field .HostConfig.Memory of type int64'],
  ['{"HostConfig":{"BlkioWeight":70000}}', 'number 70000 into Go struct field .HostConfig.BlkioWeight of type uint16'],
  ['{"HostConfig":{"ConsoleSize":[-1,2]}}', 'number -1 into .HostConfig.ConsoleSize.0 of type uint'],
  [
    '{"HostConfig":{"PortBindings":{"80/tcp":{}}}}',
    'object into Go struct field .HostConfig.PortBindings.80~1tcp of type []nat.PortBinding',
  ],
  ['{"Healthcheck":{"Interval":"1s"}}', 'string into Go struct field .Healthcheck.Interval of type time.Duration'],
])('containers: %s', (body, message) => {
  expect(() => decode(body, 'container.CreateRequest')).toThrow(`invalid JSON: json: cannot unmarshal ${message}`);
});

describe('what Go takes', () => {
  test('names in any case, one string for a list, zero values, unknown members left out', () => {
    const body = '{"cmd":"ls","bogus":1,"HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":"1"}]},"ConsoleSize":[7]}}';
    expect(decode(body, 'container.CreateRequest')).toEqual({
      Cmd: ['ls'],
      HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '1' }] }, ConsoleSize: [7, 0] },
    });
  });

  test('null is a field’s zero value, as if it were absent', () => {
    expect(decode('{"Name":null,"IPAM":{"Config":[{"AuxiliaryAddresses":null}]},"Labels":null}')).toEqual({
      IPAM: { Config: [{}] },
    });
  });

  test('any JSON: an object, or one of the two refusals', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        try {
          expect(decode(text) ?? {}).toBeTypeOf('object');
        } catch (error) {
          expect((error as Error).message).toMatch(/^(?:invalid JSON: |unexpected content after JSON)/);
        }
      }),
    );
  });
});
