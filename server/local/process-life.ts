import { existsSync, readFileSync } from 'node:fs'

/** One life of a process number: numbers are given again, a life is not. */
export interface ProcessLife {
  pid: number
  /** When it began, in the kernel's own terms; empty where the kernel does not say. */
  began: string
}

/** The process that has this number now; undefined when there is none, or only a dead one nobody has waited for. */
export function lifeOf(pid: number): ProcessLife | undefined {
  if (!existsSync('/proc/self/stat')) return answersSignal(pid) ? { pid, began: '' } : undefined
  try {
    // proc(5): the name in brackets may hold spaces; after it come the state and, 19 fields on, the start time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const [state, began] = [fields[0], fields[19]]
    return state === 'Z' || began === undefined ? undefined : { pid, began: `${bootId()}/${began}` }
  } catch {
    return undefined
  }
}

export const isAlive = (pid: number) => lifeOf(pid) !== undefined

/** Whether the very process that was noted down still runs. */
export const stillLives = (life: ProcessLife) => lifeOf(life.pid)?.began === life.began

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

function answersSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
