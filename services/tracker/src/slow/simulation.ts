import type { Directory, Principal } from '@touchline/directory';
import { TouchlineError } from '@touchline/runtime';
import type { FastifyRequest } from 'fastify';
import { addressPrefix } from '../redirect/address.js';

const INSTANT_HEADER = 'touchline-simulated-at';
const ADDRESS_HEADER = 'touchline-simulated-address';
const ID_HEADER = 'touchline-simulated-id';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** How far a simulated instant may lie ahead of the clock, as for every event. */
const AHEAD_MS_MAX = 5 * 60_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/;

/** When and from where a simulated click says it happened, and which one it is. */
export interface Simulation {
  readonly occurred_at: string;
  readonly ip_prefix: string | undefined;
  /** The same click sent again carries the same id, and counts once (I2); undefined: a new id. */
  readonly click_id: string | undefined;
}

/**
 * What the simulation headers ask for; undefined without them.
 * @throws TouchlineError TL_SIMULATION_FORBIDDEN unless the key has the scope and owns the link in a simulated workspace;
 *   TL_FIELD_VALUE for an instant that is none, TL_CLOCK_AHEAD for one in the future.
 */
export function simulationOf(request: FastifyRequest<{ Params: { slug: string } }>, directory: Directory): Simulation | undefined {
  const instant = request.headers[INSTANT_HEADER];
  const address = request.headers[ADDRESS_HEADER];
  if (instant === undefined && address === undefined) return undefined;
  const { workspace_id } = simulator(request.headers.authorization, directory);
  const workspace = directory.get('workspace', workspace_id, workspace_id);
  const link = directory.linkBySlug(request.params.slug);
  if (workspace?.entity.simulated !== true || link?.workspace_id !== workspace_id) throw new TouchlineError('TL_SIMULATION_FORBIDDEN');
  return {
    occurred_at: readInstant(instant),
    ip_prefix: typeof address === 'string' ? addressPrefix(address) : undefined,
    click_id: readId(request.headers[ID_HEADER]),
  };
}

/**
 * The instant that a step of a simulated workspace says it was taken at, for whoever may simulate; undefined without the header.
 * @throws TouchlineError TL_SIMULATION_FORBIDDEN, TL_FIELD_VALUE, TL_CLOCK_AHEAD
 */
export function simulatedInstant(request: FastifyRequest, directory: Directory): Date | undefined {
  const instant = request.headers[INSTANT_HEADER];
  if (instant === undefined) return undefined;
  const { workspace_id } = simulator(request.headers.authorization, directory);
  const workspace = directory.get('workspace', workspace_id, workspace_id);
  if (workspace?.entity.simulated !== true) throw new TouchlineError('TL_SIMULATION_FORBIDDEN');
  return new Date(readInstant(instant));
}

/** A wrong key and a missing scope say the same: whoever sends these headers by mistake is told what they are. */
function simulator(authorization: string | undefined, directory: Directory): Principal {
  try {
    return directory.authorize(authorization, 'simulate');
  } catch (error) {
    if (error instanceof TouchlineError) throw new TouchlineError('TL_SIMULATION_FORBIDDEN');
    throw error;
  }
}

function readInstant(value: string | string[] | undefined): string {
  const instant_ms = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant_ms)) throw new TouchlineError('TL_FIELD_VALUE', 'expected an ISO 8601 instant with a zone', INSTANT_HEADER);
  if (instant_ms > Date.now() + AHEAD_MS_MAX) throw new TouchlineError('TL_CLOCK_AHEAD', undefined, INSTANT_HEADER);
  return new Date(instant_ms).toISOString();
}

function readId(value: string | string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && UUID.test(value)) return value;
  throw new TouchlineError('TL_FIELD_VALUE', 'expected a lower-case UUID', ID_HEADER);
}
