import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Help } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/command-list.js';
import { makeProgram } from '../src/program.js';

const BIN = fileURLToPath(new URL('../bin/touchline.mjs', import.meta.url));
/** Tells every module that is imported, a line each, into the file LOADED. */
const HOOK = `import { appendFileSync } from 'node:fs';
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED, url + '\\n');
  return next(url, context);
}
`;
const folder = mkdtempSync(join(tmpdir(), 'touchline-start-'));
const TELL = join(folder, 'tell.mjs');
writeFileSync(join(folder, 'hook.mjs'), HOOK);
writeFileSync(TELL, `import { register } from 'node:module';\nregister('./hook.mjs', import.meta.url);\n`);
afterAll(() => rmSync(folder, { recursive: true }));

/** The libraries and packages of ours a command line loads before it ends. */
function loadedBy(...args: readonly string[]): string[] {
  const file = join(folder, args.join('-'));
  const env = { ...process.env, TOUCHLINE_DATA: folder, LOADED: file };
  const { status, stderr } = spawnSync(process.execPath, ['--import', TELL, BIN, ...args], {
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const urls = readFileSync(file, 'utf8').split('\n');
  const names = urls.map(
    (url) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1] ?? /\/packages\/([^/]+)\/dist\//.exec(url)?.[1] ?? '',
  );
  return [...new Set(names.filter((name) => name !== ''))].sort();
}

describe('the start of a command', () => {
  it.each([
    ['--help', ['--help']],
    ['config', ['config', '--json']],
    ['links list --help', ['links', 'list', '--help']],
    ['experiments result --help', ['experiments', 'result', '--help']],
  ])('`%s` loads settings and the command line, no store, statistics or charts', (_what, args) => {
    const expected = ['@opentelemetry/api', 'cli', 'commander', 'pino', 'prom-client', 'runtime', 'zod'];
    expect(loadedBy(...args).filter((name) => !expected.includes(name))).toEqual([]);
  });

  it('with a log on this machine loads no Kafka, and with no report to make no charts, mail or browser', () => {
    const loaded = loadedBy('reports', '--help');
    expect(loaded).toEqual(expect.arrayContaining(['event-log', 'lmdb', 'reports']));
    for (const heavy of ['kafkajs', 'echarts', 'playwright-core', 'nodemailer', 'fastify', 'incrementality']) expect(loaded).not.toContain(heavy);
  });
});

describe('the list of commands', () => {
  it.each(COMMANDS.map(({ term, load }) => ({ term, load })))('shows «$term» as the command itself would, once it is loaded', async ({ term, load }) => {
    const command = new Command().command(term.replace(' [options]', ''));
    (await load())(command);
    expect(new Help().subcommandTerm(command)).toBe(term);
  });

  it.each([
    ['nothing', []],
    ['help alone', ['--help']],
    ['what is misspelt', ['liks', 'list']],
  ])('leaves every command empty for %s', async (_what, args) => {
    const program = await makeProgram(args);
    expect(program.commands).toHaveLength(COMMANDS.length);
    expect(program.commands.every(({ options, commands }) => options.length === 0 && commands.length === 0)).toBe(true);
  });

  it.each([
    ['it is run', ['links', 'list']],
    ['help is asked for it', ['help', 'links']],
    ['an option comes first', ['--json', 'links']],
  ])('fills one command when %s', async (_what, args) => {
    const { commands } = await makeProgram(args);
    expect(commands.filter(({ options, commands: inner }) => options.length > 0 || inner.length > 0).map((command) => command.name())).toEqual(['links']);
  });
});
