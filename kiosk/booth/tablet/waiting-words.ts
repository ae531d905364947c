import { isAllAtLaptop, type Book } from '../store/book.ts'
import type { useText } from './texts.ts'

/** Where what waits is kept: on this tablet, or at the booth's laptop too. */
export const waitingWords = (text: ReturnType<typeof useText>, book: Book): string =>
  text(isAllAtLaptop(book) ? 'strip.waiting.laptop' : 'strip.waiting', { count: book.waiting.length })
