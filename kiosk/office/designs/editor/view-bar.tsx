import { Group } from 'react-aria-components/Group'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { Button } from '../../../ui/button.tsx'
import { useBench } from './bench.ts'
import { LIFE_SIZE, scaleOf, zoomStep } from './canvas/use-zoom.ts'
import { useText } from './texts.ts'

const GRID_UM = 1_000

/** How the card is looked at: zoom, snapping, grid and zones. */
export function ViewBar() {
  const text = useText()
  const { view, setView } = useBench()
  const scale = scaleOf(view)
  return (
    <Group className="view-bar" aria-label={text('view.label')}>
      <Button onPress={() => setView({ zoom: zoomStep(scale, -1) })}>{text('view.smaller')}</Button>
      <output className="figures">
        {text('view.percent', { percent: Math.round((scale / LIFE_SIZE) * 100) })}
      </output>
      <Button onPress={() => setView({ zoom: zoomStep(scale, 1) })}>{text('view.larger')}</Button>
      <Button onPress={() => setView({ zoom: 'fit' })}>{text('view.fit')}</Button>
      <Button onPress={() => setView({ zoom: LIFE_SIZE })}>{text('view.life-size')}</Button>
      <span className="view-gap" />
      <ToggleButton
        className="button plain"
        isSelected={view.isSnapping}
        onChange={(isSnapping) => setView({ isSnapping })}
      >
        {text('view.snap')}
      </ToggleButton>
      <ToggleButton
        className="button plain"
        isSelected={view.gridUm > 0}
        onChange={(isOn) => setView({ gridUm: isOn ? GRID_UM : 0 })}
      >
        {text('view.grid')}
      </ToggleButton>
      <ToggleButton
        className="button plain"
        isSelected={view.showsZones}
        onChange={(showsZones) => setView({ showsZones })}
      >
        {text('view.zones')}
      </ToggleButton>
    </Group>
  )
}
