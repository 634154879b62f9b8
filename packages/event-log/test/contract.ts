import { describe } from 'vitest';
import { appendingContract } from './contract/appending.js';
import { batchContract } from './contract/batches.js';
import { consumingContract } from './contract/consuming.js';
import { copyingContract } from './contract/copying.js';
import type { Lacks, OpenContractLog } from './contract/harness.js';
import { headersContract } from './contract/headers.js';
import { keepingContract } from './contract/keeping.js';
import { noOnceContract, onceContract } from './contract/once.js';
import { processContract } from './contract/processes.js';
import { takeoverContract } from './contract/takeover.js';

/** What every implementation of the port must do; each passes the same tests, but for what it says it lacks. */
export function eventLogContract(name: string, open: OpenContractLog, lacks: Lacks = {}): void {
  describe(`${name} keeps the contract of the event log`, () => {
    appendingContract(open);
    keepingContract(open);
    if (lacks.once === undefined) onceContract(open);
    else noOnceContract(open, lacks.once);
    headersContract(open, lacks);
    // A record goes to Kafka by its key, and comes back without a once_id: what is copied there is told apart by its event id.
    if (lacks.once === undefined) copyingContract(open);
    consumingContract(open);
    batchContract(open);
    takeoverContract(open);
    processContract(open, lacks);
  });
}
