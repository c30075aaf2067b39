import type { APIRoute, GetStaticPaths } from 'astro';
import { bundleDaemon, bundleDockerode } from '../../webcontainer/bundle.ts';

/** What a WebContainer is given: fetched only once a reader starts one. */
const FILES: Readonly<Record<string, () => Promise<string>>> = { daemon: bundleDaemon, dockerode: bundleDockerode };

export const getStaticPaths: GetStaticPaths = () => Object.keys(FILES).map((file) => ({ params: { file } }));

export const GET: APIRoute = async ({ params: { file = '' } }) =>
  new Response(await FILES[file]?.(), { headers: { 'content-type': 'text/javascript' } });
