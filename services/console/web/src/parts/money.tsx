import { moneyParts } from '../format/money.js';

/** An amount, with what stands behind the point set quieter. */
export function Money({ minor, currency }: { readonly minor: number; readonly currency: string }) {
  return (
    <span className={minor < 0 ? 'money negative' : 'money'}>
      {moneyParts(minor, currency).map((part, index) => (part.minor ? <small key={index}>{part.text}</small> : part.text))}
    </span>
  );
}
