// A bar for each day as an SVG picture; drawn here, so that no page needs a script for it.

import { drawnMarkup, html, type Html } from './html.ts'

/** Units of the picture: a bar is as wide as two, its gap one; a hundred high. */
const BAR_WIDTH = 2
const BAR_STEP = 3
const HEIGHT = 100

/** The lowest bar of a day with anything in it, so that it can be seen. */
const LEAST_HEIGHT = 2

/** One bar for each value, from zero up, the tallest as high as the picture; `title` says what it shows. */
export function dayBars(title: string, values: readonly bigint[]): Html {
  const most = values.reduce((top, value) => (value > top ? value : top), 0n)
  const bars = values.map((value, index) => {
    if (value <= 0n) return ''
    const height = Math.max(LEAST_HEIGHT, Number((value * BigInt(HEIGHT)) / most))
    return `M${index * BAR_STEP} ${HEIGHT}v-${height}h${BAR_WIDTH}v${height}z`
  })
  const width = Math.max(1, values.length * BAR_STEP - (BAR_STEP - BAR_WIDTH))
  const picture = drawnMarkup(
    `<svg class="bars" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">` +
      `<path fill="currentColor" d="${bars.join('')}"/></svg>`,
  )
  return html`<figure class="chart">
    ${picture}
    <figcaption class="small soft">${title}</figcaption>
  </figure>`
}
