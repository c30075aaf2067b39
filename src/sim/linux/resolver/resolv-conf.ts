/** resolv.conf(5), as far as libc follows it here. */
export interface ResolverConfiguration {
  /** At most three (MAXNS). */
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  /** Names with fewer dots are tried with the search list first. */
  readonly ndots: number;
  /** Seconds to wait for an answer. */
  readonly timeout: number;
  readonly attempts: number;
}

const limited = (value: number, most: number, otherwise: number): number =>
  Number.isInteger(value) && value >= 0 ? Math.min(value, most) : otherwise;

/** @param hostname without a `search` line, what stands behind its first dot is searched */
export function parseResolvConf(text: string, hostname: string): ResolverConfiguration {
  const nameservers: string[] = [];
  const dot = hostname.indexOf('.');
  let search = dot < 0 ? [] : [hostname.slice(dot + 1)];
  const options = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line.split(/\s+/);
    if (keyword === 'nameserver' && words[0]) nameservers.push(words[0]);
    else if (keyword === 'search' || keyword === 'domain') search = words.filter((word) => word !== '' && word !== '.');
    else if (keyword === 'options')
      for (const word of words) {
        const [name = '', value] = word.split(':');
        options.set(name, Number(value ?? Number.NaN));
      }
  }
  return {
    nameservers: nameservers.length > 0 ? nameservers.slice(0, 3) : ['127.0.0.1'],
    search,
    ndots: limited(options.get('ndots') ?? Number.NaN, 15, 1),
    timeout: limited(options.get('timeout') ?? Number.NaN, 30, 5),
    attempts: limited(options.get('attempts') ?? Number.NaN, 5, 2),
  };
}

/** The names to ask for, in libc's order (res_search): with enough dots the name itself comes first. */
export function candidates(name: string, { search, ndots }: ResolverConfiguration): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = search.map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}
