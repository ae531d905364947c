import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from './theme.ts'
import './bar-chart.css'

export interface Bar {
  label: string
  value: number
}

const heightPx = 220

interface Pair extends Bar {
  beside: number
}

/** Bars side by side. A picture for the eye only: the table with the same figures stands beside it. */
export const BarChart = ({ bars }: { bars: readonly Bar[] }) => <Canvas key={useTheme()} bars={bars} />

/** Two bars at each label, the second in metal. A picture for the eye only, as `BarChart`. */
export const PairChart = ({ bars }: { bars: readonly Pair[] }) => <Canvas key={useTheme()} bars={bars} />

const isPair = (bar: Bar): bar is Pair => 'beside' in bar

function Canvas({ bars }: { bars: readonly Bar[] }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const chart = new uPlot(optionsFor(bars, element), dataOf(bars), element)
    const follow = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: heightPx }))
    follow.observe(element)
    return () => {
      follow.disconnect()
      chart.destroy()
    }
  }, [bars])
  return <div className="bar-chart" ref={place} aria-hidden="true" />
}

const dataOf = (bars: readonly Bar[]): uPlot.AlignedData => [
  bars.map((_, index) => index),
  bars.map(({ value }) => value),
  ...(bars.some(isPair) ? [bars.map((bar) => (isPair(bar) ? bar.beside : 0))] : []),
]

/** 1, 2, 5, 10 … up to a billion: whole numbers only. */
const increments = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat()

/** A canvas knows no custom properties: the colours of the theme are read when it is drawn. */
function optionsFor(bars: readonly Bar[], element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--ink-soft'),
    font: `13px ${style.fontFamily}`,
    grid: { show: false },
    ticks: { show: false },
  }
  return {
    width: element.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, bars.length - 0.4] },
      y: { range: (_chart, _least, most) => [0, Math.max(most, 4)] },
    },
    axes: [
      {
        ...axis,
        splits: () => bars.map((_, index) => index),
        values: (_chart, splits) => splits.map((index) => bars[index]?.label ?? ''),
      },
      {
        ...axis,
        grid: { show: true, stroke: colour('--line'), width: 1 },
        incrs: increments,
        size: (_chart, values) =>
          Math.max(44, 10 + 8 * Math.max(0, ...(values ?? []).map(({ length }) => length))),
      },
    ],
    series: bars.some(isPair)
      ? [
          {},
          barsIn(colour('--ink'), { size: [0.36, 32], align: -1 }),
          barsIn(colour('--metal'), { size: [0.36, 32], align: 1 }),
        ]
      : [{}, barsIn(colour('--ink'), { size: [0.62, 48] })],
  }
}

const barsIn = (
  fill: string,
  shape: { size: [factor: number, most: number]; align?: -1 | 1 },
): uPlot.Series => ({
  fill,
  stroke: fill,
  width: 0,
  ...(uPlot.paths.bars ? { paths: uPlot.paths.bars(shape) } : {}),
  points: { show: false },
})
