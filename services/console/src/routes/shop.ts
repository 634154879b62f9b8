import type { FastifyInstance } from 'fastify';

export interface ShopOptions {
  readonly collector_url: string;
  /** The query parameter that carries the click id. */
  readonly click_parameter: string;
}

const CLICK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A page that stands in for the brand's shop, so that a link can be tried out on one machine. */
export function shopRoute(server: FastifyInstance, options: ShopOptions): void {
  server.get('/shop', async (request, reply) => {
    const value = (request.query as Record<string, unknown>)[options.click_parameter];
    const clickId = typeof value === 'string' && CLICK_ID.test(value) ? value : undefined;
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page(clickId, options));
  });
}

function page(clickId: string | undefined, options: ShopOptions): string {
  const arrived =
    clickId === undefined
      ? `<p class="none">No click id arrived. Open this page through a tracked link; the id comes in <code>${escapeHtml(options.click_parameter)}</code>.</p>`
      : `<p>A click arrived with this id:</p><p><code class="id" data-testid="click-id">${escapeHtml(clickId)}</code></p>
<h2>Place an order for it</h2>
<p>Run this in a terminal, with an API key of the link’s workspace in <code>TOUCHLINE_KEY</code> (49.90 in euro; put in the workspace’s currency):</p>
<pre id="order" tabindex="0">${escapeHtml(curl(clickId, options.collector_url))}</pre>
<button type="button" data-copy="order">Copy</button>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo shop</title><link rel="icon" href="/mark.svg"><link rel="stylesheet" href="/shop.css"><script src="/shop.js" defer></script></head>
<body><main><h1>Demo shop</h1>
<p>This page stands in for the brand’s shop, so that you can try a tracked link on your own machine. A real link leads to a real product page.</p>
${arrived}
<p class="back"><a href="/">Open the console</a></p></main></body></html>
`;
}

/** An order that the collector takes as it stands. The id is of this page: sent twice, it is counted once. */
function curl(clickId: string, collectorUrl: string): string {
  const order = { type: 'order_placed', order_id: `try-${Date.now().toString(36)}`, amount_minor: 4990, currency: 'EUR', click_id: clickId };
  return `curl -X POST ${collectorUrl}/v1/events \\
  -H "authorization: Bearer $TOUCHLINE_KEY" -H "content-type: application/json" \\
  -d '${JSON.stringify(order)}'`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
