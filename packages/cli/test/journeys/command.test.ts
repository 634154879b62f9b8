import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/touchline.mjs', import.meta.url));
const PAGE = new URL('../../../../docs/offline-journeys.md', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'touchline-journeys-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
const touchline = (args: readonly string[], input = '') => spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: 'utf8', input });
const attribute = (...args: string[]) => touchline(['journeys', 'attribute', '--touches', 't.csv', '--conversions', 'c.csv', ...args]);

write('t.csv', 'person,at,channel\np,2026-01-01T00:00:00Z,a\np,2026-01-02T00:00:00Z,b\n');
write('c.csv', 'id,person,at,amount,currency\nc,p,2026-01-03T00:00:00Z,0.01,EUR\n');

describe('what docs/offline-journeys.md shows', () => {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```(\w+) ?([\w.]*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', name = '', text = '']) => ({
    kind,
    name,
    text,
  }));
  for (const { name, text } of blocks.filter(({ name }) => name !== '')) write(name, text);
  const shown = blocks.flatMap(({ kind, text }, index) => (kind === 'sh' ? [{ command: text.trim(), output: blocks[index + 1]?.text ?? '' }] : []));

  it('has examples', () => expect(shown.length).toBeGreaterThan(1));

  it.each(shown)('$command', ({ command, output }) => {
    const { stdout, status } = touchline(command.replace('npx touchline ', '').split(' '));
    expect(stdout).toBe(output);
    expect(status).toBe(0);
  });
});

describe('touchline journeys attribute', () => {
  it('prints one JSON document and nothing else, and is silent about short files', () => {
    const { stdout, stderr, status } = attribute('--json', '--lines');
    expect(JSON.parse(stdout)).toMatchObject({ model: 'linear', conversions: 1, amount_minor: { EUR: 1 }, lines: [{ channel: 'a' }, { channel: 'b' }] });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('reads a file from standard input', () => {
    const { stdout } = touchline(
      ['journeys', 'attribute', '--touches', '-', '--conversions', 'c.csv', '--json'],
      'person,at,channel\np,2026-01-01T00:00:00Z,x\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({ channels: [{ channel: 'x', conversions: 1 }] });
  });

  it.each([
    [['--touches', 'missing.csv'], 'TL_FILE_UNREADABLE', 'missing.csv'],
    [['--touches', '.'], 'TL_FILE_UNREADABLE', '.'],
    [['--touches', 'c.csv'], 'TL_COLUMN_MISSING', 'channel'],
    [['--touches', '-', '--conversions', '-'], 'TL_INPUT_INVALID', '--touches'],
    [['--model', 'best'], 'TL_INPUT_INVALID', '--model'],
    [['--alias', 'c.csv'], 'TL_INPUT_INVALID', '--alias'],
    [['--unknown'], 'TL_USAGE', undefined],
  ])('%j is bad input: exit 2, nothing on stdout, and JSON on stderr', (args, code, path) => {
    const { stdout, stderr, status } = attribute(...args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    const answer = JSON.parse(stderr) as Record<string, unknown>;
    expect(answer).toMatchObject({ code, message: expect.any(String), remedy: expect.any(String) });
    expect(answer['path']).toBe(path);
  });
});
