// The parts of ECharts in use. DatasetComponent must be among them: without it a chart fed by `dataset` stays
// empty and says nothing.
import { LineChart } from 'echarts/charts';
import {
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  LineChart,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

export const startChart = (element: HTMLElement): EChartsType =>
  init(element, undefined, { renderer: 'canvas' });
export type { EChartsCoreOption, EChartsType };
