import { loadConfig } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse, type Warehouse } from '../src/index.js';
import { type TestServer, testServer } from './support/server.js';

describe('queries', () => {
  let stage: TestServer;
  let warehouse: Warehouse;
  beforeAll(async () => {
    stage = await testServer();
    warehouse = openWarehouse(stage.config);
    await warehouse.migrate();
  });
  afterAll(async () => {
    await warehouse.close();
    await stage.close();
  });

  test('take parameters as data, whatever stands in them', async () => {
    const evil = `'; DROP TABLE order_facts; -- \\' \n\t {x:String} \u0000 "`;
    const [answer] = await warehouse.query<{ text: string; list: string[] }>('SELECT {text:String} AS text, {list:Array(String)} AS list', {
      text: evil,
      list: [evil, ''],
    });
    expect(answer).toEqual({ text: evil, list: [evil, ''] });
    expect(await warehouse.query('EXISTS TABLE order_facts')).toEqual([{ result: 1 }]);
  });

  test('give 64-bit integers as numbers', async () => {
    expect(await warehouse.query(`SELECT toInt64(-5000000000) AS a, toUInt64(9007199254740991) AS b, count() AS c FROM numbers(3)`)).toEqual([
      { a: -5_000_000_000, b: Number.MAX_SAFE_INTEGER, c: 3 },
    ]);
  });

  test('stream what is too large to stand in memory at once', async () => {
    let [blocks, sum] = [0, 0];
    for await (const rows of warehouse.stream<{ number: number }>('SELECT number FROM numbers({rows:UInt32})', { rows: 200_000 })) {
      blocks += 1;
      for (const { number } of rows) sum += number;
    }
    expect(sum).toBe((200_000 * 199_999) / 2);
    expect(blocks).toBeGreaterThan(1);
  });

  test('that fail in the middle of a stream fail the reader', async () => {
    const reading = async () => {
      for await (const rows of warehouse.stream('SELECT throwIf(number = 150000) FROM numbers(300000) SETTINGS max_block_size = 1000')) void rows;
    };
    await expect(reading()).rejects.toThrow();
  });

  test('that are a programmer’s mistake say what ClickHouse said', async () => {
    await expect(warehouse.query('SELEC 1')).rejects.toMatchObject({ type: 'SYNTAX_ERROR' });
    await expect(warehouse.query('SELECT {a:UInt8}', { a: 'x' })).rejects.toMatchObject({ type: 'BAD_QUERY_PARAMETER' });
  });

  test('of a warehouse that was never migrated say that the store is not there', async () => {
    const empty = openWarehouse(stage.config, { database: 'nowhere' });
    await expect(empty.query('SELECT 1 FROM orders')).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
    expect(await empty.ping()).toBe(true);
    await empty.close();
  });

  test('of a server that is not there say so', async () => {
    const config = loadConfig({ TOUCHLINE_DATA: stage.config.TOUCHLINE_DATA, CLICKHOUSE_URL: 'http://127.0.0.1:1' });
    const nobody = openWarehouse(config);
    await expect(nobody.query('SELECT 1')).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
    await expect(nobody.insertRows('click_facts', [{}])).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
    await expect(nobody.migrate()).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
    expect(await nobody.ping()).toBe(false);
    await nobody.close();
  });

  test('of another server’s password say that the store is not there', async () => {
    const stranger = openWarehouse({ ...stage.config, CLICKHOUSE_PASSWORD: 'another' });
    await expect(stranger.query('SELECT 1')).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
    expect(await stranger.ping()).toBe(false);
    await stranger.close();
  });
});
