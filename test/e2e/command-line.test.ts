import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RunningTouchline, touchline } from '../support/touchline.js';

const BAD_INPUT = 2;
/** Each command is a process of its own, all at once. */
const HELP_MS_MAX = 180_000;
const folder = mkdtempSync(join(tmpdir(), 'touchline-cli-'));
const environment = { ...process.env, TOUCHLINE_DATA: join(folder, 'nothing runs here') };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COMMANDS = [
  ...['up', 'status', 'config', 'demo replay', 'workspaces list', 'keys create', 'keys list', 'keys archive', 'keys demo', 'links create', 'links list'],
  ...['links archive', 'attribute run', 'ledger check', 'ledger digest', 'ledger explain', 'ledger credit', 'ledger intervals', 'reconcile', 'rebuild'],
  ...['create', 'start', 'stop', 'archive', 'list', 'show', 'assign'].map((command) => `experiments ${command}`),
];

describe('the command line', () => {
  it(
    'says of every command and option what it is for',
    async () => {
      const helps = await Promise.all(COMMANDS.map(async (command) => ({ command, ...(await touchline([...command.split(' '), '--help'], environment)) })));
      for (const { command, code, stdout } of helps) {
        expect([command, code]).toEqual([command, 0]);
        expect(stdout.split('\n')[2], command).toMatch(/\w/);
        for (const option of stdout.match(/^ {2}-.*$/gm) ?? []) expect(option, command).toMatch(/^ {2}-\S+( <\S+>|, --\w+)? {2,}\S/);
      }
    },
    HELP_MS_MAX,
  );

  it.each([
    ['an unknown command', ['nonsense'], /unknown command 'nonsense'/],
    ['an unknown option', ['status', '--bogus'], /unknown option '--bogus'/],
    ['a missing argument', ['ledger', 'explain'], /missing required argument 'order-id'/],
    ['a missing option', ['links', 'create', '--creator', 'mia'], /'--destination <url>' not specified/],
    ['a duration that is none', ['status', '--wait', '12'], /--wait: expected a duration .* \[TL_INPUT_INVALID\]/],
  ])('answers %s with one line and exit code 2', async (_what, args, line) => {
    const { code, stdout, stderr } = await touchline(args, environment);
    expect([code, stdout]).toEqual([BAD_INPUT, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^touchline: .*\. .*\[TL_\w+\]\n$/);
  });

  it('answers with JSON alone where JSON is asked for, failures too', async () => {
    const config = await touchline(['config', '--json'], environment);
    expect(JSON.parse(config.stdout)).toContainEqual(expect.objectContaining({ name: 'TOUCHLINE_DATA', source: 'environment' }));
    const wrong = await touchline(['nonsense', '--json'], environment);
    expect([wrong.code, JSON.parse(wrong.stderr)]).toEqual([BAD_INPUT, expect.objectContaining({ code: 'TL_USAGE' })]);
  });

  it('says in one line that a data folder cannot be written to', async () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await touchline(['up', '--no-demo'], { ...environment, TOUCHLINE_DATA: file });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^touchline: .* cannot be written to \(ENOTDIR\)\. .*TOUCHLINE_DATA\. \[TL_DATA_UNWRITABLE\]\n$/);
  });
});

describe('a start that fails', () => {
  it('ends with the process’s own line, long before anybody gives up, and still shows the first key', async () => {
    const other = await RunningTouchline.create({ TOUCHLINE_HOST: '0.0.0.0' });
    try {
      const { code, stdout, stderr } = await other.cli('up', '--no-demo');
      expect({ code, stdout, stderr }).toMatchObject({ code: 1, stdout: expect.stringContaining('TOUCHLINE_KEY=tl_') });
      expect(stderr).toMatch(/^console: TOUCHLINE_CONSOLE_ACCESS=local is only for a loopback TOUCHLINE_HOST.*\[TL_CONFIG_INVALID\]$/m);
      expect(stderr).toMatch(/^touchline: The console does not start\. .*\[TL_PROCESS_FAILED\]$/m);
    } finally {
      await other.remove();
    }
  });
});
