import { type Config, trackerUrl } from '@touchline/runtime';
import { apiKey, askApi } from '../clients/api.js';

/** As much of an experiment as commands look at; everything else is passed on as it is. */
export interface ExperimentView {
  readonly id: string;
  readonly name: string;
  readonly design: string;
  readonly grade: string;
  readonly state: 'draft' | 'running' | 'stopped';
  readonly assignment: string;
  readonly unit: string;
  readonly arms: readonly { readonly name: string; readonly weight: number }[];
  readonly scope: { readonly creator_ids: readonly string[]; readonly geos: readonly string[] };
  readonly salt: string;
  readonly planned_end: string;
  readonly archived: boolean;
  readonly started_at?: string;
}

interface Page {
  readonly items: readonly ExperimentView[];
  readonly next?: string;
}

/** The experiments of the key's workspace, through the tracker's API. Every method throws TouchlineError with the API's code. */
export class ExperimentsClient {
  readonly #base: string;
  readonly #token = apiKey();

  constructor(config: Config) {
    this.#base = `${trackerUrl(config)}/v1/experiments`;
  }

  create(body: unknown, dryRun: boolean): Promise<ExperimentView> {
    return this.#ask('POST', dryRun ? '?dry_run=true' : '', body);
  }

  list(query: URLSearchParams): Promise<Page> {
    return this.#ask('GET', `?${query}`);
  }

  show(id: string): Promise<ExperimentView> {
    return this.#ask('GET', `/${encodeURIComponent(id)}`);
  }

  step(id: string, step: 'start' | 'stop', dryRun: boolean): Promise<ExperimentView> {
    return this.#ask('POST', `/${encodeURIComponent(id)}/${step}${dryRun ? '?dry_run=true' : ''}`);
  }

  archive(id: string, dryRun: boolean): Promise<ExperimentView> {
    return this.#ask('DELETE', `/${encodeURIComponent(id)}${dryRun ? '?dry_run=true' : ''}`);
  }

  #ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return askApi<T>({ method, url: `${this.#base}${path}`, token: this.#token, ...(body === undefined ? {} : { body }) });
  }
}
