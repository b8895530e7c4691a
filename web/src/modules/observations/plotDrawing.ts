// The one door to uPlot: lines with their envelopes over time, marks of flags, the stretch chosen.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { lonely, over, sharedMoments, type Curve } from './curve';
import type { Flag } from './flags';
import type { LineLook } from './lines';
import { axisLabels, labelSpace } from './moments';
import { spanBetween, type Span } from './span';

export interface PlotLine {
  unit: string;
  look: LineLook;
  curve: Curve;
}

export interface PlotWish {
  lines: PlotLine[];
  span: Span;
  chosen: Span | null;
  height: number;
  /** A stretch was drawn with the mouse. */
  drawn: (span: Span) => void;
  /** The pointer stands at this moment; null when it has left. */
  hovered: (moment: number | null) => void;
}

export interface Plot {
  resize: () => void;
  stop: () => void;
}

const INK = '#303b48';
const GRID = '#e3e8ee';
const FONT = '13px system-ui, sans-serif';
const FLAG_COLOURS: Record<Flag, string> = {
  1: '#1d6b3a',
  2: '#5b6878',
  3: '#a86e00',
  4: '#b3261e',
  9: '#5b6878',
};
const MARK = 5;

function scalesOf(units: string[], span: Span): uPlot.Scales {
  const x: uPlot.Scale = { time: true, range: () => [span.from / 1000, span.to / 1000] };
  return Object.fromEntries([
    ['x', x],
    ...units.map((_, index) => [`y${index}`, { auto: true } as uPlot.Scale]),
  ]);
}

function axesOf(units: string[]): uPlot.Axis[] {
  const common = {
    font: FONT,
    stroke: INK,
    grid: { stroke: GRID, width: 1 },
    ticks: { stroke: GRID, width: 1 },
  };
  const time: uPlot.Axis = {
    ...common,
    space: (_, _axis, from, to, width) => labelSpace((to - from) * 1000, width),
    size: 54,
    values: (_, splits, _axis, _space, step) =>
      axisLabels(
        splits.map((split) => split * 1000),
        step * 1000,
      ),
  };
  const sides = units.map(
    (unit, index): uPlot.Axis => ({
      ...common,
      scale: `y${index}`,
      side: index === 0 ? 3 : 1,
      label: unit || undefined,
      labelFont: FONT,
      labelSize: 22,
      size: 62,
      grid: { ...common.grid, show: index === 0 },
    }),
  );
  return [time, ...sides];
}

interface Columns {
  data: (number | null | undefined)[][];
  series: uPlot.Series[];
  bands: uPlot.Band[];
}

function columnsOf(lines: PlotLine[], units: string[], shared: number[]): Columns {
  const columns: Columns = { data: [shared.map((moment) => moment / 1000)], series: [{}], bands: [] };
  for (const { unit, look, curve } of lines) {
    const scale = `y${units.indexOf(unit)}`;
    const add = (column: (number | null)[], series: uPlot.Series) => {
      columns.data.push(over(shared, curve.moments, column));
      columns.series.push({ scale, ...series });
    };
    if (curve.envelope) {
      const at = columns.data.length;
      const edge: uPlot.Series = { stroke: `${look.colour}66`, width: 1, points: { show: false } };
      add(curve.high, edge);
      add(curve.low, edge);
      columns.bands.push({ series: [at, at + 1], fill: `${look.colour}2e` });
    }
    // A part or an observation between two holes has no line to either side.
    const column = columns.data.length;
    const filter = (): number[] => lonely(columns.data[column] as (number | null | undefined)[]);
    const few = !curve.envelope && curve.moments.length <= 200;
    add(curve.values, {
      stroke: look.colour,
      width: 1.5,
      dash: look.dash,
      points: few ? { show: true, size: 5, fill: look.colour } : { size: 5, fill: look.colour, filter },
    });
  }
  return columns;
}

