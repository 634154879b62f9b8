// How long the lift estimators take.
//
//   npm run bench -- lift [--part synthetic-control|arm-sums] [--fits 20] [--refits 1000] [--units 1000000] [--json]
//
// One file a part in test/bench/lift; its head says what it measures and what its traps are. Aims are printed beside the figures, for a
// machine with nothing else to do; the exit code says nothing of them.
import { parseArgs } from 'node:util';
import { ARM_SUMS_AIMS, measureArmSums } from './lift/arm-sums.mjs';
import { measureSyntheticControl, SYNTHETIC_CONTROL_AIMS } from './lift/synthetic-control.mjs';

const PARTS = {
  'synthetic-control': { aims: SYNTHETIC_CONTROL_AIMS, measure: measureSyntheticControl },
  'arm-sums': { aims: ARM_SUMS_AIMS, measure: measureArmSums },
};

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    fits: { type: 'string', default: '20' },
    refits: { type: 'string', default: '1000' },
    units: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const names = values.part === undefined ? Object.keys(PARTS) : [values.part];
const report = {};
for (const name of names) {
  const part = PARTS[name];
  if (part === undefined) {
    process.stderr.write(`--part must be one of ${Object.keys(PARTS).join(', ')}\n`);
    process.exit(1);
  }
  const sizes = { fits: Number(values.fits), refits: Number(values.refits), units: Number(values.units) };
  report[name] = { aims: part.aims, measured: await part.measure(sizes) };
}

if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else {
  for (const [name, { aims, measured }] of Object.entries(report)) {
    process.stdout.write(
      `${name} (aims: ${Object.entries(aims)
        .map(([what, most]) => `${what} ${most}`)
        .join(', ')})\n`,
    );
    for (const [kind, figures] of Object.entries(measured)) {
      process.stdout.write(
        `  ${kind}: ${Object.entries(figures)
          .map(([what, value]) => `${what} ${Math.round(value * 10) / 10}`)
          .join(', ')}\n`,
      );
    }
  }
}
