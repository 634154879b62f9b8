import { useView } from '../view.js';
import { AttributionPage } from './attribution.js';
import { CreatorPage } from './creator.js';
import { CreatorsPage } from './creators.js';
import { ExperimentPage } from './experiment.js';
import { ExperimentsPage } from './experiments.js';
import { OrderPage } from './order.js';
import { OrdersPage } from './orders.js';
import { OverviewPage } from './overview.js';

/** The page the address names. */
export function Page() {
  const { route } = useView();
  const { page, id } = route;
  if (page === 'creators') return id === undefined ? <CreatorsPage /> : <CreatorPage key={id} id={id} />;
  if (page === 'orders') return id === undefined ? <OrdersPage /> : <OrderPage key={id} id={id} />;
  if (page === 'attribution') return <AttributionPage />;
  if (page === 'experiments') return id === undefined ? <ExperimentsPage /> : <ExperimentPage key={id} id={id} />;
  return <OverviewPage />;
}
