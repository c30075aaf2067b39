import { isErrno } from '../../../kernel/errno.ts';
import type { Task } from '../../../kernel/task.ts';
import { baseName, type Call } from '../../call.ts';
import { inDirectory } from '../path.ts';
import { ExpressionReader, lookAt, readAccounts, type Test } from './expression.ts';
import type { FindOptions, FindSpeech, Found, Walk } from './found.ts';

/** A walk down a tree: what passes the test is acted upon by it. */
class Finder {
  readonly #call: Call;
  readonly #test: Test;
  readonly #options: FindOptions;
  readonly #speech: FindSpeech;
  readonly walk: Walk = { pruned: false, quit: false, failed: false };

  constructor(call: Call, test: Test, options: FindOptions, speech: FindSpeech) {
    this.#call = call;
    this.#test = test;
    this.#options = options;
    this.#speech = speech;
  }

  *visit(path: string, depth: number): Task<void> {
    const { depthFirst, least, most, follow } = this.#options;
    const stat = yield* this.#try(path, () => lookAt(this.#call, path, follow));
    if (stat === undefined) return;
    const file: Found = { path, name: baseName(path), depth, stat };
    this.walk.pruned = false;
    if (!depthFirst && depth >= least) yield* this.#apply(file);
    if (this.walk.quit) return;
    if (stat.type === 'directory' && depth < most && !this.walk.pruned) yield* this.#below(file);
    if (depthFirst && depth >= least && !this.walk.quit) yield* this.#apply(file);
  }

  *#below({ path, depth }: Found): Task<void> {
    const names = (yield* this.#try(path, () => this.#call.sys.readdir(path))) ?? [];
    for (const name of names) {
      if (this.walk.quit) return;
      yield* this.visit(path.endsWith('/') ? path + name : inDirectory(path, name), depth + 1);
    }
  }

  *#apply(file: Found): Task<void> {
    try {
      yield* this.#test(file, this.walk);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(file.path, error.message);
    }
  }

  *#try<T>(path: string, call: () => T): Task<T | undefined> {
    try {
      return call();
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(path, error.message);
      return undefined;
    }
  }

  *#complain(path: string, reason: string): Task<void> {
    this.walk.failed = true;
    yield* this.#call.warn(`${this.#speech.quoted(path)}: ${reason}`);
  }
}

const startsExpression = (word: string): boolean => /^-.|^[()!]$/.test(word);

/** find: walks down trees and does what the expression says with what it finds. */
export function* find(call: Call, speech: FindSpeech): Task<number> {
  const words = [...call.operands];
  const options: FindOptions = { follow: false, depthFirst: false, least: 0, most: Number.POSITIVE_INFINITY };
  while (/^-[HLP]$/.test(words[0] ?? '')) options.follow = words.shift() === '-L';
  const at = words.findIndex(startsExpression);
  const paths = at < 0 ? words : words.slice(0, at);
  const accounts = yield* readAccounts(call);
  const reader = new ExpressionReader(call, at < 0 ? [] : words.slice(at), { options, speech, accounts });
  const finder = new Finder(call, reader.read(), options, speech);
  for (const path of paths.length > 0 ? paths : ['.']) if (!finder.walk.quit) yield* finder.visit(path, 0);
  for (const final of reader.finals) yield* final(finder.walk);
  return finder.walk.failed ? 1 : 0;
}
