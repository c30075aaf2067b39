import { essayer } from './src/expressive-code/essayer.ts';

/** @type {import('@astrojs/starlight/expressive-code').StarlightExpressiveCodeOptions} */
export default {
  plugins: [essayer()],
  defaultProps: { overridesByLang: { console: { frame: 'terminal' } } },
};
