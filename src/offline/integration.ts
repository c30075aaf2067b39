import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { generateSW } from 'workbox-build';

/** Nothing of the site is larger. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** Writes the service worker that keeps the whole site, search and lab included, for readers without a network. To come after Starlight. */
export function offline(): AstroIntegration {
  let base = '/';
  return {
    name: 'offline',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.endsWith('/') ? config.base : `${config.base}/`;
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir);
        const { count, size, warnings } = await generateSW({
          globDirectory: folder,
          globPatterns: [
            '**/*.{html,js,css,json,svg,png,woff2,webmanifest,wasm,pagefind,pf_meta,pf_index,pf_fragment}',
          ],
          swDest: `${folder}sw.js`,
          maximumFileSizeToCacheInBytes: LARGEST_FILE,
          // A file whose name carries its content's hash never changes.
          dontCacheBustURLsMatching: /\/_astro\//,
          // Pagefind asks for its entry with the time.
          ignoreURLParametersMatching: [/^ts$/],
          navigateFallback: `${base}404.html`,
          modifyURLPrefix: { '': base },
          // The first visit is kept at once; a new version waits until the reader agrees (register.ts).
          clientsClaim: true,
          skipWaiting: false,
          cleanupOutdatedCaches: true,
          inlineWorkboxRuntime: true,
          sourcemap: false,
        });
        for (const warning of warnings) logger.warn(warning);
        logger.info(`${count} files, ${Math.round(size / 1024)} KB`);
      },
    },
  };
}
