import mdx from '@astrojs/mdx';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { offline } from './src/offline/integration.ts';

const { BASE = '/', SITE } = process.env;

/** Astro gives every page "use astro:head-inject"; Rolldown warns of each, and nothing can be done here. */
const dropDirectiveWarnings = (level, log, handle) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
};

/** A sitemap needs to know where the site will stand; without `SITE`, this keeps Starlight from adding one that could only warn. */
const noSitemap = { name: '@astrojs/sitemap', hooks: {} };

const sidebar = [
  {
    label: 'Partie 1. Introduction aux réseaux',
    items: ['introduction/pourquoi', 'introduction/drivers'],
  },
  {
    label: 'Partie 2. Le réseau bridge',
    items: ['bridge/definition', 'bridge/lister', 'bridge/inspecter', 'bridge/experience', 'bridge/link'],
  },
  {
    label: 'Partie 3. Vos propres réseaux',
    items: ['reseaux/creer', 'reseaux/isoler', 'reseaux/ports'],
  },
  { label: 'Autour du cours', items: ['laboratoire', 'programmer-api', 'a-propos'] },
];

export default defineConfig({
  base: BASE,
  site: SITE,
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  vite: { build: { rolldownOptions: { onLog: dropDirectiveWarnings } } },
  integrations: [
    starlight({
      title: 'Passerelle',
      description: 'Les réseaux Docker : un cours dont chaque commande s’exécute dans la page.',
      locales: { root: { label: 'Français', lang: 'fr' } },
      favicon: '/favicon.svg',
      customCss: ['fonts', 'colours', 'type', 'page', 'code', 'figures', 'embed'].map(
        (sheet) => `./src/styles/${sheet}.css`,
      ),
      components: {
        Head: './src/components/head.astro',
        Hero: './src/components/hero.astro',
        PageTitle: './src/components/page-title.astro',
        SiteTitle: './src/components/site-title.astro',
      },
      sidebar,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      disable404Route: true,
      credits: false,
      lastUpdated: false,
    }),
    mdx(),
    ...(SITE ? [] : [noSitemap]),
    offline(),
  ],
});
