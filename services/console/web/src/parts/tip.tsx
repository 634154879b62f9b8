import { type ReactNode, useId, useRef } from 'react';

const GAP_PX = 8;
const EDGE_PX = 8;

interface TipProps {
  /** What one sees and points at. */
  readonly children: ReactNode;
  /** What a screen reader calls it. */
  readonly name: string;
  readonly text: string;
  readonly className?: string;
}

/** A short explanation beside a word, on pointing, focus or tap; in the top layer, so that no box cuts it off. */
export function Tip({ children, name, text, className = '' }: TipProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const show = () => {
    if (button.current === null || bubble.current === null || bubble.current.matches(':popover-open')) return;
    bubble.current.showPopover();
    place(button.current.getBoundingClientRect(), bubble.current);
  };
  const hide = () => {
    if (bubble.current?.matches(':popover-open') === true) bubble.current.hidePopover();
  };
  return (
    <span className="tip">
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={name}
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {children}
      </button>
      <span ref={bubble} id={id} role="tooltip" popover="manual" className="bubble">
        {text}
      </span>
    </span>
  );
}

function place(anchor: DOMRect, bubble: HTMLElement): void {
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.min(Math.max(anchor.left + anchor.width / 2 - width / 2, EDGE_PX), window.innerWidth - width - EDGE_PX);
  const above = anchor.top - height - GAP_PX;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${above < EDGE_PX ? anchor.bottom + GAP_PX : above}px`;
}
