import { Copyable } from '../parts/copyable.js';
import { Link } from '../parts/link.js';
import { useView } from '../view.js';

/** What to do in a workspace where nothing has happened yet: three steps, each one to copy. */
export function Welcome() {
  const { site, workspace } = useView();
  const simulated = site.workspaces.find((each) => each.simulated && each.workspace_id !== workspace.workspace_id);
  const link = `export TOUCHLINE_KEY=…
npx touchline links create --creator maya --platform instagram --destination ${site.shop_url === '' ? 'https://example.com/' : site.shop_url}`;
  const order = JSON.stringify({ type: 'order_placed', order_id: '1001', amount_minor: 4990, currency: workspace.currency, click_id: 'PASTE-CLICK-ID' });
  const send = `curl -X POST ${site.collector_url}/v1/events \\
  -H "authorization: Bearer $TOUCHLINE_KEY" -H "content-type: application/json" \\
  -d '${order}'`;
  return (
    <div className="welcome">
      <h1>Nothing has happened in {workspace.name} yet</h1>
      <p className="lede">Give a creator a tracked link, send the orders of your shop, and this page shows what each creator is credited with.</p>
      {simulated !== undefined && (
        <p>
          Or look around first: <Link to={`/w/${encodeURIComponent(simulated.workspace_id)}/overview`}>open the workspace with simulated data</Link>.
        </p>
      )}
      <ol className="steps">
        <li>
          <h2>Make a link for a creator</h2>
          <p>
            Put in the API key that was printed when Touchline first started, or make one with{' '}
            <code>npx touchline keys create --workspace {workspace.workspace_id}</code>. The second line prints a short link; a creator who is new here is made
            with it.
          </p>
          <Copyable text={link} name="Make a link" />
        </li>
        <li>
          <h2>Click it</h2>
          <p>
            Open the short link in a browser. You land on the shop with a click id in the address, in the parameter <code>tlc</code>. Your shop keeps it with
            the cart.
          </p>
        </li>
        <li>
          <h2>Send the order</h2>
          <p>When the customer buys, report the order with the click id. Amounts are in the currency’s smallest unit: 4990 is 49.90.</p>
          <Copyable text={send} name="Send an order" />
          <p className="quiet">It shows up here within 10 seconds. Sending the same order twice counts it once.</p>
        </li>
      </ol>
    </div>
  );
}
