import { readSetting } from './device-setting.ts'

type Tone = readonly [startSeconds: number, hertz: number, lengthSeconds: number]

/** Two short tones up: read. One low: not read. Three equal, spaced: take your card. */
const cues = {
  read: [
    [0, 784, 0.09],
    [0.11, 1175, 0.13],
  ],
  'not-read': [[0, 196, 0.32]],
  'take-card': [
    [0, 988, 0.12],
    [0.28, 988, 0.12],
    [0.56, 988, 0.12],
  ],
} satisfies Record<string, readonly Tone[]>

export type SoundCue = keyof typeof cues

let speaker: AudioContext | undefined

/** Plays a cue; silent where the device is muted or the browser has not been touched yet. */
export function playCue(cue: SoundCue) {
  if (readSetting('sound') === 'off') return
  speaker ??= new AudioContext()
  for (const [start, hertz, length] of cues[cue])
    playTone(speaker, speaker.currentTime + start, hertz, length)
}

function playTone(context: AudioContext, at: number, hertz: number, length: number) {
  const tone = new OscillatorNode(context, { frequency: hertz, type: 'sine' })
  const loudness = new GainNode(context, { gain: 0 })
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(0.22, at + 0.012)
  loudness.gain.exponentialRampToValueAtTime(0.001, at + length)
  tone.connect(loudness).connect(context.destination)
  tone.start(at)
  tone.stop(at + length)
}
