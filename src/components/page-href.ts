/**
 * The address of a page of the site, under whatever base path it was built for.
 * `to`: the page's slug ("bridge/lister", "index" for the home page), with an optional "#fragment".
 * `base`: the site's base path, with or without its final slash.
 */
export const pageHref = (to: string, base: string): string => {
  const [slug = '', fragment] = to.split('#');
  const path = slug === 'index' ? '' : `${slug}/`;
  return `${base.replace(/\/$/, '')}/${path}${fragment ? `#${fragment}` : ''}`;
};
