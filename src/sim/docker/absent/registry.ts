import { exactArgs, maxArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { absent } from './absent.ts';

export const login = absent({
  name: 'login',
  usage: '[OPTIONS] [SERVER]',
  common: 8,
  short: 'Authenticate to a registry',
  long: 'Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.',
  args: maxArgs(1),
  flags: {
    password: flag.string('Password or Personal Access Token (PAT)', { short: 'p' }),
    'password-stdin': flag.bool('Take the Password or Personal Access Token (PAT) from stdin'),
    username: flag.string('Username', { short: 'u' }),
  },
});

export const logout = absent({
  name: 'logout',
  usage: '[SERVER]',
  common: 9,
  short: 'Log out from a registry',
  long: 'Log out from a registry.\nIf no server is specified, the default is defined by the daemon.',
  args: maxArgs(1),
});

export const search = absent({
  name: 'search',
  usage: '[OPTIONS] TERM',
  common: 10,
  short: 'Search Docker Hub for images',
  args: exactArgs(1),
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string('Pretty-print search using a Go template'),
    limit: flag.int('Max number of search results'),
    'no-trunc': flag.bool("Don't truncate output"),
  },
});
