import { exactArgs, minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { absent } from './absent.ts';

export const create = absent({
  name: 'create',
  usage: '[OPTIONS] CONTEXT',
  short: 'Create a context',
  long: 'Create a context\n\nDocker endpoint config:\n\nNAME                DESCRIPTION\nfrom                Copy named context\'s Docker endpoint configuration\nhost                Docker endpoint on which to connect\nca                  Trust certs signed only by this CA\ncert                Path to TLS certificate file\nkey                 Path to TLS key file\nskip-tls-verify     Skip TLS certificate validation\n\nExample:\n\n$ docker context create my-context --description "some description" --docker "host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file"',
  args: exactArgs(1),
  flags: {
    description: flag.string('Description of the context'),
    docker: flag.textOf('stringToString')('set the docker endpoint (default [])'),
    from: flag.string('create context from a named context'),
  },
});

export const exportContext = absent({
  name: 'export',
  usage: '[OPTIONS] CONTEXT [FILE|-]',
  short: 'Export a context to a tar archive FILE or a tar stream on STDOUT.',
  args: rangeArgs(1, 2),
});

export const importContext = absent({
  name: 'import',
  usage: 'CONTEXT FILE|-',
  short: 'Import a context from a tar or zip file',
  args: exactArgs(2),
});

export const rm = absent({
  name: 'rm',
  usage: 'CONTEXT [CONTEXT...]',
  short: 'Remove one or more contexts',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force the removal of a context in use', { short: 'f' }),
  },
});

export const update = absent({
  name: 'update',
  usage: '[OPTIONS] CONTEXT',
  short: 'Update a context',
  long: 'Update a context\n\nDocker endpoint config:\n\nNAME                DESCRIPTION\nfrom                Copy named context\'s Docker endpoint configuration\nhost                Docker endpoint on which to connect\nca                  Trust certs signed only by this CA\ncert                Path to TLS certificate file\nkey                 Path to TLS key file\nskip-tls-verify     Skip TLS certificate validation\n\nExample:\n\n$ docker context update my-context --description "some description" --docker "host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file"',
  args: exactArgs(1),
  flags: {
    description: flag.string('Description of the context'),
    docker: flag.textOf('stringToString')('set the docker endpoint (default [])'),
  },
});
