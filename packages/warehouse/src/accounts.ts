import { type Config, loadSecrets } from '@touchline/runtime';

/** service: reads and writes everything. marketer: reads the views, without what identifies a person. */
export type AccountName = 'service' | 'marketer';

export interface Account {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** Name of the services' account on the local server. */
export const LOCAL_SERVICE_USER = 'touchline';
export const MARKETER_USER = 'marketer';

/** Address and credentials of one account, of the local server where no CLICKHOUSE_URL is set. */
export function accountOf(config: Config, name: AccountName): Account {
  const local = config.CLICKHOUSE_URL === '';
  const url = local ? `http://127.0.0.1:${config.TOUCHLINE_WAREHOUSE_PORT}` : config.CLICKHOUSE_URL;
  if (name === 'marketer') return { url, username: MARKETER_USER, password: loadSecrets(config).marketer_password };
  if (local) return { url, username: LOCAL_SERVICE_USER, password: localServicePassword(config) };
  return { url, username: config.CLICKHOUSE_USER, password: config.CLICKHOUSE_PASSWORD };
}

export function localServicePassword(config: Config): string {
  return config.CLICKHOUSE_PASSWORD || loadSecrets(config).warehouse_password;
}
