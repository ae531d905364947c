import { useBench } from '../bench.ts'

/** The faults of the side in sight, by their numbers in the list of faults, beside the corner that a handle may take. */
export function FaultMarks({ umPerPx }: { umPerPx: number }) {
  const { painting, scene } = useBench()
  const r = 9 * umPerPx
  return (painting.faults ?? []).map((fault, i) =>
    fault.side === scene.side ? (
      <g
        key={`${fault.elementId} ${fault.code} ${i}`}
        className={`fault-mark ${fault.severity}`}
        aria-hidden="true"
      >
        <rect x={fault.box.xUm} y={fault.box.yUm} width={fault.box.widthUm} height={fault.box.heightUm} />
        <circle cx={fault.box.xUm + fault.box.widthUm + r} cy={fault.box.yUm - r} r={r} />
        <text x={fault.box.xUm + fault.box.widthUm + r} y={fault.box.yUm - r * 0.58} fontSize={r * 1.25}>
          {i + 1}
        </text>
      </g>
    ) : null,
  )
}
