import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([CustomChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

export const WIDTH_PX = 720;
export const INK = '#1b2a33';
export const FAINT = '#8fa1ab';
export const ACCENT = '#0b6e8a';
export const GRID_LINE = '#e4eaed';

/** A chart as SVG without scripts; the same options give the same bytes. */
export function svgOf({ width, height }: { readonly width: number; readonly height: number }, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, textStyle: { fontFamily: 'sans-serif', color: INK }, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // What a pointer would do is nothing here; and charts are numbered through the life of a process, where the same report shall have the
  // same bytes.
  return svg.replaceAll(/<style\b[\s\S]*?<\/style>\s*| (?:class="zr[^"]*"|ecmeta_\w+="[^"]*")/g, '').replaceAll(/zr\d+-/g, 'zr-');
}
