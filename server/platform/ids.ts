import { v5, v7 } from 'uuid'

/** @returns a fresh UUIDv7: time-ordered, so that rows of one day lie together */
export const newId = (): string => v7()

const DERIVED = '6f2a1f6e-9c38-5e0b-8a55-0f3d5f8f1c77'

/**
 * A second id that follows from a command's own, for the further rows one command writes.
 * Repeating the command makes the same ids, so a row can never be written twice.
 */
export const derivedId = (commandId: string, part: string): string => v5(`${commandId}/${part}`, DERIVED)
