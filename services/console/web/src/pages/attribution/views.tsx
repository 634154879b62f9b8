import { Link } from '../../parts/link.js';
import { pageAddress } from '../../route/router.js';
import { useView } from '../../view.js';

/** What the attribution pages show, by their name in the address. */
export const VIEWS = [
  { id: 'models', name: 'Models' },
  { id: 'journeys', name: 'Journeys' },
  { id: 'figures', name: 'Figures' },
  { id: 'calibration', name: 'Calibration' },
  { id: 'budget', name: 'Budget' },
] as const;

export type ViewName = (typeof VIEWS)[number]['id'];

export function viewOf(id: string | undefined): ViewName {
  return VIEWS.find((view) => view.id === id)?.id ?? 'models';
}

/** The ways between the attribution pages. */
export function Views({ on }: { readonly on: ViewName }) {
  const { route } = useView();
  return (
    <nav className="views" aria-label="Attribution">
      {VIEWS.map(({ id, name }) => (
        <Link key={id} to={pageAddress(route, 'attribution', id)} aria-current={id === on ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
