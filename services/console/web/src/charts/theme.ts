/** The design tokens, as the canvas needs them. */
export interface ChartColours {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  readonly credit: string;
  readonly rest: string;
  readonly clicks: string;
  readonly font: string;
}

/** Reads the tokens in force at an element: light or dark as the page is. */
export function coloursAt(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element);
  const token = (name: string) => resolved(element, style.getPropertyValue(name).trim());
  return {
    ink: token('--ink'),
    quiet: token('--ink-quiet'),
    line: token('--line'),
    surface: token('--surface'),
    credit: token('--credit'),
    rest: token('--rest'),
    clicks: token('--clicks'),
    font: style.fontFamily,
  };
}

/** A token may be `light-dark(…)`, which only the browser can resolve. */
function resolved(element: HTMLElement, value: string): string {
  const probe = document.createElement('i');
  probe.style.color = value;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
