import { TouchlineError } from '@touchline/runtime';

/** What a question to the cluster is answered with when it cannot be. */
export function kafkaUnavailable(cause: unknown): TouchlineError {
  if (cause instanceof TouchlineError) return cause;
  const error = new TouchlineError('TL_STORE_UNAVAILABLE', `Kafka does not answer: ${cause instanceof Error ? cause.message : String(cause)}.`);
  error.cause = cause;
  return error;
}

/** Kafka's own names for an error and for what caused it. */
export function typesOf(error: unknown): string[] {
  const types: string[] = [];
  for (let current = error; current instanceof Error && types.length < 8; current = current.cause) {
    types.push((current as { type?: string }).type ?? current.name);
  }
  return types;
}

const MEMBERSHIP_LOST = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID']);

/** Whether the group has gone on without us, so that the partition may be another's by now. */
export function isMembershipLost(error: unknown): boolean {
  return typesOf(error).some((type) => MEMBERSHIP_LOST.has(type));
}
