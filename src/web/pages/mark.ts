// The mark: a copper penny with a tick, drawn to be clear at the size of a tab.

/** Its address. */
export const MARK_PATH = '/assets/mark.svg'

/** The drawing, as an SVG document. */
export const markSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
  '<circle cx="16" cy="16" r="15" fill="#b4602a"/><circle cx="16" cy="16" r="11.4" fill="none" stroke="#f3d3b8" stroke-width="1.4"/>' +
  '<path d="M10.4 16.4l3.9 4 7.4-8.6" fill="none" stroke="#fff8f1" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round"/>' +
  '</svg>'
