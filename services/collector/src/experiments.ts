import { armOfUnit } from '@touchline/directory';
import type { Entities, ExperimentUnit, Person } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';

/** An experiment of the sender's workspace by its id. */
export type ExperimentOf = (id: string) => Entities['experiment'] | undefined;

interface Told {
  readonly experiment_id: string;
  readonly arm?: string | undefined;
  readonly unit_id?: string | undefined;
}

/** A unit as its experiment counts it, and its arm. */
export interface Placed {
  readonly arm: string;
  readonly unit: ExperimentUnit;
  /** What names the unit: in the person part for people, in `unit_id` for everything else. */
  readonly identifier: string;
  readonly assignment: Entities['experiment']['assignment'];
}

/** Where a unit that is a person is named. */
const NAMED_BY: Readonly<Partial<Record<ExperimentUnit, 'visitor_id' | 'customer_id' | 'email_sha256'>>> = {
  visitor: 'visitor_id',
  customer: 'customer_id',
  email: 'email_sha256',
};

/**
 * Places what was told into its experiment.
 * @throws TouchlineError TL_EXPERIMENT_UNKNOWN, TL_FIELD_MISSING for the unit, TL_FIELD_VALUE for an arm it has not, or that its
 *   hash does not give
 */
export function place(told: Told, person: Person, experimentOf: ExperimentOf): Placed {
  const experiment = experimentOf(told.experiment_id);
  if (experiment === undefined) throw new TouchlineError('TL_EXPERIMENT_UNKNOWN', undefined, 'experiment_id');
  const { unit, assignment } = experiment;
  const identifier = identifierOf(unit, told, person);
  return { arm: armOf(told, experiment, identifier), unit, identifier, assignment };
}

function identifierOf(unit: ExperimentUnit, { unit_id }: Told, person: Person): string {
  const field = NAMED_BY[unit];
  if (field !== undefined && unit_id !== undefined) {
    throw new TouchlineError('TL_FIELD_VALUE', `The experiment’s units are people: name one by \`${field}\`.`, 'unit_id');
  }
  const identifier = field === undefined ? unit_id : person[field];
  if (identifier === undefined) throw new TouchlineError('TL_FIELD_MISSING', `The experiment’s unit is a ${unit}.`, field ?? 'unit_id');
  return identifier;
}

function armOf({ arm }: Told, experiment: Entities['experiment'], identifier: string): string {
  if (experiment.assignment === 'hash') {
    const hashed = armOfUnit(experiment, identifier);
    if (arm === undefined || arm === hashed) return hashed;
    throw new TouchlineError('TL_FIELD_VALUE', 'The hash gives this unit another arm.', 'arm');
  }
  if (arm === undefined) throw new TouchlineError('TL_FIELD_MISSING', undefined, 'arm');
  if (!experiment.arms.some(({ name }) => name === arm)) throw new TouchlineError('TL_FIELD_VALUE', `The experiment has no arm \`${arm}\`.`, 'arm');
  return arm;
}
