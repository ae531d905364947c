import {
  Label,
  Slider as AriaSlider,
  SliderOutput,
  SliderThumb,
  SliderTrack,
} from 'react-aria-components/Slider'
import './slider.css'

interface SliderProps {
  label: string
  value: number
  least: number
  most: number
  step: number
  /** the value in words; left out where only what it does is of interest */
  words?: string
  onChange: (value: number) => void
}

/** A value that one pushes, or moves with the arrow keys. */
export const Slider = ({ label, value, least, most, step, words, onChange }: SliderProps) => (
  <AriaSlider
    className="slider"
    value={value}
    minValue={least}
    maxValue={most}
    step={step}
    onChange={onChange}
  >
    <Label>{label}</Label>
    {words === undefined ? null : <SliderOutput>{words}</SliderOutput>}
    <SliderTrack className="slider-track">
      <SliderThumb className="slider-thumb" />
    </SliderTrack>
  </AriaSlider>
)
