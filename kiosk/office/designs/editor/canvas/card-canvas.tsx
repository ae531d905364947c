import { useRef, useState, type MouseEvent, type PointerEvent, type RefObject } from 'react'
import { ID1, type DesignElement } from '../../../../../card-designs/engine/design.ts'
import { useBench } from '../bench.ts'
import { select } from '../model/editor.ts'
import { boxAroundAll, boxOf } from '../model/element-box.ts'
import { boxOnCard, changeable, chosen, elementsOf } from '../model/tree.ts'
import { useText } from '../texts.ts'
import { Artwork } from './artwork.tsx'
import { FaultMarks } from './fault-marks.tsx'
import { mapOne, rectOf, shownBox, transformOf } from './gesture-geometry.ts'
import { Grid } from './grid.tsx'
import { Guides } from './guides.tsx'
import { Handles } from './handles.tsx'
import { innermostAt, isGround } from './hit.ts'
import { Ruler } from './rulers.tsx'
import { useKeys, useKeysEverywhere } from './use-keys.ts'
import { useMarks } from './use-marks.ts'
import { usePointer } from './use-pointer.ts'
import { useSheet, type Sheet } from './use-zoom.ts'
import { Trim, Zones } from './zones.tsx'

const mm = (fromUm: number, sizeUm: number) => [fromUm / 1_000, (fromUm + sizeUm) / 1_000] as const

/** Longer than any sheet. */
const FAR_UM = 1_000_000

/** The card as it will be printed, to be worked on. `desk`: takes the focus for the keys. */
export function CardCanvas({ desk, onText }: { desk: RefObject<HTMLDivElement | null>; onText: () => void }) {
  const text = useText()
  const { scene } = useBench()
  const room = useRef<HTMLDivElement>(null)
  const around = useSheet(room)
  const { scale, padMm } = around
  const sheet = useRef<SVGSVGElement>(null)
  const marks = useMarks(sheet, 1_000 / scale)
  const drawGuide = (axis: 'x' | 'y') => (event: PointerEvent) =>
    marks.onHold({ kind: 'guide', index: undefined, guide: { axis, atUm: -FAR_UM } }, event)
  // An application by ARIA: it takes the focus and handles the keys itself.
  const keys = { role: 'application', tabIndex: 0, onKeyDown: useKeys(scale, onText) }
  useKeysEverywhere()
  const box = boxAroundAll(chosen(scene).map(boxOnCard))
  return (
    <div className="canvas-room" ref={room}>
      <div className="canvas-sheet">
        <span className="ruler-corner" aria-hidden="true">
          {text('canvas.millimetres')}
        </span>
        <Ruler
          axis="x"
          lengthMm={85.6}
          padMm={padMm[0]}
          scale={scale}
          range={box && mm(box.xUm, box.widthUm)}
          onPress={drawGuide('y')}
        />
        <Ruler
          axis="y"
          lengthMm={53.98}
          padMm={padMm[1]}
          scale={scale}
          range={box && mm(box.yUm, box.heightUm)}
          onPress={drawGuide('x')}
        />
        <div
          ref={desk}
          className="canvas-desk"
          aria-label={text(`canvas.${scene.side}`)}
          aria-describedby="canvas-keys"
          {...keys}
        >
          <CardSheet around={around} sheet={sheet} marks={marks} desk={desk} onText={onText} />
        </div>
      </div>
    </div>
  )
}

