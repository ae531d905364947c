export type DesignErrorCode =
  | 'design-invalid'
  | 'data-missing'
  | 'data-invalid'
  | 'format-unknown'
  | 'glyph-missing'
  | 'text-too-long'
  | 'symbol-unencodable'
  | 'symbol-too-small'
  | 'outside-safe-area'
  | 'zone-violated'
  | 'asset-missing'
  | 'picture-unreadable'
  | 'sheet-too-small'

/** A design or its data that must not be printed; `element` is the id of the part at fault, never its content. */
export class DesignError extends Error {
  readonly code: DesignErrorCode
  readonly element: string | undefined

  constructor(code: DesignErrorCode, message: string, element?: string, options?: ErrorOptions) {
    super(element === undefined ? message : `${element}: ${message}`, options)
    this.name = 'DesignError'
    this.code = code
    this.element = element
  }
}
