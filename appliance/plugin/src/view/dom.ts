type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children; texts become text nodes, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A button that never submits a form. */
export function button(attributes: Attributes, children: readonly (Node | string)[], onClick: () => void): HTMLButtonElement {
  const node = element("button", { type: "button", ...attributes }, children);
  node.addEventListener("click", onClick);
  return node;
}

/** Sets an element's text, touching the page only where it changes: a live region speaks up at every touch. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setHidden(node: HTMLElement, hidden: boolean): void {
  if (node.hidden !== hidden) node.hidden = hidden;
}
