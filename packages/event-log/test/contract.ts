import { describe } from 'vitest';
import { appendingContract } from './contract/appending.js';
import { batchContract } from './contract/batches.js';
import { consumingContract } from './contract/consuming.js';
import { copyingContract } from './contract/copying.js';
import type { OpenContractLog } from './contract/harness.js';
import { headersContract } from './contract/headers.js';
import { onceContract } from './contract/once.js';
import { processContract } from './contract/processes.js';
import { takeoverContract } from './contract/takeover.js';

/** What every implementation of the port must do; each passes the same tests. */
export function eventLogContract(name: string, open: OpenContractLog): void {
  describe(`${name} keeps the contract of the event log`, () => {
    appendingContract(open);
    onceContract(open);
    headersContract(open);
    copyingContract(open);
    consumingContract(open);
    batchContract(open);
    takeoverContract(open);
    processContract(open);
  });
}
