import { describe } from 'vitest';
import { appendingContract } from './contract/appending.js';
import { batchContract } from './contract/batches.js';
import { consumingContract } from './contract/consuming.js';
import type { Lacks, OpenContractLog } from './contract/harness.js';
import { headersContract } from './contract/headers.js';
import { noOnceContract, onceContract } from './contract/once.js';
import { processContract } from './contract/processes.js';
import { takeoverContract } from './contract/takeover.js';

/** What every implementation of the port must do; each passes the same tests, but for what it says it lacks. */
export function eventLogContract(name: string, open: OpenContractLog, lacks: Lacks = {}): void {
  describe(`${name} keeps the contract of the event log`, () => {
    appendingContract(open);
    if (lacks.once === undefined) onceContract(open);
    else noOnceContract(open, lacks.once);
    headersContract(open, lacks);
    consumingContract(open);
    batchContract(open);
    takeoverContract(open);
    processContract(open, lacks);
  });
}
