import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, prepareAnalysis, preparePlan } from '@touchline/incrementality';
import { afterAll, describe, expect, it } from 'vitest';
import { readTable } from '../src/lift/read-table.js';

const BIN = fileURLToPath(new URL('../bin/touchline.mjs', import.meta.url));
const PAGES = ['offline-lift.md', 'offline-lift-geo.md'].map((page) => new URL(`../../../docs/${page}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'touchline-lift-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
/** From another folder than the files', so that a relative file is found beside its spec alone. */
const lift = (args: readonly string[], input = '') => spawnSync(process.execPath, [BIN, 'lift', ...args], { cwd: tmpdir(), encoding: 'utf8', input });

/** Equal but for the last digits, which may differ from one processor's mathematics to another's; of an answer shown in part, what is shown. */
function same(found: unknown, shown: unknown, { path = '', part = false } = {}): void {
  if (typeof shown === 'number') expect(Math.abs(Number(found) - shown), path).toBeLessThanOrEqual(1e-8 * Math.max(1e-3, Math.abs(shown)));
  else if (typeof shown !== 'object' || shown === null) expect(found, path).toBe(shown);
  else {
    if (!part) expect(Object.keys(found ?? {}), path).toEqual(Object.keys(shown));
    for (const [key, value] of Object.entries(shown)) same(Reflect.get(Object(found), key), value, { path: `${path}.${key}`, part });
  }
}

describe('what docs/offline-lift.md and docs/offline-lift-geo.md show', () => {
  const blocks = [
    ...PAGES.map((page) => readFileSync(page, 'utf8'))
      .join('\n')
      .matchAll(/^```(json|csv) ([\w.-]+)\n([\s\S]*?)^```$/gm),
  ].map(([, kind = '', name = '', text = '']) => ({
    kind,
    name,
    text,
  }));
  for (const { name, text } of blocks.filter(({ kind }) => kind === 'csv')) write(name, text);
  const examples = blocks.flatMap(({ kind, name, text }, place) => {
    if (kind !== 'json' || name === 'answer' || name === 'part') return [];
    const answer = blocks.slice(place + 1).find((block) => block.name === 'answer' || block.name === 'part');
    return [
      { command: name, spec: JSON.parse(text) as { design: string }, part: answer?.name === 'part', answer: JSON.parse(answer?.text ?? '{}') as unknown },
    ];
  });

  it.each(examples.map((example, place) => [`${place + 1}: lift ${example.command} ${example.spec.design}`, example] as const))(
    '%s',
    (_title, { command, spec, answer, part }) => {
      const { wants, run } = (command === 'plan' ? preparePlan : prepareAnalysis)(spec);
      same(JSON.parse(JSON.stringify(run(wants === undefined ? undefined : readTable(wants, folder)))), answer, { part });
    },
  );

  it.each([
    ['analyze', prepareAnalysis],
    ['plan', preparePlan],
  ])('has an example of every design of lift %s', (command, prepare) => {
    const shown = new Set(examples.filter((example) => example.command === command).map(({ spec }) => spec.design));
    expect(designsOf(prepare).filter((design) => !shown.has(design))).toEqual([]);
  });
});

/** All designs, as the refusal of none names them. */
function designsOf(prepare: (spec: unknown) => unknown): string[] {
  try {
    prepare({});
  } catch (thrown) {
    if (thrown instanceof InputError) return (/one of (.*)\.$/.exec(thrown.message)?.[1] ?? '').split(', ');
  }
  return [];
}

describe('touchline lift', () => {
  const spec = { design: 'cace', csv: 'rows.csv', columns: { assigned: 'z', treated: 'a', outcome: 'y' } };
  write('rows.csv', 'y,z,a,other\n1,0,0,x\n2,0,0,x\n"3",1,1,"a, b"\n4,1,1,x\n');
  write('spec.json', JSON.stringify(spec));

  it('prints one JSON document and nothing else', () => {
    const { stdout, stderr, status } = lift(['analyze', join(folder, 'spec.json'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ design: 'cace', estimate: 2, reliable: false });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('prints a table for people, with what failed', () => {
    const { stdout } = lift(['analyze', join(folder, 'spec.json')]);
    expect(stdout).toContain('minimum_units');
    expect(stdout).toMatch(/^estimate +2$/m);
  });

  it('plans from standard input', () => {
    const { stdout } = lift(['plan', '-', '--json'], JSON.stringify({ design: 'power', solve: 'n', metric: 'proportion', baseline: 0.2, effect: 0.05 }));
    expect(JSON.parse(stdout)).toMatchObject({ units_per_arm: 1_031 });
  });

  it.each([
    ['no spec at all', ['analyze', 'missing.json'], '', { code: 'TL_FILE_UNREADABLE', path: 'missing.json' }],
    ['half a spec', ['analyze', '-'], '{"design":', { code: 'TL_JSON_MALFORMED', path: '-' }],
    ['an unknown field', ['analyze', '-'], '{"design":"e_value","risk_ratio":2,"ratio":3}', { code: 'TL_FIELD_UNKNOWN', path: 'ratio' }],
    ['a missing field', ['analyze', '-'], '{"design":"e_value"}', { code: 'TL_FIELD_MISSING', path: 'risk_ratio' }],
    ['a wrong type', ['analyze', '-'], '{"design":"e_value","risk_ratio":"2"}', { code: 'TL_FIELD_TYPE', path: 'risk_ratio' }],
    [
      'a wrong value deep down',
      ['analyze', '-'],
      '{"design":"two_mean","control":{"n":5,"conversions":9},"treatment":{"n":5,"conversions":1}}',
      { code: 'TL_FIELD_VALUE', path: 'control.conversions' },
    ],
    ['no design', ['analyze', '-'], '{}', { code: 'TL_FIELD_VALUE', path: 'design' }],
    ['no such command', ['guess', '-'], '', { code: 'TL_USAGE' }],
    ['no file', ['analyze', '-'], JSON.stringify({ ...spec, csv: 'none.csv' }), { code: 'TL_FILE_UNREADABLE', path: 'csv' }],
  ])('exits with 2 and names the field: %s', (_title, args, input, error) => {
    const { stdout, stderr, status } = lift(args, input);
    expect(JSON.parse(stderr)).toMatchObject({ ...error, message: expect.any(String), remedy: expect.any(String) });
    expect([stdout, status]).toEqual(['', 2]);
  });

  it.each([
    ['a column that is not there', 'y,z\n1,0\n', { code: 'TL_COLUMN_MISSING', path: 'columns.treated', line: 1 }],
    ['a cell that is no number', 'y,z,a\n1,0,0\nx,1,1\n', { code: 'TL_TABLE_INVALID', path: 'columns.outcome', line: 3 }],
    ['a cell that is not 0 or 1', 'y,z,a\n1,0,0\n\n3,1,5\n', { code: 'TL_TABLE_INVALID', path: 'columns.treated', line: 4 }],
    ['a row that is cut off', 'y,z,a\n1,0,0\n3,1\n', { code: 'TL_TABLE_INVALID', path: 'csv', line: 3 }],
    ['no rows', 'y,z,a\n', { code: 'TL_TABLE_INVALID', path: 'csv' }],
  ])('names the line of a wrong file: %s', (_title, rows, error) => {
    write('wrong.csv', rows);
    write('wrong.json', JSON.stringify({ ...spec, csv: 'wrong.csv' }));
    const { stderr, status } = lift(['analyze', join(folder, 'wrong.json')]);
    expect(JSON.parse(stderr)).toMatchObject(error);
    expect(status).toBe(2);
  });
});
