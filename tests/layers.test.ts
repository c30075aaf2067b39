import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import ts from 'typescript';
import { expect, test } from 'vitest';

test('imports point down, as the table in ARCHITECTURE.md says', async () => {
  const options = await extractConfig(resolve('.dependency-cruiser.mjs'));
  const { output } = await cruise(['src'], options, undefined, { tsConfig: extractTsConfig('tsconfig.json') });
  if (typeof output === 'string') throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(100);
  expect(output.summary.violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`)).toEqual([]);
});

/** What would make two runs differ, or tie the simulation to a page. */
const FORBIDDEN = new Set([
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'performance',
  'Promise',
  'document',
  'window',
  'self',
  'navigator',
  'localStorage',
  'indexedDB',
  'fetch',
  'process',
  'require',
  'crypto',
  'Worker',
]);

/** The forbidden globals that a file names: identifiers that are neither declared in it nor a property's name. */
function forbiddenNames(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const declared = new Set<string>();
  const used: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclaration(node)) declared.add(node.text);
      else if (FORBIDDEN.has(node.text) && !isPropertyName(node)) used.push(node.text);
    }
    if (isMathRandom(node)) used.push('Math.random');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used.filter((name) => !declared.has(name)).map((name) => `${file}: ${name}`);
}

const isDeclaration = (node: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(node.parent) ||
    ts.isParameter(node.parent) ||
    ts.isBindingElement(node.parent) ||
    ts.isFunctionDeclaration(node.parent) ||
    ts.isClassDeclaration(node.parent) ||
    ts.isInterfaceDeclaration(node.parent) ||
    ts.isTypeAliasDeclaration(node.parent) ||
    ts.isImportSpecifier(node.parent)) &&
  node.parent.name === node;

const isPropertyName = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  ((ts.isPropertyAssignment(node.parent) ||
    ts.isPropertySignature(node.parent) ||
    ts.isPropertyDeclaration(node.parent) ||
    ts.isMethodSignature(node.parent) ||
    ts.isMethodDeclaration(node.parent) ||
    ts.isGetAccessor(node.parent)) &&
    node.parent.name === node) ||
  (ts.isBindingElement(node.parent) && node.parent.propertyName === node);

const isMathRandom = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && node.expression.getText() === 'Math' && node.name.text === 'random';

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|test-support|property\.test)\.ts$/.test(name))
    .map((name) => `${folder}/${name}`);

test('nothing below the lab knows a page, the time of day or unseeded chance', () => {
  const files = sources('src/sim');
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(forbiddenNames)).toEqual([]);
});
