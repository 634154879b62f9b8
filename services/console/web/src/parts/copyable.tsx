import { useRef, useState } from 'react';

const SAID_MS = 2_000;

/** A command to copy, whole. */
export function Copyable({ text, name }: { readonly text: string; readonly name: string }) {
  const [said, setSaid] = useState('');
  const code = useRef<HTMLPreElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      // Without leave to write the clipboard, the text is at least selected.
      if (code.current !== null) window.getSelection()?.selectAllChildren(code.current);
      setSaid('Press Ctrl+C');
    }
    setTimeout(() => setSaid(''), SAID_MS);
  };
  return (
    <div className="copyable">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre ref={code} tabIndex={0}>
        {text}
      </pre>
      <button type="button" className="button quiet" onClick={() => void copy()} aria-label={`Copy: ${name}`}>
        <span aria-live="polite">{said === '' ? 'Copy' : said}</span>
      </button>
    </div>
  );
}
