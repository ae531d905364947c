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
/** The third bar of a group: what two tones cannot tell apart, an outline does, in every theme. */
const HOLLOW = 2

interface Group {
  label: string
  /** one a name, in their order */
  values: readonly number[]
}

/** Bars side by side. A picture for the eye only: the table with the same figures stands beside it. */
export const BarChart = ({ bars }: { bars: readonly Bar[] }) => (
  <Canvas key={useTheme()} groups={bars.map(({ label, value }) => ({ label, values: [value] }))} />
)

/** Up to three bars at each label, in ink, in metal and hollow, under what each is. A picture for the eye only, as `BarChart`. */
export const GroupedBars = ({ names, groups }: { names: readonly string[]; groups: readonly Group[] }) => (
  <>
    <p className="chart-legend" aria-hidden="true">
      {names.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </p>
    <Canvas key={useTheme()} groups={groups} />
  </>
)

function Canvas({ groups }: { groups: readonly Group[] }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const chart = new uPlot(optionsFor(groups, element), dataOf(groups), element)
    const follow = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: heightPx }))
    follow.observe(element)
    return () => {
      follow.disconnect()
      chart.destroy()
    }
  }, [groups])
  return <div className="bar-chart" ref={place} aria-hidden="true" />
}

const countOf = (groups: readonly Group[]): number => groups[0]?.values.length ?? 1

const dataOf = (groups: readonly Group[]): uPlot.AlignedData => [
  groups.map((_, index) => index),
  ...Array.from({ length: countOf(groups) }, (_, series) => groups.map(({ values }) => values[series] ?? 0)),
]

/** 1, 2, 5, 10 … up to a billion: whole numbers only. */
const increments = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat()

/** A canvas knows no custom properties: the colours of the theme are read when it is drawn. */
function optionsFor(groups: readonly Group[], element: HTMLElement): uPlot.Options {
  const count = countOf(groups)
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
      x: { time: false, range: [-0.6, groups.length - 0.4] },
      y: { range: (_chart, _least, most) => [0, Math.max(most, 4)] },
    },
    axes: [
      {
        ...axis,
        splits: () => groups.map((_, index) => index),
        values: (_chart, splits) => splits.map((index) => groups[index]?.label ?? ''),
      },
      {
        ...axis,
        grid: { show: true, stroke: colour('--line'), width: 1 },
        incrs: increments,
        size: (_chart, values) =>
          Math.max(44, 10 + 8 * Math.max(0, ...(values ?? []).map(({ length }) => length))),
      },
    ],
    series: [
      {},
      ...Array.from({ length: count }, (_, series) => {
        const isHollow = series === HOLLOW
        const tone = colour(series === 1 ? '--metal' : '--ink')
        return {
          ...(isHollow ? {} : { fill: tone }),
          stroke: tone,
          width: isHollow ? 1.5 : 0,
          paths: barsIn(series, count),
          points: { show: false },
        }
      }),
    ],
  }
}

/** uPlot's own bars stand at most two beside each other. */
const barsIn =
  (series: number, count: number): uPlot.Series.PathBuilder =>
  (chart, seriesIndex, from, until) => {
    const slotPx = chart.valToPos(1, 'x', true) - chart.valToPos(0, 'x', true)
    const widthPx = Math.min((0.7 * slotPx) / count, (48 * devicePixelRatio) / Math.sqrt(count))
    const floorPx = chart.valToPos(0, 'y', true)
    const path = new Path2D()
    for (let index = from; index <= until; index += 1) {
      const value = chart.data[seriesIndex]?.[index] ?? 0
      if (value === 0) continue
      const topPx = chart.valToPos(value, 'y', true)
      const leftPx = chart.valToPos(index, 'x', true) + widthPx * (series - count / 2)
      path.rect(leftPx, topPx, widthPx, floorPx - topPx)
    }
    return { fill: path, stroke: path }
  }
