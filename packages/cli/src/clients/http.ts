import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none. */
  readonly body: string;
  readonly answer_ms_max: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * One request, however long its answer takes: `fetch` gives up after five minutes without a header whatever its signal says, and a first
 * attribution run over a large log may take longer.
 * @throws Error when nothing answers, or not in time
 */
export function askHttp({ method, url, headers, body, answer_ms_max }: HttpRequest): Promise<HttpAnswer> {
  const send = new URL(url).protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent: false, signal: AbortSignal.timeout(answer_ms_max) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}
