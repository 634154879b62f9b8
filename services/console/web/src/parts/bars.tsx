interface Part {
  readonly name: string;
  readonly value: number;
  readonly tone: 'credit' | 'rest' | 'human' | 'bots' | 'previews' | 'unknown';
}

/** Parts of a whole on one line; the figures stand beside it in words, so it is hidden from screen readers. */
export function SplitBar({ parts }: { readonly parts: readonly Part[] }) {
  const whole = parts.reduce((sum, part) => sum + Math.max(0, part.value), 0);
  return (
    <div className="split" aria-hidden="true">
      {parts.map((part) => (
        <i key={part.name} className={part.tone} style={{ flexGrow: whole === 0 ? 0 : Math.max(0, part.value) / whole }} />
      ))}
    </div>
  );
}

/** How long a row's figure is beside the longest. */
export function LengthBar({ value, of }: { readonly value: number; readonly of: number }) {
  const width = of <= 0 ? 0 : Math.max(0, Math.min(1, value / of));
  return <i className="length" aria-hidden="true" style={{ inlineSize: `${(width * 100).toFixed(1)}%` }} />;
}
