import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Config, TouchlineError } from '@touchline/runtime';
import { useAgent } from 'request-filtering-agent';

const ANSWER_MS_MAX = 20_000;
const TOO_MANY = 429;
const REQUEST_TIMEOUT = 408;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts JSON where a brand's people said, and only there: the address a name leads to is checked when the connection is made, so
 * that no name can lead into the own network, and a redirect is not followed.
 * @throws TouchlineError TL_DELIVERY_FORBIDDEN, TL_DELIVERY_UNREACHABLE (trying again may help), TL_DELIVERY_REFUSED (it will not)
 */
export async function post({ TOUCHLINE_DELIVERY_PRIVATE }: Config, { url, headers, body }: Post): Promise<void> {
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new TouchlineError('TL_DELIVERY_FORBIDDEN');
  const agent = useAgent(url, { allowPrivateIPAddress: TOUCHLINE_DELIVERY_PRIVATE, keepAlive: false });
  const status = await answerOf(url, { agent, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } }, body);
  if (status >= 200 && status < 300) return;
  const later = status >= 500 || status === TOO_MANY || status === REQUEST_TIMEOUT;
  throw new TouchlineError(later ? 'TL_DELIVERY_UNREACHABLE' : 'TL_DELIVERY_REFUSED', `The recipient answered ${status}.`);
}

interface Options {
  readonly agent: ReturnType<typeof useAgent>;
  readonly headers: Readonly<Record<string, string>>;
}

function answerOf(url: string, options: Options, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(asDeliveryError(error));
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    try {
      const request = send(url, { ...options, method: 'POST', signal: AbortSignal.timeout(ANSWER_MS_MAX) }, (answer) => {
        // Nobody reads what it says; the connection ends with this request.
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      request.on('error', fail);
      request.end(body);
    } catch (error) {
      fail(error as Error);
    }
  });
}

/** The filter throws plain errors; its words are the only mark they have. */
function asDeliveryError(error: Error): TouchlineError {
  if (/is not allowed/.test(error.message)) return new TouchlineError('TL_DELIVERY_FORBIDDEN');
  return new TouchlineError('TL_DELIVERY_UNREACHABLE');
}
