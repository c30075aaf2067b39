import type { Version } from '../api/types/system.ts';
import * as flag from '../command/flags.ts';
import { tabulate } from '../command/table.ts';
import { goJson } from '../command/template/json.ts';
import type { Task } from '../kernel/task.ts';
import { type Cli, print, verb } from './cli.ts';
import { CLIENT } from './client-version.ts';
import { INSPECT_FORMAT_HELP } from './format-help.ts';
import { compile, printTemplate } from './formatter/print-template.ts';
import { typedValue } from './inspect/typed-value.ts';

const SHAPE = { minWidth: 20, padding: 1 };

function clientLines(apiVersion: string): string[] {
  const downgraded = apiVersion === CLIENT.DefaultAPIVersion ? '' : ` (downgraded from ${CLIENT.DefaultAPIVersion})`;
  return [
    `Client: ${CLIENT.Platform.Name}`,
    ` Version:\t${CLIENT.Version}`,
    ` API version:\t${apiVersion}${downgraded}`,
    ` Go version:\t${CLIENT.GoVersion}`,
    ` Git commit:\t${CLIENT.GitCommit}`,
    ` Built:\t${CLIENT.BuildTime}`,
    ` OS/Arch:\t${CLIENT.Os}/${CLIENT.Arch}`,
    ` Context:\t${CLIENT.Context}`,
  ];
}

function engineLines(version: string, details: Readonly<Record<string, string>>): string[] {
  return [
    `  Version:\t${version}`,
    `  API version:\t${details.ApiVersion} (minimum version ${details.MinAPIVersion})`,
    `  Go version:\t${details.GoVersion}`,
    `  Git commit:\t${details.GitCommit}`,
    `  Built:\t${details.BuildTime}`,
    `  OS/Arch:\t${details.Os}/${details.Arch}`,
    `  Experimental:\t${details.Experimental}`,
  ];
}

function serverLines({ Platform, Components }: Version): string[] {
  const lines = ['', Platform.Name === '' ? 'Server:' : `Server: ${Platform.Name}`];
  for (const { Name, Version: version, Details } of Components) {
    lines.push(` ${Name}:`);
    if (Name === 'Engine') lines.push(...engineLines(version, Details));
    else {
      lines.push(`  Version:\t${version}`);
      for (const key of Object.keys(Details ?? {}).sort()) lines.push(`  ${key}:\t${Details[key]}`);
    }
  }
  return lines;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time of RFC 3339 in Go's ANSIC form: `Wed Nov  5 14:43:33 2025`; other texts stay. */
function ansic(text: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(text);
  if (match === null) return text;
  const [, year = '', month = '', day = '', time = ''] = match;
  return `${WEEKDAYS[weekday(Number(year), Number(month), Number(day))]} ${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

/** 0 for Sunday (Tomohiko Sakamoto's method). */
function weekday(year: number, month: number, day: number): number {
  const y = month < 3 ? year - 1 : year;
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7;
}

function withReadableDates(version: Version): Version {
  const Components = version.Components.map((component) =>
    component.Name === 'Engine' && component.Details.BuildTime !== undefined
      ? { ...component, Details: { ...component.Details, BuildTime: ansic(component.Details.BuildTime) } }
      : component,
  );
  return { ...version, Components };
}

function* show(cli: Cli, format: string, server: Version | null): Task<void> {
  const { clientVersion: APIVersion } = cli.client;
  if (format === '') {
    const lines = [...clientLines(APIVersion), ...(server === null ? [] : serverLines(server))];
    return yield* print(cli, `${tabulate(lines.join('\n'), SHAPE)}\n`);
  }
  const all = { Client: { ...CLIENT, APIVersion }, Server: server };
  if (format === 'json') yield* print(cli, `${goJson(all, { escapeHtml: false })}\n`);
  else yield* printTemplate(cli, compile(format, 'version'), typedValue('system.versionInfo', all));
}

function* ask(cli: Cli): Task<{ server: Version | null; error?: unknown }> {
  try {
    return { server: withReadableDates(yield* cli.client.serverVersion()) };
  } catch (error) {
    return { server: null, error };
  }
}

export const version = verb({
  name: 'version',
  usage: '[OPTIONS]',
  short: 'Show the Docker version information',
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
  },
  common: 11,
  *run(cli, { flags }) {
    if (flags.format !== '' && flags.format !== 'json') compile(flags.format, 'version');
    const { server, error } = yield* ask(cli);
    yield* show(cli, flags.format, server);
    if (error !== undefined) throw error;
    return 0;
  },
});
