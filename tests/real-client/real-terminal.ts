import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { HOST_PS1 } from '../../src/lab/shown-text.ts';

/** Folders of its own, so that what a transcript writes and removes there is nobody's, and the daemon where Docker's is. */
const privately = (socket: string): string =>
  `for folder in /tmp /root /run; do mount -t tmpfs tmpfs $folder; done; ln -s ${socket} /run/docker.sock; exec bash --norc --noediting`;
const AS_ROOT = process.getuid?.() === 0 ? '-m' : '-rm';

/** A real bash in a real terminal of this machine, as the transcripts' recorder opened it (util-linux's script gives the pty). */
export class RealTerminal {
  readonly #script: ChildProcessWithoutNullStreams;
  readonly #output: (text: string) => void;

  /** @param socket where the daemon listens: not below /tmp, /root or /run */
  constructor(socket: string, columns: number, output: (text: string) => void) {
    this.#output = output;
    this.#script = spawn(
      'script',
      ['-qefc', `stty cols ${columns} rows 24; unshare ${AS_ROOT} sh -c '${privately(socket)}'`, '/dev/null'],
      {
        cwd: '/',
        env: {
          PATH: process.env.PATH,
          SHELL: '/bin/sh',
          HOME: '/root',
          LANG: 'C.UTF-8',
          TERM: 'xterm-256color',
          PS1: HOST_PS1,
        },
      },
    );
    const decoder = new TextDecoder();
    this.#script.stdout.on('data', (bytes: Buffer) => this.#output(decoder.decode(bytes, { stream: true })));
    this.#script.stdin.on('error', () => {});
  }

  type(text: string): void {
    this.#script.stdin.write(text);
  }

  close(): void {
    this.#script.kill('SIGHUP');
  }
}
