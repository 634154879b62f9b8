import { setTimeout as sleep } from 'node:timers/promises';
import { TouchlineError } from '@touchline/runtime';
import { disconnect } from './client.js';
import { kafkaUnavailable } from './failures.js';
import { QUESTION_MS_MAX, QUESTION_PAUSE_MS } from './limits.js';

interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/**
 * One client that answers questions. It is connected when first asked; after a failure the next attempt makes a new one, as
 * kafkajs does not always find back to a broker that was away.
 */
export class Questions<Client extends Connectable> {
  readonly #make: () => Client;
  #client: Promise<Client> | undefined;
  #closed = false;

  constructor(make: () => Client) {
    this.#make = make;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE when it failed for QUESTION_MS_MAX */
  async ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const until_ms = Date.now() + QUESTION_MS_MAX;
    for (;;) {
      if (this.#closed) throw kafkaUnavailable('the log is closed');
      this.#client ??= this.#connect();
      const asked = this.#client;
      try {
        return await question(await asked);
      } catch (error) {
        if (this.#client === asked) this.#discard();
        // Asking again does not change a topic.
        if (error instanceof TouchlineError || Date.now() > until_ms) throw kafkaUnavailable(error);
      }
      await sleep(QUESTION_PAUSE_MS);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    if (client !== undefined) await disconnect(client);
  }

  async #connect(): Promise<Client> {
    const client = this.#make();
    await client.connect();
    return client;
  }

  #discard(): void {
    this.#client?.then(disconnect).catch(() => undefined);
    this.#client = undefined;
  }
}
