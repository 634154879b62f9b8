import type { Command } from 'commander';

/** One command of the first level, as its help shows it; what it is made of is loaded only when somebody asks for it. */
export interface ListedCommand {
  /** Name, `[options]` where it takes some itself, and arguments. */
  readonly term: string;
  readonly description: string;
  /** Brings what gives the command its options, its own commands and its action. */
  readonly load: () => Promise<(command: Command) => void>;
}

export const COMMANDS: readonly ListedCommand[] = [
  {
    term: 'up [options]',
    description: 'start every service and the local store as child processes, until Ctrl-C',
    load: async () => (await import('./commands/up.js')).upCommand,
  },
  {
    term: 'status [options]',
    description: 'each process, its state and address, and how full the demo is; exits with 0 when all are ready',
    load: async () => (await import('./commands/status.js')).statusCommand,
  },
  {
    term: 'config [options]',
    description: 'every setting, its value, where that comes from and what it does',
    load: async () => (await import('./commands/config.js')).configCommand,
  },
  {
    term: 'demo',
    description: 'the simulated workspace',
    load: async () => (await import('./commands/demo.js')).demoCommand,
  },
  {
    term: 'workspaces',
    description: 'workspaces, on the machine that holds the data',
    load: async () => (await import('./commands/keys.js')).workspacesCommand,
  },
  {
    term: 'keys',
    description: 'API keys, on the machine that holds the data',
    load: async () => (await import('./commands/keys.js')).keysCommand,
  },
  {
    term: 'links',
    description: 'tracked links, through the tracker’s API (key in TOUCHLINE_KEY)',
    load: async () => (await import('./commands/links.js')).linksCommand,
  },
  {
    term: 'cpms',
    description: 'what 1,000 impressions on a platform cost you elsewhere, for earned media value (key in TOUCHLINE_KEY)',
    load: async () => (await import('./commands/cpms.js')).cpmsCommand,
  },
  {
    term: 'figures [options]',
    description:
      'revenue, ROAS, CPA, CTR, engagement, EMV by creator, campaign, platform, post or link, from the console (key in TOUCHLINE_KEY where it asks for one)',
    load: async () => (await import('./commands/figures.js')).figuresCommand,
  },
  {
    term: 'metrics',
    description: 'impressions, reach and likes of posts, through the collector (key in TOUCHLINE_KEY)',
    load: async () => (await import('./commands/metrics.js')).metricsCommand,
  },
  {
    term: 'experiments',
    description: 'experiments, through the APIs (key in TOUCHLINE_KEY)',
    load: async () => (await import('./commands/experiments.js')).experimentsCommand,
  },
  {
    term: 'log',
    description: 'the event log as files: an archive, and the way into another log',
    load: async () => (await import('./commands/log.js')).logCommand,
  },
  {
    term: 'attribute',
    description: 'attribution',
    load: async () => (await import('./commands/attribute.js')).attributeCommand,
  },
  {
    term: 'ledger',
    description: 'the credit ledger',
    load: async () => (await import('./commands/ledger.js')).ledgerCommand,
  },
  {
    term: 'sql [options] [statement]',
    description: 'ask the views in SQL, read-only and of one workspace; `-` reads the statement from the standard input',
    load: async () => (await import('./commands/sql.js')).sqlCommand,
  },
  {
    term: 'reconcile [options]',
    description: 'accepted = stored + deduplicated + rejected + in flight, per source and day; exits with 1 on a gap',
    load: async () => (await import('./commands/reconcile.js')).reconcileCommand,
  },
  {
    term: 'rebuild [options]',
    description: 'make a new warehouse from the log and put it in the place of the live one; exits with 1 when the ledgers differ',
    load: async () => (await import('./commands/rebuild.js')).rebuildCommand,
  },
  {
    term: 'rejects',
    description: 'what could not be taken: look at it, and take it in again',
    load: async () => (await import('./commands/rejects.js')).rejectsCommand,
  },
  {
    term: 'journeys',
    description: 'people’s journeys in files: no server needed',
    load: async () => (await import('./commands/journeys.js')).journeysCommand,
  },
  {
    term: 'paths',
    description: 'aggregated paths in a file: no server needed',
    load: async () => (await import('./commands/paths.js')).pathsCommand,
  },
  {
    term: 'shapley [options] <file>',
    description: 'Shapley values of a game in JSON: {"players":["F","O"],"values":{"F":0.3,"F,O":0.5}}; coalitions left out are worth 0; - is standard input',
    load: async () => (await import('./commands/shapley.js')).shapleyCommand,
  },
  {
    term: 'lift',
    description: 'what would not have come anyway: experiments analysed and planned from files, with no server',
    load: async () => (await import('./commands/lift.js')).liftCommand,
  },
  {
    term: 'reports',
    description: 'reports on experiments: schedules, what was made, making one now',
    load: async () => (await import('./commands/reports.js')).reportsCommand,
  },
];
