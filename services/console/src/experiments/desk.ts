import { type LiftRun, poolResults, runLift, runPortfolio } from '@touchline/evidence';
import type { Warehouse } from '@touchline/warehouse';
import type { PortfolioAnswer, PortfolioRow } from '../experiment-answers.js';
import { Turns } from './turns.js';

const RESULT_KEPT_MS = 30_000;
const PORTFOLIO_KEPT_MS = 60_000;

/** Judges experiments for whoever looks at them; where they are judged is packages/evidence. */
export class ExperimentDesk {
  readonly #warehouse: Warehouse;
  readonly #turns = new Turns();

  /** @param warehouse of the service's account: sums of arms are made from identifiers, and only sums leave. */
  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
  }

  /** @throws TouchlineError TL_ENTITY_UNKNOWN until the warehouse has heard of it, TL_EXPERIMENT_STATE before the start, TL_STORE_UNAVAILABLE */
  run(workspace_id: string, experiment_id: string): Promise<LiftRun> {
    const request = { warehouse: this.#warehouse, workspace_id, experiment_id };
    return this.#turns.answer(nameOf(workspace_id, experiment_id, 'result'), RESULT_KEPT_MS, () => runLift({ ...request, as_of: new Date() }));
  }

  async portfolio(workspace_id: string): Promise<PortfolioAnswer> {
    const request = { warehouse: this.#warehouse, workspace_id };
    const runs = await this.#turns.answer(nameOf(workspace_id, '', 'portfolio'), PORTFOLIO_KEPT_MS, () => runPortfolio({ ...request, as_of: new Date() }));
    return { rows: runs.map(rowOf), pooled: poolResults(runs.map(({ result }) => result)) ?? null };
  }

  /** Somebody changed an experiment of this workspace. */
  changed(workspace_id: string): void {
    this.#turns.forget(nameOf(workspace_id, '', ''));
  }
}

/** Ids hold no line break. */
function nameOf(workspace_id: string, experiment_id: string, what: string): string {
  return what === '' ? `${workspace_id}\n` : `${workspace_id}\n${experiment_id}\n${what}`;
}

function rowOf({ result }: LiftRun): PortfolioRow {
  const { experiment_id, name, grade, title, metric, in_money, effect_per, state, planned_end_reached, arms, comparisons, withheld } = result;
  return {
    ...{ experiment_id, name, grade, title, metric, in_money, effect_per, state, planned_end_reached, withheld },
    units: arms.reduce((sum, { n }) => sum + n, 0),
    effects: comparisons.map(({ arm, against, fixed, sequential }) => ({ arm, against, effect: fixed ?? sequential })),
  };
}
