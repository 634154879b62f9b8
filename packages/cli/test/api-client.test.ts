import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@touchline/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { askApi } from '../src/clients/api.js';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${port}/v1/things`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a command that asks a service', () => {
  it('sends its key and its document, and gets the answer however it is cut', async () => {
    const url = await serve((request, answer) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', async () => {
        const seen = Buffer.from(
          JSON.stringify({
            method: request.method,
            key: request.headers.authorization,
            type: request.headers['content-type'],
            body: JSON.parse(body),
            sign: '€',
          }),
        );
        answer.write(seen.subarray(0, -4));
        await sleep(20);
        answer.end(seen.subarray(-4));
      });
    });
    const answer = await askApi({ method: 'POST', url, token: 'tl_x', body: { name: 'mia' } });
    expect(answer).toEqual({ method: 'POST', key: 'Bearer tl_x', type: 'application/json', body: { name: 'mia' }, sign: '€' });
  });

  it('is told the service’s own code and path', async () => {
    const url = await serve((_request, answer) => answer.writeHead(400).end(JSON.stringify({ code: 'TL_FIELD_VALUE', message: 'No.', path: 'slug' })));
    await expect(askApi({ method: 'GET', url })).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'slug' });
  });

  it('tells one that is late from one that is not there', async () => {
    const late = await serve(() => undefined);
    await expect(askApi({ method: 'GET', url: late, answer_ms_max: 200 })).rejects.toMatchObject({
      code: 'TL_NOT_RUNNING',
      message: expect.stringContaining('did not answer within 0.2 s'),
    });
    const nobody = `http://127.0.0.1:${await freePort()}/`;
    await expect(askApi({ method: 'GET', url: nobody })).rejects.toMatchObject({ code: 'TL_NOT_RUNNING', message: expect.stringContaining('Nothing answers') });
    const cut = await serve((_request, answer) => {
      answer.writeHead(200, { 'content-length': 100 }).write('{');
      setTimeout(() => answer.destroy(), 20);
    });
    await expect(askApi({ method: 'GET', url: cut })).rejects.toMatchObject({ code: 'TL_NOT_RUNNING' });
  });
});
