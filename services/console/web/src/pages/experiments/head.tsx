import { Link } from '../../parts/link.js';
import { useView } from '../../view.js';
import { experimentsView } from './address.js';

const VIEWS = [
  { id: 'list', name: 'Each one' },
  { id: 'together', name: 'All together' },
] as const;

interface ExperimentsHeadProps {
  readonly on: (typeof VIEWS)[number]['id'];
  readonly any: boolean;
}

/** What the page is about, and the way to a new experiment. */
export function ExperimentsHead({ on, any }: ExperimentsHeadProps) {
  const { route } = useView();
  return (
    <>
      <header className="head">
        <div className="head-title">
          <h1>Experiments</h1>
          <p className="quiet">How much of the credited money would have come anyway? Credit cannot say; an experiment can.</p>
        </div>
        {any && (
          <Link className="button" to={experimentsView(route, 'new')}>
            New experiment
          </Link>
        )}
      </header>
      {any && (
        <nav className="views" aria-label="Experiments">
          {VIEWS.map(({ id, name }) => (
            <Link key={id} to={experimentsView(route, id)} aria-current={id === on ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
      )}
    </>
  );
}
