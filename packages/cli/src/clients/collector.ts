import { ERRORS, type ErrorCode, TouchlineError } from '@touchline/runtime';
import { z } from 'zod';

const ANSWER_MS_MAX = 60_000;

const resultSchema = z.object({
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  event_id: z.string().optional(),
  code: z.string().optional(),
  path: z.string().optional(),
  message: z.string().optional(),
});

export type CollectorResult = z.infer<typeof resultSchema>;

const answerSchema = z.object({ results: z.array(resultSchema) });
const refusalSchema = z.object({ code: z.string(), message: z.string().optional(), path: z.string().optional() });

export interface CollectorClientOptions {
  readonly url: string;
  readonly key: string;
  /** Check and keep nothing. */
  readonly dry_run: boolean;
}

/** The collector's front door. */
export class CollectorClient {
  readonly #options: CollectorClientOptions;

  constructor(options: CollectorClientOptions) {
    this.#options = options;
  }

  /**
   * Sends a body as it is; one result an event, or one for a request that could not be taken apart.
   * @throws TouchlineError TL_NOT_RUNNING, or what the collector answers when it is the key or the log that is at fault
   */
  async send(body: Uint8Array): Promise<readonly CollectorResult[]> {
    const { url, key, dry_run } = this.#options;
    let answer: Response;
    try {
      answer = await fetch(`${url}/v1/events${dry_run ? '?dry_run=true' : ''}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: Buffer.from(body),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      });
    } catch {
      throw new TouchlineError('TL_NOT_RUNNING', `The collector does not answer at ${url}.`);
    }
    const told: unknown = await answer.json().catch(() => undefined);
    const results = answerSchema.safeParse(told);
    if (results.success) return results.data.results;
    const refusal = refusalSchema.safeParse(told);
    if (!refusal.success || !isKnown(refusal.data.code)) throw new TouchlineError('TL_INTERNAL', `The collector answered ${answer.status}.`);
    const { code, message, path } = refusal.data;
    if (answer.status === 401 || answer.status === 403 || answer.status >= 500) throw new TouchlineError(code as ErrorCode, message, path);
    return [{ outcome: 'rejected', code, ...(path === undefined ? {} : { path }), ...(message === undefined ? {} : { message }) }];
  }
}

function isKnown(code: string): boolean {
  return Object.hasOwn(ERRORS, code);
}
