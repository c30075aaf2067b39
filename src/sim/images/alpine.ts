import { makeTree } from '../kernel/fs/tree.ts';
import type { Program } from '../kernel/syscalls.ts';
import { momentOf } from '../linux/gmtime.ts';
import { busyboxTree } from './busybox-tree.ts';

export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Alpine 3.22.2, which `busybox` is another tag of. Id and size are those of the recorded engine's import. */
export function alpine(sh: Program) {
  const tree = busyboxTree(sh);
  return {
    id: 'sha256:643853e722b41c1b9de59216e1215ec2e85f42004e587377234d9c05b9fd8412',
    tags: ['alpine:latest', 'busybox:latest'],
    created: '2026-11-20T06:02:41.232240434Z',
    size: 2_028_024,
    comment: 'Imported from -',
    config: {
      Cmd: ['/bin/sh'],
      Entrypoint: null,
      Env: [PATH],
      Labels: null,
      OnBuild: null,
      User: '',
      Volumes: null,
      WorkingDir: '',
    },
    layers: ['sha256:7aca18aa04521d1c23cec4b12dabbff73d5a56b90a68ebc060b6de2c76b22755'],
    layerId: '9b745606c128ff96742cd5b0800e5269c165131cc988a6519735725be9018f7a',
    createRoot: () => makeTree(tree, momentOf(2026, 11, 16, 9, 12, 40)),
  };
}
