import { readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { Type } from 'typebox'
import { SamplePerson } from './schema.ts'

const SamplePeople = Type.Array(SamplePerson)

/** The sign-ins that came with the sample data; none when there is no sample data. */
export function readSamplePeople(path: string | undefined): SamplePerson[] {
  if (!path) return []
  try {
    const people: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Value.Check(SamplePeople, people) ? people : []
  } catch {
    return []
  }
}
