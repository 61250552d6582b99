// How many lines of an order are read one by one.

/**
 * Most lines that count one by one; an order with more is taken as one sum without products. Shops' own carts end far
 * below, and each evaluation of an order reads all of them.
 */
export const ORDER_LINES_MAX = 10_000

/** The lines as they are, or undefined when there are none or too many to count one by one. */
export function countedLines<Line>(lines: readonly Line[] | null | undefined): readonly Line[] | undefined {
  return lines && lines.length > 0 && lines.length <= ORDER_LINES_MAX ? lines : undefined
}