const hasValues = (lines: PlotLine[]): boolean =>
  lines.some(({ curve }) => curve.values.some((value) => value !== null));

function drawMark(context: CanvasRenderingContext2D, flag: Flag, x: number, y: number): void {
  const size = MARK * devicePixelRatio;
  context.fillStyle = FLAG_COLOURS[flag];
  context.beginPath();
  if (flag === 3) {
    context.moveTo(x, y - size * 1.3);
    context.lineTo(x + size * 1.3, y);
    context.lineTo(x, y + size * 1.3);
    context.lineTo(x - size * 1.3, y);
  } else if (flag === 4) context.rect(x - size, y - size, size * 2, size * 2);
  else context.rect(x - size, y - size / 2, size * 2, size);
  context.closePath();
  context.fill();
  context.strokeStyle = '#fff';
  context.lineWidth = devicePixelRatio;
  context.stroke();
}

/** A missing value has no height: its mark stands at the foot of the plot. */
function drawFlags(plot: uPlot, lines: PlotLine[], units: string[]): void {
  const { left, top, width, height } = plot.bbox;
  for (const { curve, unit } of lines)
    curve.flags.forEach((flag, index) => {
      if (flag === null) return;
      const x = plot.valToPos((curve.moments[index] as number) / 1000, 'x', true);
      if (x < left || x > left + width) return;
      const value = curve.high[index];
      const foot = top + height - MARK * devicePixelRatio;
      const y =
        value === null || value === undefined ? foot : plot.valToPos(value, `y${units.indexOf(unit)}`, true);
      drawMark(plot.ctx, flag, x, y);
    });
}

function drawChosen(plot: uPlot, chosen: Span | null): void {
  if (!chosen) return;
  const { left, top, width, height } = plot.bbox;
  const place = (moment: number) =>
    Math.min(left + width, Math.max(left, plot.valToPos(moment / 1000, 'x', true)));
  const [from, to] = [place(chosen.from), place(chosen.to)];
  plot.ctx.fillStyle = 'rgba(201, 133, 0, 0.16)';
  plot.ctx.fillRect(from, top, to - from, height);
  plot.ctx.strokeStyle = '#8a5a00';
  plot.ctx.lineWidth = devicePixelRatio;
  plot.ctx.setLineDash([6, 4]);
  plot.ctx.strokeRect(from, top, to - from, height);
  plot.ctx.setLineDash([]);
}

function takeDrawn(plot: uPlot, drawn: (span: Span) => void): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  const moment = (x: number) => plot.posToVal(x, 'x') * 1000;
  const span = spanBetween(moment(left), moment(left + width));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (span) drawn(span);
}

export function startPlot(element: HTMLElement, wish: PlotWish): Plot {
  const units = [...new Set(wish.lines.map((line) => line.unit))];
  const shared = sharedMoments(wish.lines.map((line) => line.curve));
  const { data, series, bands } = columnsOf(wish.lines, units, shared);
  const width = () => Math.max(200, element.clientWidth);
  const plot = new uPlot(
    {
      width: width(),
      height: wish.height,
      // Eight hours ahead all the year; the name counts the other way round, as POSIX does.
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/GMT-8'),
      // The last label of the time axis stands half beside the plot; so does the first where no other axis is drawn.
      padding: [null, 44, null, hasValues(wish.lines) ? null : 44],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
      scales: scalesOf(units, wish.span),
      axes: axesOf(units),
      series,
      bands,
      hooks: {
        draw: [(self) => drawChosen(self, wish.chosen), (self) => drawFlags(self, wish.lines, units)],
        setSelect: [(self) => takeDrawn(self, wish.drawn)],
        setCursor: [
          (self) => {
            const index = self.cursor.idx;
            wish.hovered(index === null || index === undefined ? null : (shared[index] ?? null));
          },
        ],
      },
    },
    data as uPlot.AlignedData,
    element,
  );
  return { resize: () => plot.setSize({ width: width(), height: wish.height }), stop: () => plot.destroy() };
}
