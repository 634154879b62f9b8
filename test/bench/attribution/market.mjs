// A market made inside ClickHouse, from hashes of numbers: the same size gives the same rows, in the tables the ingestor writes.
export const WORKSPACE = 'bench';
const LINKS = 2_000;
const CREATORS = 500;
const DAY_MS = 86_400_000;
const BEGIN_MS = Date.UTC(2026, 5, 1);
/** Orders are spread over so many days, and their touches over so many before each. */
const ORDER_DAYS = 60;
const TOUCH_DAYS = 36;
const ROWS_AT_ONCE = 5_000_000;

const uuidOf = (kind, number) => `reinterpret(sipHash128('${kind}', ${number}), 'UUID')`;
const envelope = (type, id, at_ms) =>
  `'${type}' AS type, 1 AS version, ${id} AS event_id, '${WORKSPACE}' AS workspace_id, fromUnixTimestamp64Milli(toInt64(${at_ms}), 'UTC') AS occurred_at,
   occurred_at AS received_at, 'bench' AS source, 'k' AS key`;
const orderMs = (person) => `${BEGIN_MS + TOUCH_DAYS * DAY_MS} + sipHash64('order', ${person}) % ${ORDER_DAYS * DAY_MS}`;

/** @param size touches and conversions: each person orders once, after touches / conversions touches */
export async function fillMarket(warehouse, size) {
  await fillDirectory(warehouse);
  const each = Math.round(size.touches / size.conversions);
  for (let from = 0; from < size.conversions; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, size.conversions - from);
    await warehouse.command(orders(from, count));
  }
  for (let from = 0; from < size.touches; from += ROWS_AT_ONCE) await warehouse.command(clicks(from, Math.min(ROWS_AT_ONCE, size.touches - from), each));
  await stored(warehouse, { clicks: size.touches, conversions: size.conversions, directory: LINKS + 1 });
}

/** Clicks of people who have ordered already, at random among them, each shortly before the order: late clicks. */
export async function lateClicks(warehouse, size, count) {
  await warehouse.command(clicks(size.touches, count, 0, `sipHash64('late', number) % ${size.conversions}`));
  await stored(warehouse, { clicks: size.touches + count, conversions: size.conversions, directory: LINKS + 1 });
}

/** So many clicks more of one person, in the window of the person's order. */
export async function heavyPerson(warehouse, size, count) {
  await warehouse.command(clicks(size.touches, count, 0, 'toUInt64(0)'));
  await stored(warehouse, { clicks: size.touches + count, conversions: size.conversions, directory: LINKS + 1 });
}

function orders(from, count) {
  return `INSERT INTO order_facts (type, version, event_id, workspace_id, occurred_at, received_at, source, key, person, payload, _topic, _partition, _offset)
    SELECT ${envelope('order_placed', uuidOf('order', 'number'), orderMs('number'))},
      (concat('v', toString(number)), '', '', '', ''),
      (concat('o', toString(number)), toInt64(1000 + sipHash64('amount', number) % 20000), 'EUR', '', '', [], [], '', '', NULL, 'order'),
      'conversions', 0, number
    FROM numbers(${from}, ${count}) SETTINGS max_partitions_per_insert_block = 1000, max_threads = 2`;
}

function clicks(from, count, each, person = `intDiv(number, ${each})`) {
  return `INSERT INTO click_facts (type, version, event_id, workspace_id, occurred_at, received_at, source, key, person, payload, _topic, _partition, _offset)
    WITH ${person} AS person_number
    SELECT ${envelope('click', uuidOf('click', 'number'), `${orderMs('person_number')} - 1 - sipHash64('touch', number) % ${TOUCH_DAYS * DAY_MS}`)},
      (concat('v', toString(person_number)), '', '', '', ''),
      (concat('l', toString(sipHash64('link', number) % (1 + sipHash64('popular', number) % ${LINKS}))), '', 'go.example', '', 'human', '', 1, '', '', '', '', '', '', false, true, '', ''),
      'clicks', 0, number
    FROM numbers(${from}, ${count}) SETTINGS max_partitions_per_insert_block = 1000, max_threads = 2`;
}

async function fillDirectory(warehouse) {
  const windows = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };
  const workspace = { name: 'Bench', currency: 'EUR', time_zone: 'UTC', simulated: true, ...windows };
  const entities = [{ kind: 'workspace', id: WORKSPACE, entity: workspace }];
  for (let link = 0; link < LINKS; link += 1) {
    const creator_id = `c${link % CREATORS}`;
    const entity = {
      slug: `l${link}`,
      destination: 'https://shop.example/',
      creator_id,
      campaign_id: `k${link % 7}`,
      post_id: `p${link}`,
      platform: link % 2 ? 'instagram' : 'tiktok',
    };
    entities.push({ kind: 'link', id: `l${link}`, entity });
  }
  const at = new Date(BEGIN_MS).toISOString();
  const rows = entities.map((payload, offset) => ({
    type: 'directory_upserted',
    version: 1,
    event_id: `00000000-0000-4000-8000-${String(offset + 1).padStart(12, '0')}`,
    workspace_id: WORKSPACE,
    occurred_at: at,
    received_at: at,
    source: 'bench',
    key: payload.id,
    payload: JSON.stringify(payload),
    _topic: 'directory',
    _partition: 0,
    _offset: offset,
  }));
  await warehouse.insertRows('directory_facts', rows);
}

async function stored(warehouse, ends) {
  const ranges = Object.entries(ends).map(([topic, end]) => ({
    topic,
    partition: 0,
    first_offset: 0,
    last_offset: end - 1,
    state: 'stored',
    records: end,
    rejected: 0,
  }));
  await warehouse.insertRows('ingest_ranges', ranges);
}
