import type { Sentence } from '../platform/refusal.ts'

/** The station that `npm start` pairs by itself: kept under its English name, and told in the reader's language. */
export const STATION_OF_THE_START: Sentence = { zh: '模拟设备', en: 'Simulated devices' }

export const nameIn = (language: keyof Sentence, name: string): string =>
  name === STATION_OF_THE_START.en ? STATION_OF_THE_START[language] : name
