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

/** Bars side by side. A picture for the eye only: the table with the same figures stands beside it. */
export const BarChart = ({ bars }: { bars: readonly Bar[] }) => <Canvas key={useTheme()} bars={bars} />

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
]

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
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
        size: 44,
      },
    ],
    series: [
      {},
      {
        fill: colour('--ink'),
        stroke: colour('--ink'),
        width: 0,
        ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.62, 48] }) } : {}),
        points: { show: false },
      },
    ],
  }
}
