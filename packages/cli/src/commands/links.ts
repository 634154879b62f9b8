import { loadConfig, TouchlineError, trackerUrl } from '@touchline/runtime';
import type { Command } from 'commander';
import { apiKey, askApi } from '../clients/api.js';
import { print, printJson, printTable } from '../output.js';

interface Link {
  readonly id: string;
  readonly slug: string;
  readonly short_url: string;
  readonly destination: string;
  readonly creator_id: string;
  readonly archived: boolean;
}

interface CreateOptions {
  readonly creator: string;
  readonly destination: string;
  readonly slug?: string;
  readonly campaign?: string;
  readonly post?: string;
  readonly platform?: string;
  readonly json?: boolean;
}

export function linksCommand(links: Command): void {
  links
    .command('create')
    .description('make a tracked link; a creator that is new is made with it')
    .requiredOption('--creator <id>', 'whose link it is')
    .requiredOption('--destination <url>', 'where it leads')
    .option('--slug <slug>', 'its address; left out, a short random one')
    .option('--campaign <id>', 'campaign it counts for; it must exist')
    .option('--post <id>', 'post it stands in; it must exist')
    .option('--platform <name>', 'instagram, tiktok, youtube …')
    .option('--json', 'one JSON document')
    .action(async (options: CreateOptions) => {
      const link = await create(trackerUrl(loadConfig()), options);
      if (options.json) printJson(link);
      else print(link.short_url);
    });
  links
    .command('list')
    .description('the links of the key’s workspace, by id')
    .option('--limit <number>', 'most links to show', '100')
    .option('--after <id>', 'go on after this link')
    .option('--json', 'one JSON document')
    .action(async (options: { limit: string; after?: string; json?: boolean }) => {
      const query = new URLSearchParams({ limit: options.limit, ...(options.after === undefined ? {} : { after: options.after }) });
      const url = `${trackerUrl(loadConfig())}/v1/links?${query}`;
      const page = await askApi<{ items: Link[]; next?: string }>({ method: 'GET', url, token: apiKey() });
      if (options.json) return printJson(page);
      printTable(page.items.map((link) => ({ id: link.id, link: link.short_url, creator: link.creator_id, destination: link.destination })));
      if (page.next !== undefined) print(`there are more: add --after ${page.next}`);
    });
  links
    .command('archive <id>')
    .description('stop a link; its past clicks keep counting')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: { json?: boolean }) => {
      const url = `${trackerUrl(loadConfig())}/v1/links/${encodeURIComponent(id)}`;
      const link = await askApi<Link>({ method: 'DELETE', url, token: apiKey() });
      if (options.json) printJson(link);
      else print(`archived ${id}`);
    });
}

async function create(base: string, options: CreateOptions): Promise<Link> {
  const key = apiKey();
  await ensureCreator(base, key, options.creator);
  const body = {
    destination: options.destination,
    creator_id: options.creator,
    ...(options.slug === undefined ? {} : { slug: options.slug }),
    ...(options.campaign === undefined ? {} : { campaign_id: options.campaign }),
    ...(options.post === undefined ? {} : { post_id: options.post }),
    ...(options.platform === undefined ? {} : { platform: options.platform }),
  };
  return askApi<Link>({ method: 'POST', url: `${base}/v1/links`, token: key, body });
}

async function ensureCreator(base: string, key: string, id: string): Promise<void> {
  try {
    await askApi({ method: 'GET', url: `${base}/v1/creators/${encodeURIComponent(id)}`, token: key });
  } catch (error) {
    if (!(error instanceof TouchlineError) || error.code !== 'TL_ENTITY_UNKNOWN') throw error;
    await askApi({ method: 'POST', url: `${base}/v1/creators`, token: key, body: { id, name: id } });
  }
}
