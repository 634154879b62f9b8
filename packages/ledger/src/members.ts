import { type Edge, type Person, PersonBook, persons } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { parametersOf } from './batches.js';
import type { RunIdentity } from './run-identity.js';
import { SQL } from './sql.js';
import { offsetParameters, type Watermark } from './watermark.js';

/** Where an identifier belongs, as table `person_members` has it. */
export interface Membership {
  readonly person_id: string;
  readonly suspicious: boolean;
}

export type Members = ReadonlyMap<string, Membership>;

export interface MemberChange extends Membership {
  readonly identifier: string;
}

/** What must be rewritten of the table, and whose journeys that may change. */
export interface MemberChanges {
  readonly rows: Iterable<MemberChange>;
  readonly persons: ReadonlySet<string>;
}

interface Scope {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
}

/** More new facts than this and everything is joined anew: one pass over all is cheaper than looking so many up. */
const NEW_EDGES_MAX = 5_000;

const NOTHING: MemberChanges = { rows: [], persons: new Set() };

/** Joins every identity fact of the workspace anew and compares with the table. */
export async function joinAll(scope: Scope, run: RunIdentity): Promise<MemberChanges> {
  const members = await readMembers(scope, { all: true });
  const fresh = members.size === 0;
  // With nothing to compare, persons whom one fact makes are put down where the facts are: most of them, and there can be many millions.
  if (fresh) await scope.warehouse.command(SQL.members_alone, { ...run, ...allFacts(scope) });
  const book = new PersonBook();
  for await (const edges of streamEdges(scope, { ...allFacts(scope), meeting_only: fresh })) for (const { identifiers } of edges) book.join(identifiers);
  // The others, too, are handed on one by one.
  if (fresh) return { rows: joinedRows(book.persons()), persons: new Set() };
  return differences(members, book.persons(), members.unfinished);
}

function* joinedRows(joined: Iterable<Person>): Generator<MemberChange> {
  for (const { person_id, identifiers, suspicious } of joined) {
    if (identifiers.length === 1 && !suspicious) continue;
    for (const identifier of identifiers) yield { identifier, person_id, suspicious };
  }
}

/**
 * Joins only what came since a watermark with the persons it touches, which is exact as long as no union is refused: then the order
 * of the facts does not matter. Otherwise everything is joined anew.
 */
export async function joinNew(scope: Scope, since: Watermark, run: RunIdentity): Promise<MemberChanges> {
  const edges = await readEdges(scope, since);
  if (edges.length === 0) return NOTHING;
  if (edges.length > NEW_EDGES_MAX) return joinAll(scope, run);
  const identifiers = [...new Set(edges.flatMap((edge) => edge.identifiers))];
  const touched = await readMembers(scope, { identifiers });
  const known = await readMembers(scope, { persons: [...new Set([...touched.values()].map(({ person_id }) => person_id))] });
  const before = membersOf(known);
  const joined = persons([...before, ...edges]);
  const doubtful = [...known.values()].some(({ suspicious }) => suspicious) || joined.some(({ suspicious }) => suspicious);
  return doubtful ? joinAll(scope, run) : differences(known, joined, new Set());
}

/** A person that stands, as one fact that joins all its identifiers. */
function membersOf(members: Members): Edge[] {
  const standing = new Map<string, string[]>();
  for (const [identifier, { person_id }] of members) {
    const list = standing.get(person_id);
    if (list === undefined) standing.set(person_id, [identifier]);
    else list.push(identifier);
  }
  return [...standing].map(([person_id, identifiers]) => ({ event_id: person_id, occurred_at_ms: 0, identifiers }));
}

