import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, openLocalLog, type RecordHeaders, TOPICS } from '@touchline/event-log';
import { afterAll } from 'vitest';

/** Folders and logs that go when the file's tests are over. */
export class Scratch {
  readonly #folders: string[] = [];
  readonly #logs: EventLog[] = [];

  constructor() {
    afterAll(async () => {
      for (const log of this.#logs) await log.close();
      for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
    });
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'touchline-cli-'));
    this.#folders.push(folder);
    return folder;
  }

  log(path = this.folder()): EventLog {
    const log = openLocalLog({ path });
    this.#logs.push(log);
    return log;
  }
}

interface Held {
  readonly value: string;
  readonly once_id: string | undefined;
  readonly headers: RecordHeaders | undefined;
}

/** Everything a log holds, as text, by `topic/partition/offset`. */
export async function contents(log: EventLog): Promise<Record<string, Held>> {
  const found: Record<string, Held> = {};
  for (const topic of Object.keys(TOPICS)) {
    for (const { partition, next_offset } of await log.heads(topic)) {
      for (const { offset, value, once_id, headers } of await log.read(topic, partition, 0, next_offset)) {
        found[`${topic}/${partition}/${offset}`] = { value: Buffer.from(value).toString('latin1'), once_id, headers };
      }
    }
  }
  return found;
}

/** A click and an order as the tracker and the collector append them; the same number is the same event. */
export function appended(type: 'click' | 'order_placed', number: number) {
  const event_id = `0190a5a0-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const at = new Date(Date.UTC(2026, 2, 1) + number * 60_000).toISOString();
  const head = { type, version: 1, event_id, workspace_id: 'w1', occurred_at: at, received_at: at, source: 'test', key: `k${number % 13}`, person: {} };
  const record = { key: head.key, value: Buffer.from(JSON.stringify({ ...head, payload: { text: `\u2028 Größe 😀 "${number}"\n` } })) };
  return type === 'click' ? record : { ...record, once_id: event_id };
}
