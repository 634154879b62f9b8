import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, openTruthLog } from '@touchline/event-log';
import { Reporter } from '@touchline/reports';
import { type Config, type Logger, sayError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';

interface Open {
  readonly log: EventLog;
  readonly directory: Directory;
  readonly reporter: Reporter;
}

/** The reporter with what it needs, opened when it is first wanted: attribution goes on while the log is down. */
export class ReportDesk {
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #warehouse: Warehouse;
  #open: Promise<Open> | undefined;
  #trouble = '';

  constructor({ config, logger, warehouse }: { readonly config: Config; readonly logger: Logger; readonly warehouse: Warehouse }) {
    this.#config = config;
    this.#logger = logger;
    this.#warehouse = warehouse;
  }

  /** Makes what is due. Never throws. */
  async tick(): Promise<void> {
    try {
      const { reporter } = await this.#opened();
      this.#trouble = '';
      await reporter.tick();
    } catch (error) {
      // One line a trouble, not one a try.
      if (sayError(error) !== this.#trouble) this.#logger.error({ err: error }, 'no reports; trying again');
      this.#trouble = sayError(error);
    }
  }

  /** Makes a schedule's report now and answers its slot. @throws TouchlineError TL_ENTITY_UNKNOWN, TL_REPORT_SLOT_TAKEN, TL_STORE_UNAVAILABLE, TL_LOG_UNAVAILABLE */
  async now(workspace_id: string, schedule_id: string) {
    const { reporter, directory } = await this.#opened();
    await directory.catchUp();
    return reporter.now(workspace_id, schedule_id);
  }

  /** Finishes the report under way. */
  async stop(): Promise<void> {
    const open = await this.#open?.catch(() => undefined);
    await open?.reporter.stop();
    await open?.directory.close();
    await open?.log.close();
  }

  #opened(): Promise<Open> {
    this.#open ??= this.#doOpen().catch((error) => {
      this.#open = undefined;
      throw error;
    });
    return this.#open;
  }

  async #doOpen(): Promise<Open> {
    const log = openTruthLog(this.#config, 'touchline-aggregator');
    try {
      const directory = await openDirectory({ config: this.#config, log, source: 'aggregator', mayLag: true });
      const reporter = new Reporter({ config: this.#config, logger: this.#logger, warehouse: this.#warehouse, directory, log });
      return { log, directory, reporter };
    } catch (error) {
      await log.close();
      throw error;
    }
  }
}
