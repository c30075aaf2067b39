import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { absent } from './absent.ts';

const generateKey = absent({
  name: 'generate',
  usage: 'NAME',
  short: 'Generate and load a signing key-pair',
  args: exactArgs(1),
  flags: {
    dir: flag.string('Directory to generate key in, defaults to current directory'),
  },
});

const loadKey = absent({
  name: 'load',
  usage: '[OPTIONS] KEYFILE',
  short: 'Load a private key file for signing',
  args: exactArgs(1),
  flags: {
    name: flag.string('Name for the loaded key', { default: 'signer' }),
  },
});

const key = verb({
  name: 'key',
  short: 'Manage keys for signing Docker images',
  commands: [generateKey, loadKey],
});

const addSigner = absent({
  name: 'add',
  usage: 'OPTIONS NAME REPOSITORY [REPOSITORY...] ',
  short: 'Add a signer',
  args: minArgs(2),
  flags: {
    key: flag.list("Path to the signer's public key file"),
  },
});

const removeSigner = absent({
  name: 'remove',
  usage: '[OPTIONS] NAME REPOSITORY [REPOSITORY...]',
  short: 'Remove a signer',
  args: minArgs(2),
  flags: {
    force: flag.bool('Do not prompt for confirmation before removing the most recent signer', { short: 'f' }),
  },
});

const signer = verb({
  name: 'signer',
  short: 'Manage entities who can sign Docker images',
  commands: [addSigner, removeSigner],
});

const inspect = absent({
  name: 'inspect',
  usage: 'IMAGE[:TAG] [IMAGE[:TAG]...]',
  short: 'Return low-level information about keys and signatures',
  args: minArgs(1),
  flags: {
    pretty: flag.bool('Print the information in a human friendly format'),
  },
});

const revoke = absent({
  name: 'revoke',
  usage: '[OPTIONS] IMAGE[:TAG]',
  short: 'Remove trust for an image',
  args: exactArgs(1),
  flags: {
    yes: flag.bool('Do not prompt for confirmation', { short: 'y' }),
  },
});

const sign = absent({
  name: 'sign',
  usage: 'IMAGE:TAG',
  short: 'Sign an image',
  args: exactArgs(1),
  flags: {
    local: flag.bool('Sign a locally tagged image'),
  },
});

export const trust = verb({
  name: 'trust',
  short: 'Manage trust on Docker images',
  commands: [key, signer, inspect, revoke, sign],
});
