import type { CreatorIdentity } from '../../../src/answers.js';
import { handleName, platformName } from '../format/words.js';
import { pageAddress } from '../route/router.js';
import { useView } from '../view.js';
import { Link } from './link.js';

/** A creator's name, a link to its page, with handle and platform beneath. */
export function CreatorLabel({ creator, stretch = false }: { readonly creator: CreatorIdentity; readonly stretch?: boolean }) {
  const { route } = useView();
  const under = [handleName(creator.handle), creator.platform === '' ? '' : platformName(creator.platform)].filter((part) => part !== '');
  return (
    <span className="who">
      <Link className={stretch ? 'stretch' : ''} to={pageAddress(route, 'creators', creator.creator_id)}>
        {creator.name}
      </Link>
      {under.length > 0 && <small>{under.join(' · ')}</small>}
    </span>
  );
}
