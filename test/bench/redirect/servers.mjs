import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { onCore, SERVER_CORE } from './cores.mjs';

const READY_MS_MAX = 30_000;
const CHECK_MS = 50;
const STOP_MS_MAX = 20_000;

export const slugOf = (number) => `link-${number}`;
export const destinationOf = (number) => `https://shop.example/products/${number}?color=red`;

/** Starts a server, on the servers' core unless it need not be, and waits until it takes connections. */
export async function startServer({ name, command, args, port, env = process.env, isPinned = true }) {
  const [program, programArgs] = isPinned ? onCore(SERVER_CORE, command, args) : [command, args];
  const child = spawn(program, programArgs, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let stopped;
  const stop = () => {
    stopped ??= (async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
      await exited;
      clearTimeout(late);
    })();
    return stopped;
  };
  await answering(port, child);
  return { name, url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}

async function answering(port, child) {
  const limit_ms = Date.now() + READY_MS_MAX;
  while (!(await canConnect(port))) {
    if (child.exitCode !== null || Date.now() > limit_ms) throw new Error(`the server did not start (exit code ${child.exitCode})`);
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS));
  }
}

function canConnect(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
