import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@touchline/runtime';
import { destinationOf, slugOf, startServer } from './servers.mjs';

/** nginx with one worker, a map from address to destination, and a buffered access log. */
export async function startNginx(folder, links) {
  const root = join(folder, 'nginx');
  mkdirSync(root);
  const port = await freePort();
  const file = join(root, 'nginx.conf');
  writeFileSync(file, configuration({ root, port, links }));
  return startServer({ name: 'nginx', command: 'nginx', args: ['-p', root, '-e', 'stderr', '-c', file], port });
}

function configuration({ root, port, links }) {
  const rows = Array.from({ length: links }, (_, index) => `    /${slugOf(index + 1)} ${destinationOf(index + 1)};`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${root}/${name};`);
  return `daemon off;
worker_processes 1;
pid ${root}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
${temporary.join('\n')}
  access_log ${root}/access.log combined buffer=64k flush=1s;
  keepalive_requests 1000000000;
  map_hash_max_size 262144;
  map_hash_bucket_size 256;
  map $uri $destination {
${rows.join('\n')}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      if ($destination = '') { return 404; }
      return 302 $destination;
    }
  }
}
`;
}
