import { untilAssigned } from './group.mjs';

/** As our own inserts are read: instants as ISO 8601, a missing field of a tuple is its default. */
const FORMAT_SETTINGS = [
  "date_time_input_format = 'best_effort'",
  'input_format_json_defaults_for_missing_elements_in_named_tuple = 1',
  'input_format_json_ignore_unknown_keys_in_named_tuple = 0',
  'input_format_json_read_objects_as_strings = 1',
];
/** Where a record stands: the engine has these as virtual columns of the same names. */
const PLACE = new Set(['_topic', '_partition', '_offset', 'ingested_at']);

/** ClickHouse's own way: a Kafka table, and a materialized view that moves what it reads into a table like ours. */
export async function startEngine({ server, warehouse }, brokers, { consumers, block_rows }) {
  const group = `engine.${server.config.CLICKHOUSE_DATABASE}`;
  const described = await warehouse.query('DESCRIBE TABLE click_facts');
  const columns = described.filter(({ name }) => !PLACE.has(name));
  const names = columns.map(({ name }) => name).join(', ');
  await warehouse.command(`CREATE TABLE click_queue (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')}) ENGINE = Kafka SETTINGS
    kafka_broker_list = '${brokers.join(',')}', kafka_topic_list = 'clicks', kafka_group_name = '${group}', kafka_format = 'JSONEachRow',
    kafka_num_consumers = ${consumers}, kafka_thread_per_consumer = ${consumers > 1 ? 1 : 0}, kafka_max_block_size = ${block_rows},
    ${FORMAT_SETTINGS.join(', ')}`);
  await warehouse.command(
    `CREATE MATERIALIZED VIEW click_mover TO click_facts AS SELECT ${names}, _topic, toUInt16(_partition) AS _partition, _offset FROM click_queue`,
  );
  return {
    assigned: () => untilAssigned(brokers, group, consumers),
    stop: () => warehouse.command('DROP TABLE click_mover'),
  };
}