function differences(members: Members, joined: Iterable<Person>, unfinished: ReadonlySet<string>): MemberChanges {
  const wanted = new Map<string, Membership>();
  for (const { identifier, person_id, suspicious } of joinedRows(joined)) wanted.set(identifier, { person_id, suspicious });
  // An identifier that is joined with nothing any more is a person of its own.
  for (const identifier of members.keys()) {
    if (!wanted.has(identifier)) wanted.set(identifier, { person_id: identifier, suspicious: false });
  }
  const rows = [...wanted].flatMap(([identifier, membership]) => {
    const standing = members.get(identifier);
    const same = standing?.person_id === membership.person_id && standing.suspicious === membership.suspicious;
    return same && !unfinished.has(identifier) ? [] : [{ identifier, ...membership }];
  });
  return { rows, persons: movedPersons(members, wanted, rows) };
}

/** Persons who got somebody's identifiers, and persons whom some left. */
function movedPersons(members: Members, wanted: Members, rows: readonly MemberChange[]): Set<string> {
  const moved = new Set<string>();
  const left = new Set<string>();
  for (const { identifier, person_id } of rows) {
    const before = members.get(identifier)?.person_id ?? identifier;
    if (before === person_id) continue;
    moved.add(person_id);
    left.add(before);
  }
  for (const [identifier, { person_id }] of members) {
    if (left.has(person_id)) moved.add(wanted.get(identifier)?.person_id ?? identifier);
  }
  return moved;
}

interface EdgeRow {
  readonly event_id: string;
  readonly at_ms: number | string;
  readonly identifiers: readonly string[];
}

async function readEdges(scope: Scope, since: Watermark): Promise<Edge[]> {
  const all: Edge[] = [];
  const parameters = { workspace_id: scope.workspace_id, all: false, meeting_only: false, ...offsetParameters(since) };
  for await (const edges of streamEdges(scope, parameters)) all.push(...edges);
  return all;
}

function allFacts({ workspace_id }: Scope): Readonly<Record<string, unknown>> {
  return { workspace_id, all: true, ...offsetParameters({}) };
}

/** In (occurred_at, event_id) order. */
async function* streamEdges({ warehouse }: Scope, parameters: Readonly<Record<string, unknown>>): AsyncGenerator<Edge[]> {
  for await (const rows of warehouse.stream<EdgeRow>(SQL.edges, parameters)) {
    yield rows.map(({ event_id, at_ms, identifiers }) => ({ event_id, occurred_at_ms: Number(at_ms), identifiers }));
  }
}

interface MemberRow extends Membership {
  readonly identifier: string;
  readonly unfinished: boolean | number;
}

interface Wish {
  readonly all?: boolean;
  readonly identifiers?: readonly string[];
  readonly persons?: readonly string[];
}

async function readMembers({ warehouse, workspace_id }: Scope, wish: Wish): Promise<Map<string, Membership> & { unfinished: Set<string> }> {
  const members = new Map<string, Membership>();
  const unfinished = new Set<string>();
  const batches = wish.all ? [[]] : parametersOf(wish.identifiers ?? wish.persons ?? []);
  for (const batch of batches) {
    const parameters = {
      workspace_id,
      all: wish.all === true,
      identifiers: wish.identifiers === undefined ? [] : batch,
      persons: wish.persons === undefined ? [] : batch,
    };
    for await (const rows of warehouse.stream<MemberRow>(SQL.members, parameters)) {
      for (const row of rows) {
        members.set(row.identifier, { person_id: row.person_id, suspicious: row.suspicious });
        if (row.unfinished) unfinished.add(row.identifier);
      }
    }
  }
  return Object.assign(members, { unfinished });
}

interface UnfinishedRow {
  readonly rows: number | string;
  readonly knowledge_ms: number | string;
}

/** When the latest run that never finished assigned identifiers; undefined: every row is of a finished run. */
export async function unfinishedMembers({ warehouse, workspace_id }: Scope): Promise<number | undefined> {
  const [row] = await warehouse.query<UnfinishedRow>(SQL.members_unfinished, { workspace_id });
  return row === undefined || Number(row.rows) === 0 ? undefined : Number(row.knowledge_ms);
}