function CardSheet({
  around: { scale, padMm },
  sheet,
  marks,
  desk,
  onText,
}: {
  around: Sheet
  sheet: RefObject<SVGSVGElement | null>
  marks: ReturnType<typeof useMarks>
  desk: RefObject<HTMLDivElement | null>
  onText: () => void
}) {
  const { editor, scene, act, painting, view } = useBench()
  const umPerPx = 1_000 / scale
  const [padX, padY] = [padMm[0] * 1_000, padMm[1] * 1_000]
  const [wide, high] = [ID1.widthUm + 2 * padX, ID1.heightUm + 2 * padY]
  const pointer = usePointer(sheet, umPerPx)
  const { gesture } = pointer
  const [hovered, setHovered] = useState<string>()

  const enter = (element: DesignElement, event: MouseEvent) => {
    const matrix = sheet.current?.getScreenCTM()?.inverse()
    if (!matrix) return
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix)
    const inner = innermostAt({ element, parents: [] }, [x, y]) ?? element
    act((now) => select(now, [inner.id]))
    if (inner.type === 'text') onText()
  }
  const press = (work: () => void) => {
    desk.current?.focus({ preventScroll: true })
    work()
  }
  const selected = new Set(scene.selection)
  const box = boxAroundAll(chosen(scene).map(boxOnCard))
  const shown = box && shownBox(box, gesture)
  const free = changeable(scene)
  const only = free.length === 1 && scene.selection.length === 1 ? free[0] : undefined

  return (
    <svg
      ref={sheet}
      className="canvas-card"
      viewBox={`${-padX} ${-padY} ${wide} ${high}`}
      width={wide / umPerPx}
      height={high / umPerPx}
      aria-hidden="true"
      onPointerDown={(event) => press(() => pointer.onGround(event))}
      onPointerMove={pointer.onMove}
      onPointerUp={pointer.onDone}
      onPointerCancel={pointer.onDone}
    >
      <rect className="card-ground" width={ID1.widthUm} height={ID1.heightUm} rx={ID1.cornerUm} />
      {elementsOf(scene).map((element) =>
        editor.hidden.has(element.id) ? null : (
          <Artwork
            key={element.id}
            element={element}
            picture={painting.pictures.get(element.id)}
            transform={selected.has(element.id) && !element.locked ? transformOf(gesture) : undefined}
            isOpen={!element.locked && !isGround(element)}
            onPress={(event) => press(() => pointer.onElement(element.id, event))}
            onEnter={(event) => enter(element, event)}
            onHover={(isOver) => setHovered(isOver ? element.id : undefined)}
          />
        ),
      )}
      <Trim bleedUm={scene.design.bleedUm} />
      {view.gridUm > 0 ? <Grid stepUm={view.gridUm} /> : null}
      {view.showsZones ? (
        <>
          <Zones
            safeUm={scene.design.safeUm}
            zones={marks.zones}
            umPerPx={umPerPx}
            onHold={(mark, event) => press(() => marks.onHold(mark, event))}
          />
          <Guides guides={marks.guides} onHold={(mark, event) => press(() => marks.onHold(mark, event))} />
        </>
      ) : null}
      {gesture && 'lines' in gesture ? <SnapLines lines={gesture.lines} /> : null}
      <FaultMarks umPerPx={umPerPx} />
      {hovered !== undefined && !selected.has(hovered) && !gesture ? <Outline id={hovered} /> : null}
      {chosen(scene).map((found) => {
        const own = boxOnCard(found)
        const at = gesture && !found.element.locked ? mapOne(own, gesture, box) : own
        return (
          <rect
            key={found.element.id}
            className={found.element.locked ? 'chosen locked' : 'chosen'}
            {...rectOf(at)}
            transform={gesture?.kind === 'turn' ? transformOf(gesture) : undefined}
          />
        )
      })}
      {shown && free.length > 0 && gesture?.kind !== 'turn' ? (
        <>
          <rect
            className="chosen-ground"
            {...rectOf(shown)}
            onPointerDown={(event) => press(() => pointer.onChosen(event))}
            onDoubleClick={(event) => {
              const top = chosen(scene)[0]
              if (top) enter(top.element, event)
            }}
          />
          <Handles
            box={shown}
            umPerPx={umPerPx}
            canTurn={only !== undefined}
            onPull={pointer.onPull}
            onTurn={pointer.onTurn}
          />
        </>
      ) : null}
      {gesture?.kind === 'frame' ? <rect className="framing" {...rectOf(gesture.box)} /> : null}
    </svg>
  )
}

function Outline({ id }: { id: string }) {
  const { scene } = useBench()
  const element = elementsOf(scene).find((one) => one.id === id)
  return element ? <rect className="hovered" {...rectOf(boxOf(element))} /> : null
}

const SnapLines = ({ lines }: { lines: readonly { axis: 'x' | 'y'; atUm: number }[] }) =>
  lines.map(({ axis, atUm }) => (
    <path
      key={`${axis} ${atUm}`}
      className="snap-line"
      d={axis === 'x' ? `M${atUm} ${-FAR_UM}V${FAR_UM}` : `M${-FAR_UM} ${atUm}H${FAR_UM}`}
    />
  ))
