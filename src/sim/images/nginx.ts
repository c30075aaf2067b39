import { executable, makeTree } from '../kernel/fs/tree.ts';
import type { Program } from '../kernel/syscalls.ts';
import { momentOf } from '../linux/gmtime.ts';
import { nginx as program } from '../linux/nginx/nginx.ts';
import { PATH } from './alpine.ts';
import { busyboxTree, script } from './busybox-tree.ts';

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
</body>
</html>
`;

const CONFIGURATION = `user root;
events {}
http { server { listen 80; root /usr/share/nginx/html; access_log /dev/stdout; error_log /dev/stderr notice; } }
`;

/** nginx 1.29.3 over BusyBox's userland, as recorded. */
export function nginx(sh: Program) {
  const tree = {
    ...busyboxTree(sh, {
      etc: { nginx: { 'conf.d': {}, 'nginx.conf': CONFIGURATION } },
      sbin: { nginx: executable(program) },
      usr: { share: { nginx: { html: { 'index.html': WELCOME } } } },
      var: { cache: { nginx: {} }, lib: { nginx: {} }, log: { nginx: {} } },
    }),
    'docker-entrypoint.sh': script('#!/bin/sh\nexec "$@"\n'),
  };
  return {
    id: 'sha256:97735699d1da59e8a269ff93376348b6fe2f6e5923cd90fc09269be17085cf68',
    tags: ['nginx:latest'],
    created: '2026-11-20T06:02:41.524588713Z',
    size: 15_708_467,
    comment: 'Imported from -',
    config: {
      Cmd: ['nginx', '-g', 'daemon off;'],
      Entrypoint: ['/docker-entrypoint.sh'],
      Env: [PATH, 'NGINX_VERSION=1.29.3'],
      ExposedPorts: { '80/tcp': {} },
      Labels: null,
      OnBuild: null,
      StopSignal: 'SIGQUIT',
      User: '',
      Volumes: null,
      WorkingDir: '',
    },
    layers: ['sha256:eb60ab729fc3c58d5f4d87f57765fcc255e89949a3a0040bf44714d75920bc31'],
    layerId: '40765cd987f7d1f67bdaf4fdcf813bc76cb9a79fe89e52171d8d6abb118720ae',
    createRoot: () => makeTree(tree, momentOf(2026, 11, 16, 9, 12, 40)),
  };
}
