import { request } from 'node:http';
import { DOCKER_PING_MS_MAX } from './limits.js';

const SOCKET_DEFAULT = 'unix:///var/run/docker.sock';

/** Whether a Docker engine answers where DOCKER_HOST says, or at the usual socket. */
export function dockerAnswers(host = process.env['DOCKER_HOST'] ?? SOCKET_DEFAULT): Promise<boolean> {
  const address = addressOf(host);
  if (address === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ping = request({ ...address, path: '/_ping', timeout: DOCKER_PING_MS_MAX }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.end();
  });
}

function addressOf(host: string): { socketPath: string } | { host: string; port: string } | undefined {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  if (!URL.canParse(host)) return undefined;
  const { protocol, hostname, port } = new URL(host);
  return protocol === 'tcp:' || protocol === 'http:' ? { host: hostname, port: port || '2375' } : undefined;
}
