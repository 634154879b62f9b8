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

/** What a chart says of the place on its axis that one points at, in the page's own colours. */
export function tooltipOf(colours: ChartColours, says: (place: number) => HTMLElement | '') {
  return {
    trigger: 'axis' as const,
    confine: true,
    transitionDuration: 0,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    borderWidth: 1,
    padding: 10,
    textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: 12 },
    formatter: (parameters: unknown) => says((parameters as readonly { readonly dataIndex: number }[])[0]?.dataIndex ?? 0),
  };
}
