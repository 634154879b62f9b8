import type { CreatorAnswer, CreatorLink } from '../../../../src/answers.js';
import { count, share } from '../../format/numbers.js';
import { platformName } from '../../format/words.js';
import { Money } from '../../parts/money.js';
import { Empty } from '../../parts/notice.js';
import { type Column, Table } from '../../table/table.js';

/** A creator's links and codes with what came through each. */
export function CreatorLinks({ answer }: { readonly answer: CreatorAnswer }) {
  const { links, codes, by_code, currency } = answer;
  const columns: readonly Column<CreatorLink>[] = [
    { key: 'link', name: 'Link', leads: true, cell: (link) => <LinkName link={link} /> },
    { key: 'raw', name: 'Raw clicks', figure: true, cell: (link) => count(link.clicks_raw) },
    { key: 'valid', name: 'Valid clicks', figure: true, cell: (link) => count(link.clicks_valid) },
    { key: 'orders', name: 'Orders', credited: true, figure: true, cell: (link) => share(link.orders_credited) },
    { key: 'revenue', name: 'Revenue', credited: true, figure: true, cell: (link) => <Money minor={link.revenue_minor} currency={currency} /> },
  ];
  const byCode = [
    {
      key: 'code',
      label: 'By promo code',
      cells: ['', '', share(by_code.orders_credited), <Money key="revenue" minor={by_code.revenue_minor} currency={currency} />],
    },
  ];
  return (
    <section className="panel flush">
      <header className="panel-head">
        <h2>Links</h2>
        {codes.length > 0 && (
          <p className="codes">
            Codes:{' '}
            {codes.map(({ code, archived }) => (
              <code key={code} className={archived ? 'archived' : ''}>
                {code}
              </code>
            ))}
          </p>
        )}
      </header>
      {links.length === 0 ? (
        <Empty title="No links yet." />
      ) : (
        <Table caption="Links" columns={columns} rows={links} keyOf={(link) => link.link_id} foot={codes.length > 0 ? byCode : []} />
      )}
    </section>
  );
}

function LinkName({ link }: { readonly link: CreatorLink }) {
  return (
    <span className="who">
      <span className="address">{link.url.replace(/^https?:\/\//, '')}</span>
      <small>
        {link.archived ? 'archived · ' : ''}
        {link.platform === '' ? '' : `${platformName(link.platform)} · `}→ {link.destination.replace(/^https?:\/\//, '')}
      </small>
    </span>
  );
}
