/**
 * How much is read where no option says otherwise. Far above what people write, and low enough that whatever stands in a
 * file is answered within seconds and a gigabyte.
 */
export interface ReadingLimits {
  /** The bytes of a file, and the characters that aliases make of a document. */
  readonly maxBytes?: number
  /** The documents of a file; the items of lists are counted as documents. */
  readonly maxDocuments?: number
}

/** 10 MiB. */
export const usualMaxBytes = 10 * 1024 * 1024
/** How many documents of a text are read at most, where nobody says otherwise; the items of a List count. */
export const usualMaxDocuments = 10_000
