import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askWritten, openWarehouse, sqlViews } from '../src/index.js';
import { MARKETER_COLUMNS } from '../src/marketer-views.js';
import { row } from './support/rows.js';
import { type TestServer, testServer } from './support/server.js';

const DOCUMENTATION = readFileSync(new URL('../../../docs/sql.md', import.meta.url), 'utf8');
const EXAMPLES = [...DOCUMENTATION.matchAll(/\n([^\n]+):\n\n```sql\n(.*?)```/gs)].map(([, what = '', sql = '']) => ({ what, sql }));
const OTHER_MESSAGES = /^TL_/;

describe('SQL that people write', () => {
  let stage: TestServer;
  beforeAll(async () => {
    stage = await testServer();
    const service = openWarehouse(stage.config);
    await service.migrate();
    await service.insertRows('order_facts', [row('order_placed', 1), row('order_placed', 2, { workspace_id: 'w2', payload: { order_id: 'theirs' } })]);
    await service.close();
  });
  afterAll(() => stage.close());

  const orders = async (sql: string, workspace?: string) => (await askWritten(stage.config, sql, workspace)).rows.flat();

  it('is answered with columns in their order, and their types', async () => {
    expect(await askWritten(stage.config, 'SELECT order_id, amount_minor FROM orders', 'w1')).toEqual({
      columns: [
        { name: 'order_id', type: 'String' },
        { name: 'amount_minor', type: 'Int64' },
      ],
      rows: [['o1', 4_990]],
    });
  });

  it.each([
    'SELECT order_id FROM orders',
    'SELECT o.order_id FROM orders AS o',
    'WITH mine AS (SELECT * FROM (SELECT order_id, workspace_id FROM orders)) SELECT order_id FROM mine',
    'SELECT a.order_id FROM orders AS a LEFT JOIN orders AS b ON a.amount_minor = b.amount_minor AND a.order_id != b.order_id',
    'SELECT b.order_id FROM workspaces AS a RIGHT JOIN orders AS b ON a.workspace_id = b.workspace_id',
    'SELECT order_id FROM orders WHERE order_id IN (SELECT order_id FROM orders)',
    'SELECT order_id FROM orders UNION ALL SELECT order_id FROM orders WHERE 0',
  ])('of one workspace sees that one alone: %s (I6)', async (sql) => {
    expect(await orders(sql, 'w1')).toEqual(['o1']);
    expect(await orders(sql, 'w2')).toEqual(['theirs']);
    expect(await orders(sql, 'w3')).toEqual([]);
    expect((await orders(sql)).sort()).toEqual(['o1', 'theirs']);
  });

  it.each(Object.keys(MARKETER_COLUMNS))('of one workspace may ask every view, and all that is told of it: %s (I6)', async (view) => {
    const columns = (await sqlViews(stage.config)).find((each) => each.view === view)?.columns ?? '';
    expect(columns).toMatch(/\bworkspace_id\b/);
    const { rows } = await askWritten(stage.config, `SELECT ${columns} FROM ${view} WHERE workspace_id != 'w1'`, 'w1');
    expect(rows).toEqual([]);
  });

  it('finds every view that the documentation names', () => {
    const named = new Set(EXAMPLES.flatMap(({ sql }) => [...sql.matchAll(/\b(?:FROM|JOIN) ([a-z_]+)/g)].map(([, view = '']) => view)));
    expect(named.size).toBeGreaterThan(7);
    expect(Object.keys(MARKETER_COLUMNS)).toEqual(expect.arrayContaining([...named]));
  });

  it('cannot smuggle a filter in through the workspace’s id (I6)', async () => {
    await expect(orders('SELECT order_id FROM orders', "w1' OR 1 = 1 --")).rejects.toMatchObject({ code: 'TL_WORKSPACE_UNKNOWN', path: 'workspace' });
  });

  it.each(['SELEC 1', 'SELECT nothing FROM orders', 'SELECT * FROM order_facts', 'SELECT customer_id FROM orders', 'DROP TABLE order_facts', ''])(
    'is refused with a code and ClickHouse’s reason: %s',
    async (sql) => {
      await expect(orders(sql)).rejects.toMatchObject({ code: 'TL_SQL_REFUSED', message: expect.not.stringMatching(OTHER_MESSAGES) });
    },
  );

  it('is told which views and columns there are, and of none that identifies a person (I9)', async () => {
    const views = await sqlViews(stage.config);
    expect(views.map(({ view }) => view)).toEqual(expect.arrayContaining(['clicks', 'ledger', 'orders']));
    expect(views.find(({ view }) => view === 'orders')?.columns).toContain('workspace_id, conversion_id, occurred_at');
    expect(JSON.stringify(views)).not.toMatch(/visitor_id|customer_id|email/);
  });

  it('is in the documentation, and taken as it stands there', async () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(7);
    for (const { what, sql } of EXAMPLES) await expect(askWritten(stage.config, sql, 'w1'), what).resolves.toHaveProperty('columns');
  });
});
