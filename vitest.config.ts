import { defineConfig } from 'vitest/config';

// Its intervals hold the truth in 95 of 100 runs, as they should: for `npm run proof`, not for a suite that must always pass.
const PROOF = process.env['TOUCHLINE_PROOF_VISITORS'] === undefined ? ['test/proof/end-to-end.test.ts'] : [];

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...PROOF],
    globalSetup: './infra/scripts/lend-kafka.mjs',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './infra/scripts/summary-reporter.mjs'],
  },
});
