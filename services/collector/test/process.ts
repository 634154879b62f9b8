import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Started {
  readonly address: string;
  readonly process: ChildProcess;
  /** Kills it, however it may be, and waits until it is gone. */
  end(): Promise<void>;
}

/** Starts a built service on a data folder and free ports, as the supervisor does. */
export async function startService(name: 'collector' | 'tracker', data: string): Promise<Started> {
  const upper = name.toUpperCase();
  const ports = { [`TOUCHLINE_${upper}_PORT`]: '0', [`TOUCHLINE_${upper}_ADMIN_PORT`]: '0' };
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url));
  const child = fork(main, [], { env: { ...process.env, TOUCHLINE_DATA: data, TOUCHLINE_LOG_LEVEL: 'info', ...ports }, silent: true });
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  try {
    return { address: await addressIn(child.stderr), process: child, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The address a service logs when it is ready. */
function addressIn(stderr: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stderr?.on('data', (chunk) => {
      text += String(chunk);
      const address = /"address":"(http[^"]+)"/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    stderr?.on('end', () => reject(new Error(`the service ended: ${text}`)));
  });
}
