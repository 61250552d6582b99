// What makes a page readable on a phone, measured in the browser.

import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Smallest text, in CSS pixels: what print calls ten points. */
const TEXT_MIN_PX = 13

/** Least contrast of text (WCAG 2.2, 1.4.3, level AA). */
const CONTRAST_MIN = 4.5

/** Smallest side of what a thumb must hit, in CSS pixels (WCAG 2.2, 2.5.8, level AA). */
const TARGET_MIN_PX = 24

// The little of the browser's own names that is used here; the project's types are those of Node.
type Element = {
  readonly parentElement: Element | null
  readonly tagName: string
  getAttribute(name: string): string | null
  checkVisibility(options?: { visibilityProperty: boolean }): boolean
  getBoundingClientRect(): { readonly width: number; readonly height: number; readonly right: number }
}
type Text = { readonly parentElement: Element | null; readonly textContent: string | null }
type Canvas = {
  fillStyle: string
  clearRect(x: number, y: number, width: number, height: number): void
  fillRect(x: number, y: number, width: number, height: number): void
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray }
}
declare const innerWidth: number
declare const NodeFilter: { readonly SHOW_TEXT: number }
declare const document: {
  readonly body: Element
  readonly documentElement: Element & { readonly scrollWidth: number }
  createTreeWalker(root: Element, show: number): { nextNode(): Text | null }
  querySelectorAll(selector: string): Iterable<Element>
}
declare const OffscreenCanvas: new (
  width: number,
  height: number,
) => { getContext(kind: '2d', options: { willReadFrequently: boolean }): Canvas | null }
declare function getComputedStyle(element: Element): {
  readonly backgroundColor: string
  readonly color: string
  readonly fontSize: string
}

type Limits = { readonly textMinPx: number; readonly contrastMin: number; readonly targetMinPx: number }

/** Sentences about what is wrong with the page as it stands; none when it is readable. */
export async function unreadable(page: Page): Promise<string[]> {
  const limits: Limits = { textMinPx: TEXT_MIN_PX, contrastMin: CONTRAST_MIN, targetMinPx: TARGET_MIN_PX }
  return page.evaluate(measure, limits)
}

/** Runs in the page; may use nothing from outside. */
function measure({ textMinPx, contrastMin, targetMinPx }: Limits): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })

  /** Any CSS colour as red, green, blue (0 to 255) and alpha (0 to 1): painted, then read back. */
  function colour(css: string): [number, number, number, number] {
    if (!canvas) throw new Error('no canvas')
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = css
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }

  function luminance([red, green, blue]: readonly number[]): number {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel = 0) => {
      const share = channel / 255
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  function backgroundOf(element: Element | null): [number, number, number, number] {
    for (let at = element; at; at = at.parentElement) {
      const background = colour(getComputedStyle(at).backgroundColor)
      if (background[3] === 1) return background
    }
    return [255, 255, 255, 1]
  }

  const wrong = new Set<string>()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ''
    if (!element || text === '' || !element.checkVisibility({ visibilityProperty: true })) continue
    const style = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    if (box.width <= 1) continue
    const what = `“${text.slice(0, 40)}”`
    if (parseFloat(style.fontSize) < textMinPx) wrong.add(`${what} is ${style.fontSize} small`)
    const [light = 0, dark = 0] = [luminance(colour(style.color)), luminance(backgroundOf(element))].toSorted(
      (a, b) => b - a,
    )
    const contrast = (light + 0.05) / (dark + 0.05)
    if (contrast < contrastMin) wrong.add(`${what} has a contrast of ${contrast.toFixed(2)}`)
    if (box.right > innerWidth + 0.5) wrong.add(`${what} reaches ${Math.round(box.right)} px to the right`)
  }
  for (const target of document.querySelectorAll('button, .button, input, summary, textarea')) {
    if (!target.checkVisibility() || target.getAttribute('type') === 'hidden') continue
    const { width, height } = target.getBoundingClientRect()
    if (Math.min(width, height) < targetMinPx)
      wrong.add(`a ${target.tagName} of ${width} × ${height} px is hard to hit`)
  }
  if (document.documentElement.scrollWidth > innerWidth) {
    wrong.add(`the page is ${document.documentElement.scrollWidth} px wide on ${innerWidth} px`)
  }
  return [...wrong]
}

/** Holds of every page: it can be read in both colour schemes. */
export async function expectReadable(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await unreadable(page)).toEqual([])
  }
}
