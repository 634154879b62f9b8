import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('attribution.mjs', import.meta.url));

describe('the attribution benchmark', () => {
  it('in its short form times every model', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, 'models', '--json', '--rows', '200', '--rounds', '1'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { models } = JSON.parse(stdout) as { models: { rows: { what: string; cpu_ms: number; aim_ms?: number; reached?: boolean }[] } };
    expect(models.rows.filter(({ aim_ms }) => aim_ms !== undefined)).toHaveLength(5);
    for (const { cpu_ms } of models.rows) expect(cpu_ms).toBeGreaterThan(0);
  });
});
