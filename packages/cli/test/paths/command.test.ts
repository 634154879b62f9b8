import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/touchline.mjs', import.meta.url));
const PAGE = new URL('../../../../docs/offline-attribution.md', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'touchline-paths-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const touchline = (args: readonly string[], input: string | Uint8Array = '') =>
  spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: 'utf8', input });
const attribute = (...args: string[]) => touchline(['paths', 'attribute', ...args]);

const HAND_WORKED = 'path,conversions,nulls\ngoogle ads,2,1\nmailing,1,0\ngoogle ads > mailing,1,0\n';
write('hand.csv', HAND_WORKED);

describe('what docs/offline-attribution.md shows', () => {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```(\w+) ?([\w.]*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', name = '', text = '']) => ({
    kind,
    name,
    text,
  }));
  for (const { name, text } of blocks.filter(({ name }) => name !== '')) write(name, text);
  const shown = blocks.flatMap(({ kind, text }, index) => (kind === 'sh' ? [{ command: text.trim(), output: blocks[index + 1]?.text ?? '' }] : []));

  it('has examples', () => expect(shown.length).toBeGreaterThan(2));

  it.each(shown)('$command', ({ command, output }) => {
    const { stdout, stderr, status } = touchline(command.replace('npx touchline ', '').split(' '));
    expect(stdout).toBe(output);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });
});

describe('touchline paths attribute', () => {
  it('prints the document of the contract and nothing else', () => {
    const { stdout, stderr, status } = attribute('hand.csv', '--model', 'markov', '--transform', 'all', '--transitions', '--json');
    expect([stderr, status]).toEqual(['', 0]);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ model: 'markov', order: 1, transform: 'all', rows: 3, conversions: 4, nulls: 1, value: 0, p_conversion: 0.8 });
    expect(report['channels']).toEqual([
      { channel: 'google ads', conversions: 2.4, value: 0, removal_effect: 0.75, standard_error: null, interval: null },
      { channel: 'mailing', conversions: 1.6, value: 0, removal_effect: 0.5, standard_error: null, interval: null },
    ]);
    expect(report['unattributed']).toEqual({ conversions: 0, value: 0 });
    expect(report['transitions']).toContainEqual({ from: '(start)', to: 'google ads', probability: 0.8 });
    expect(report['warnings']).toEqual([]);
  });

  it('says the same of a gzipped file, of standard input and of a Windows file with a byte-order mark', () => {
    write('hand.csv.gz', gzipSync(HAND_WORKED));
    write('windows.csv', `\uFEFF${HAND_WORKED.replaceAll('\n', '\r\n')}`);
    const plain = attribute('hand.csv', '--json').stdout;
    expect(JSON.parse(plain)).toMatchObject({ conversions: 4 });
    for (const file of ['hand.csv.gz', 'windows.csv']) expect(attribute(file, '--json').stdout).toBe(plain);
    expect(touchline(['paths', 'attribute', '-', '--json'], gzipSync(HAND_WORKED)).stdout).toBe(plain);
  });

  it('names bad rows by their lines, and they cost nothing else', () => {
    write('bad.csv', `${HAND_WORKED}a,-1,0\nb,,0\n"open,1,0\nc,1\nd,1e999,0\n`);
    const good = JSON.parse(attribute('hand.csv', '--model', 'markov', '--json').stdout) as { channels: unknown };
    const { stdout, status } = attribute('bad.csv', '--model', 'markov', '--json');
    const report = JSON.parse(stdout) as { channels: unknown; warnings: { line: number; code: string; message: string }[] };
    expect({ status, channels: report.channels }).toEqual({ status: 0, channels: good.channels });
    expect(report.warnings.map(({ line, code }) => [line, code])).toEqual([
      [5, 'TL_FIELD_VALUE'],
      [6, 'TL_FIELD_MISSING'],
      [7, 'TL_ROW_MALFORMED'],
      [8, 'TL_ROW_MALFORMED'],
      [9, 'TL_FIELD_VALUE'],
    ]);
  });

  it('keeps every digit, and the conversions of paths without a step as unattributed', () => {
    write('thirds.csv', 'path,conversions,value\na > b > c,1,0.1\n > ,2,0.2\n');
    const report = JSON.parse(attribute('thirds.csv', '--json').stdout) as { channels: { conversions: number }[] };
    expect(report).toMatchObject({ conversions: 3, value: 0.1 + 0.2, unattributed: { conversions: 2, value: 0.2 } });
    expect(report.channels.map(({ conversions }) => conversions)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it('says what custom weights do to paths of another length', () => {
    const { warnings, channels } = JSON.parse(attribute('hand.csv', '--model', 'custom', '--weights', '3,1', '--json').stdout) as Record<string, unknown>;
    expect(channels).toMatchObject([{ conversions: 2.75 }, { conversions: 1.25 }]);
    expect(warnings).toEqual([{ code: 'TL_WEIGHTS_LENGTH', message: expect.stringMatching(/^2 distinct paths have not 2 steps/) }]);
  });

  it('gives intervals for a seed, the same ones each time', () => {
    const args = ['hand.csv', '--model', 'shapley', '--bootstrap', '50', '--json', '--seed'];
    const [one, again, other] = ['7', '7', '8'].map((seed) => attribute(...args, seed).stdout);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    const { channels } = JSON.parse(one ?? '') as { channels: { standard_error: number; interval: [number, number] }[] };
    for (const { standard_error, interval } of channels) expect([standard_error > 0, interval[0] < interval[1]]).toEqual([true, true]);
  });

  it('draws Shapley values above 16 channels, and says how sure they are', () => {
    const rows = Array.from({ length: 60 }, (_, row) => `c${row % 20} > c${(row * 7) % 20} > c${(row * 3) % 20},${1 + (row % 4)},${row % 5}`);
    write('many.csv', `path,conversions,nulls\n${rows.join('\n')}\n`);
    const report = JSON.parse(attribute('many.csv', '--model', 'shapley', '--samples', '40', '--json').stdout) as {
      samples: number;
      conversions: number;
      channels: { conversions: number; standard_error: number | null }[];
    };
    expect([report.samples, report.channels.length]).toEqual([40, 20]);
    expect(report.channels.reduce((sum, { conversions }) => sum + conversions, 0)).toBeCloseTo(report.conversions, 9);
    expect(report.channels.filter(({ standard_error }) => (standard_error ?? 0) > 0).length).toBeGreaterThan(10);
  });

  it.each([
    [['missing.csv'], 'TL_FILE_UNREADABLE', 'missing.csv'],
    [['game.json'], 'TL_COLUMN_MISSING', 'path'],
    [['hand.csv', '--model', 'best'], 'TL_INPUT_INVALID', '--model'],
    [[], 'TL_USAGE', undefined],
  ])('%j is bad input: exit 2, nothing on stdout, and JSON on stderr', (args, code, path) => {
    const { stdout, stderr, status } = attribute(...args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    const answer = JSON.parse(stderr) as Record<string, unknown>;
    expect(answer).toMatchObject({ code, message: expect.any(String), remedy: expect.any(String) });
    expect(answer['path']).toBe(path);
  });
});

describe('touchline shapley', () => {
  const shapley = (game: unknown) => touchline(['shapley', '-', '--json'], JSON.stringify(game));

  it('takes a coalition’s names in any order, and what is not named as 0', () => {
    const { stdout, status } = shapley({ players: ['1', '2', '3'], values: { '3,1': 1, '2, 3': 1, '3,2,1': 1 } });
    const { shapley: values, total } = JSON.parse(stdout) as { shapley: Record<string, number>; total: number };
    expect([status, total]).toEqual([0, 1]);
    expect(values['1']).toBeCloseTo(1 / 6, 15);
    expect(values['3']).toBeCloseTo(2 / 3, 15);
  });

  it('refuses a game that is none: exit 2, nothing on stdout, and JSON on stderr', () => {
    const { stdout, stderr, status } = shapley({ players: ['a', 'b'], values: { 'a,c': 1 } });
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(JSON.parse(stderr)).toMatchObject({ code: 'TL_INPUT_INVALID', path: 'values.a,c', remedy: expect.any(String) });
  });
});
