import { PageHead } from '../parts/controls.js';
import { useView } from '../view.js';
import { BudgetView } from './attribution/budget.js';
import { CalibrationView } from './attribution/calibration.js';
import { FiguresView } from './attribution/figures.js';
import { JourneysView } from './attribution/journeys.js';
import { ModelsView } from './attribution/models.js';
import { Views, viewOf } from './attribution/views.js';

/** What credit rests on, and what follows from it. */
export function AttributionPage() {
  const { route } = useView();
  const on = viewOf(route.id);
  return (
    <>
      <PageHead title="Attribution" />
      <Views on={on} />
      <View on={on} />
    </>
  );
}

function View({ on }: { readonly on: ReturnType<typeof viewOf> }) {
  switch (on) {
    case 'models':
      return <ModelsView />;
    case 'journeys':
      return <JourneysView />;
    case 'figures':
      return <FiguresView />;
    case 'calibration':
      return <CalibrationView />;
    case 'budget':
      return <BudgetView />;
  }
}
