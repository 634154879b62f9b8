import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, dataPaths, loadSecrets } from '@touchline/runtime';
import { LOCAL_SERVICE_USER, localServicePassword, MARKETER_USER } from '../accounts.js';
import { marketerGrants } from '../marketer-views.js';

const MEBIBYTE = 1_048_576;
/** Share of the machine's memory that ClickHouse may take. */
const MEMORY_SHARE_MAX = 0.4;
const QUERY_THREADS_MAX = 4;
/**
 * How many parts of like size become one. With ClickHouse's 5 the merges of two million clicks wrote each row 1.6 times more, with this
 * 0.95 times; a month has a few more parts.
 */
const PARTS_PER_MERGE = 10;
/** Below it a merge takes all columns at once: column by column, which needs less memory, took a third more time for our many small ones. */
const VERTICAL_MERGE_ROWS_MIN = 4_000_000;
/** Merging parts can wait while somebody waits for an answer. */
const MERGE_NICENESS = 10;

export interface ServerFiles {
  readonly config: string;
  readonly data: string;
}

/** Writes the server's configuration into the data folder, readable by its owner alone, and says where. */
export function writeServerFiles(config: Config): ServerFiles {
  const folder = dataPaths(config).warehouse;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const users = join(folder, 'users.xml');
  const file = join(folder, 'config.xml');
  writePrivate(users, usersXml(config));
  writePrivate(file, configXml(config, users));
  return { config: file, data: join(folder, 'data') };
}

function writePrivate(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above counts only for a new file.
  chmodSync(file, 0o600);
}

/**
 * For a small machine: little memory for caches, few threads, and none of the system logs, which would grow for ever.
 * Parts are synced when inserted, so that what the bookkeeping calls stored survives a power cut too.
 */
function configXml(config: Config, users: string): string {
  return `<clickhouse>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${config.TOUCHLINE_WAREHOUSE_PORT}</http_port>
  <keep_alive_timeout>30</keep_alive_timeout>
  <users_config>${escapeXml(users)}</users_config>
  <logger><level>none</level></logger>
  <max_server_memory_usage_to_ram_ratio>${MEMORY_SHARE_MAX}</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>${128 * MEBIBYTE}</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <index_mark_cache_size>${16 * MEBIBYTE}</index_mark_cache_size>
  <mmap_cache_size>100</mmap_cache_size>
  <compiled_expression_cache_size>${32 * MEBIBYTE}</compiled_expression_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <os_threads_nice_value_merge_mutate>${MERGE_NICENESS}</os_threads_nice_value_merge_mutate>
  <max_concurrent_queries>100</max_concurrent_queries>
  <access_control_improvements><select_from_system_db_requires_grant>true</select_from_system_db_requires_grant></access_control_improvements>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
    <merge_selector_base>${PARTS_PER_MERGE}</merge_selector_base>
    <vertical_merge_algorithm_min_rows_to_activate>${VERTICAL_MERGE_ROWS_MIN}</vertical_merge_algorithm_min_rows_to_activate>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`;
}

/**
 * `default` is the account of ClickHouse's own start-up statement, which cannot be given a password: it may start the
 * listener and count, and read or write nothing of ours. Passwords stand here only as hashes.
 */
function usersXml(config: Config): string {
  const marketer = marketerGrants(config.CLICKHOUSE_DATABASE)
    .map((grant) => `<query>${grant}</query>`)
    .join('\n        ');
  return `<clickhouse>
  <profiles>
    <default><max_threads>${QUERY_THREADS_MAX}</max_threads><log_queries>0</log_queries></default>
    <starter><max_memory_usage>${64 * MEBIBYTE}</max_memory_usage><max_threads>1</max_threads></starter>
    <marketer>
      <readonly>2</readonly>
      <log_queries>0</log_queries>
      <max_threads>2</max_threads>
      <max_memory_usage>${1_024 * MEBIBYTE}</max_memory_usage>
      <max_execution_time>30</max_execution_time>
      <max_result_rows>1000000</max_result_rows>
      <max_concurrent_queries_for_user>8</max_concurrent_queries_for_user>
      <constraints>
        <max_threads><max>2</max></max_threads>
        <max_memory_usage><min>1</min><max>${1_024 * MEBIBYTE}</max></max_memory_usage>
        <max_execution_time><min>1</min><max>30</max></max_execution_time>
        <max_result_rows><min>1</min><max>1000000</max></max_result_rows>
        <max_concurrent_queries_for_user><const/></max_concurrent_queries_for_user>
        <result_overflow_mode><const/></result_overflow_mode>
        <timeout_overflow_mode><const/></timeout_overflow_mode>
      </constraints>
    </marketer>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <no_password/>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>starter</profile>
      <quota>default</quota>
      <grants><query>GRANT SYSTEM LISTEN ON *.*</query><query>GRANT SELECT ON system.numbers</query></grants>
    </default>
    <${LOCAL_SERVICE_USER}>
      <password_sha256_hex>${sha256(localServicePassword(config))}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <access_management>1</access_management>
    </${LOCAL_SERVICE_USER}>
    <${MARKETER_USER}>
      <password_sha256_hex>${sha256(loadSecrets(config).marketer_password)}</password_sha256_hex>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>marketer</profile>
      <quota>default</quota>
      <grants>
        ${marketer}
      </grants>
    </${MARKETER_USER}>
  </users>
</clickhouse>
`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
