const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a 24 × 24 grid, drawn for this plugin. */
const OUTLINES = {
  chat: "M4 5.5h16v11H11l-4.5 3.5v-3.5H4zM8.5 11h.01M12 11h.01M15.5 11h.01",
  minimise: "M6 9.5l6 6 6-6",
  send: "M5 12h13M12.5 6l6 6-6 6",
  person: "M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5",
  helpful: "M7.5 11v8.5H5V11zM7.5 11l4-7c1.6 0 2.3 1 2 2.6L13 10h5.2c1.2 0 2 1 1.7 2.2l-1.4 5.6c-.2 1-1 1.7-2 1.7h-9",
  unhelpful: "M7.5 13V4.5H5V13zM7.5 13l4 7c1.6 0 2.3-1 2-2.6L13 14h5.2c1.2 0 2-1 1.7-2.200l-1.400-5.600c-.2-1-1-1.7-2-1.7h-9",
} as const;

export type Icon = keyof typeof OUTLINES;

/** An icon that says nothing by itself: the words stand beside it or in its button's label. */
export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", OUTLINES[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(shape);
  return svg;
}
