import { loadConfig, TouchlineError, trackerUrl } from '@touchline/runtime';
import type { Command } from 'commander';
import { apiKey, askApi } from '../clients/api.js';
import { print, printJson, printTable } from '../output.js';

interface Cpm {
  readonly id: string;
  readonly platform: string;
  readonly cpm_minor: number;
}

interface JsonOption {
  readonly json?: boolean;
}

/** What a thousand impressions on each platform cost the workspace elsewhere: earned media value is counted by it. */
export function cpmsCommand(cpms: Command): void {
  cpms
    .command('set <platform> <minor>')
    .description('in minor units of the workspace’s currency: 650 is 6.50')
    .option('--json', 'one JSON document')
    .action(async (platform: string, minor: string, options: JsonOption) => {
      if (!/^\d{1,9}$/.test(minor)) throw new TouchlineError('TL_INPUT_INVALID', 'Expected a whole number of minor units, such as 650 for 6.50.', 'minor');
      const cpm = await ask<Cpm>('POST', '', { platform, cpm_minor: Number(minor) });
      if (options.json) printJson(cpm);
      else print(`1,000 impressions on ${cpm.platform} count for ${cpm.cpm_minor} minor units`);
    });
  cpms
    .command('list')
    .description('the platforms that have one')
    .option('--json', 'one JSON document')
    .action(async (options: JsonOption) => {
      const { items } = await ask<{ items: Cpm[] }>('GET', '?limit=1000');
      if (options.json) printJson({ items });
      else printTable(items.map(({ platform, cpm_minor }) => ({ platform, cpm_minor })));
    });
  cpms
    .command('archive <platform>')
    .description('no earned media value is counted on it from now on')
    .option('--json', 'one JSON document')
    .action(async (platform: string, options: JsonOption) => {
      const cpm = await ask<Cpm>('DELETE', `/${encodeURIComponent(platform.replaceAll(' ', '_'))}`);
      if (options.json) printJson(cpm);
      else print(`archived ${platform}`);
    });
}

function ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  return askApi<T>({ method, url: `${trackerUrl(loadConfig())}/v1/cpms${path}`, token: apiKey(), ...(body === undefined ? {} : { body }) });
}
