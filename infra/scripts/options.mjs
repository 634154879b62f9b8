import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

const HEAD = /^\/\/ ?(.*)$/;

/** The options of a script. With --help, or with one it does not know, says what stands at the script's head and ends the process. */
export function readOptions(script, options) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${headOf(script)}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${basename(script)}: ${error.message.split('. ')[0]}. --help tells which there are.\n`);
    process.exit(2);
  }
}

/** The comment a file begins with. */
export function headOf(script) {
  const lines = readFileSync(script, 'utf8').split('\n');
  const end = lines.findIndex((line) => !HEAD.test(line));
  return lines
    .slice(0, end)
    .map((line) => HEAD.exec(line)?.[1])
    .join('\n');
}
