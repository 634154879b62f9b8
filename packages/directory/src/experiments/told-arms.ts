import type { Entities } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { ExperimentBody } from './body.js';

type Arms = Pick<Entities['experiment'], 'arms' | 'control_arm'>;

const CONTROL = 'control';
const TREATED = 'treated';
/** Weights of a share: as fine as a hundredth of a per cent. */
const SHARES = 10_000;

/**
 * Arms as told, or two by a share; without either half and half.
 * @throws TouchlineError TL_FIELD_VALUE, TL_FIELD_MISSING
 */
export function armsOf({ arms, control_arm, control_share }: ExperimentBody): Arms {
  if (arms === undefined)
    return { arms: twoArms(control_share ?? 0.5), control_arm: control_arm === undefined ? CONTROL : named(control_arm, [CONTROL, TREATED]) };
  if (control_share !== undefined) throw new TouchlineError('TL_FIELD_VALUE', 'Give either `arms` or `control_share`.', 'control_share');
  const names = arms.map(({ name }) => name);
  const repeated = names.findIndex((name, place) => names.indexOf(name) !== place);
  if (repeated >= 0) throw new TouchlineError('TL_FIELD_VALUE', 'Two arms have one name.', `arms.${repeated}.name`);
  if (control_arm === undefined) throw new TouchlineError('TL_FIELD_MISSING', 'Name the arm that the others are compared with.', 'control_arm');
  return { arms, control_arm: named(control_arm, names) };
}

function twoArms(share: number): Arms['arms'] {
  const weight = Math.min(SHARES - 1, Math.max(1, Math.round(share * SHARES)));
  return [
    { name: CONTROL, weight },
    { name: TREATED, weight: SHARES - weight },
  ];
}

function named(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  throw new TouchlineError('TL_FIELD_VALUE', `There is no arm \`${name}\`.`, 'control_arm');
}
