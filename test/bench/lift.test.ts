import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('lift.mjs', import.meta.url));

type Report = Readonly<Record<'synthetic-control' | 'arm-sums', { readonly measured: Readonly<Record<string, Readonly<Record<string, number>>>> }>>;

describe('the lift benchmark', () => {
  it('in its short form runs, and times fits and placebo refits on both kinds of series', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, '--json', '--part', 'synthetic-control', '--fits', '2', '--refits', '100'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { measured } = (JSON.parse(stdout) as Report)['synthetic-control'];
    expect(Object.keys(measured)).toEqual(['markets', 'noise']);
    for (const figures of Object.values(measured)) expect(Math.min(...Object.values(figures))).toBeGreaterThan(0);
  });

  it('sums the arms as a textbook’s join does, and counts every unit once (I2)', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [BENCH, '--json', '--part', 'arm-sums', '--units', '20000'], { encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const { measured } = (JSON.parse(stdout) as Report)['arm-sums'];
    expect(measured['arm sums']?.['y_sum']).toBe(measured['textbook join']?.['y_sum']);
  });
});
