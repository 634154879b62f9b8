// `npm run kafka [-- --data FOLDER --port N]`: a real Kafka broker for development, in the foreground; Ctrl-C stops it.
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readOptions } from './options.mjs';
import { prepare, ROOT } from './prepare.mjs';

const values = readOptions(fileURLToPath(import.meta.url), {
  data: { type: 'string', default: join(ROOT, '.touchline', 'kafka') },
  port: { type: 'string', default: '9092' },
});
if (!/^\d{1,5}$/.test(values.port)) {
  process.stderr.write(`--port: expected a port, got ${values.port}\n`);
  process.exit(2);
}
prepare();
const { startBroker } = await import(pathToFileURL(join(ROOT, 'packages/kafka-broker/dist/index.js')).href);
let broker;
// Before it is up there is nothing to keep: ending ends it as well.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (broker?.stop() ?? Promise.resolve()).then(() => process.exit(0)));
try {
  broker = await startBroker({ data: resolve(values.data), port: Number(values.port) });
  process.stdout.write(`KAFKA_BROKERS=${broker.brokers.join(',')}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
