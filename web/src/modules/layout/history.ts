import type { EChartsCoreOption } from '@/shared/chart';

export interface HistoryPoint {
  on: string;
  quota: number;
  counted: number;
  reserved: number;
}

/** The last count holds until the end of the period: one more point, so that the line reaches it. */
export function prolonged(points: HistoryPoint[], end: string): HistoryPoint[] {
  const last = points[points.length - 1];
  return last && last.on < end ? [...points, { ...last, on: end }] : points;
}

/** A step chart: counts stay until the day they change. Tooltips are drawn, not markup, for the content policy. */
export function historyOption(
  points: HistoryPoint[],
  end: string,
  names: { counted: string; reserved: string; quota: string },
): EChartsCoreOption {
  const line = { type: 'line', step: 'end', symbolSize: 7 };
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif' },
    dataset: { dimensions: ['on', 'counted', 'reserved', 'quota'], source: prolonged(points, end) },
    grid: { left: 44, right: 24, top: 44, bottom: 36 },
    legend: { top: 4 },
    tooltip: { trigger: 'axis', renderMode: 'richText' },
    xAxis: { type: 'time' },
    yAxis: { type: 'value', minInterval: 1 },
    series: [
      { ...line, name: names.counted, encode: { x: 'on', y: 'counted' }, symbol: 'circle', color: '#1256a6' },
      {
        ...line,
        name: names.reserved,
        encode: { x: 'on', y: 'reserved' },
        symbol: 'diamond',
        color: '#7a5200',
        lineStyle: { type: 'dotted' },
      },
      {
        ...line,
        name: names.quota,
        encode: { x: 'on', y: 'quota' },
        symbol: 'none',
        color: '#b3261e',
        lineStyle: { type: 'dashed' },
      },
    ],
  };
}
