import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { TouchlineError } from './errors.js';
import { SECRET_SETTINGS, SETTINGS } from './settings.js';

const schema = z.object(SETTINGS);

/** All settings, checked; keys are the environment variables' names. */
export type Config = Readonly<z.infer<typeof schema>>;

/**
 * Reads every setting from the environment. An empty variable counts as not set.
 * @throws TouchlineError TL_CONFIG_INVALID naming the setting.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(SETTINGS).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = issue?.path.map(String).join('.') ?? '';
    throw new TouchlineError('TL_CONFIG_INVALID', `${name}: ${issue?.message ?? 'not valid'}`, name);
  }
  const data = parsed.data.TOUCHLINE_DATA;
  return { ...parsed.data, TOUCHLINE_DATA: isAbsolute(data) ? data : resolve(data) };
}

export interface SettingRow {
  readonly name: string;
  readonly value: string;
  readonly source: 'environment' | 'default';
  readonly description: string;
}

/** Every setting with its value and where that came from; secrets are hidden. */
export function describeSettings(config: Config, environment: NodeJS.ProcessEnv = process.env): SettingRow[] {
  return Object.entries(SETTINGS).map(([name, setting]) => {
    const value = String(config[name as keyof Config]);
    return {
      name,
      value: SECRET_SETTINGS.has(name) && value !== '' ? '(hidden)' : value,
      source: environment[name] ? 'environment' : 'default',
      description: setting.description ?? '',
    };
  });
}

/** The address under which people reach the tracker, without a trailing slash. */
export function trackerUrl(config: Config): string {
  const address = config.TOUCHLINE_PUBLIC_TRACKER_URL || `http://${hostOf(config)}:${config.TOUCHLINE_TRACKER_PORT}`;
  return address.replace(/\/+$/, '');
}

/** The collector's own address, without a trailing slash. */
export function collectorUrl(config: Config): string {
  return `http://${hostOf(config)}:${config.TOUCHLINE_COLLECTOR_PORT}`;
}

/** The address under which people reach the console, without a trailing slash. */
export function consoleUrl(config: Config): string {
  const address = config.TOUCHLINE_PUBLIC_CONSOLE_URL || `http://${hostOf(config)}:${config.TOUCHLINE_CONSOLE_PORT}`;
  return address.replace(/\/+$/, '');
}

function hostOf(config: Config): string {
  return config.TOUCHLINE_HOST === '0.0.0.0' ? '127.0.0.1' : config.TOUCHLINE_HOST;
}
