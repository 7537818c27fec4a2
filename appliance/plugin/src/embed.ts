/** What the shop's page says on the script tag. */
export interface Embed {
  readonly endpoint: string;
  readonly siteToken: string;
  readonly locale: string | null;
  readonly title: string | null;
  readonly questions: readonly string[];
  readonly customerId: string | null;
  readonly customerProof: string | null;
  readonly nonce: string;
}

/**
 * Reads the tag's attributes.
 *
 * @throws Error where the tag names no token: nothing could work without it
 */
export function embedFrom(script: HTMLScriptElement): Embed {
  const attribute = (name: string): string | null => attributeOf(script, name);
  const siteToken = attribute("token");
  if (siteToken === null) throw new Error("guitai.js: the script tag has no data-token. Pair this page in the Guitai console.");
  return {
    endpoint: new URL(attribute("endpoint") ?? script.src, document.baseURI).origin,
    siteToken,
    locale: attribute("locale"),
    title: attribute("title"),
    questions: (attribute("questions") ?? "").split("|").map((text) => text.trim()).filter((text) => text !== ""),
    customerId: attribute("customer-id"),
    customerProof: attribute("customer-proof"),
    nonce: attribute("nonce") ?? script.nonce,
  };
}

/** What the visitor is looking at. */
export interface Subject {
  readonly productId: string | null;
  readonly orderId: string | null;
}

/** Read from the tag when a conversation begins, not before: a page that changes without loading changes its tag. */
export function subjectOf(script: HTMLScriptElement): Subject {
  return { productId: attributeOf(script, "product-id"), orderId: attributeOf(script, "order-id") };
}

/**
 * Lets the page's own links and buttons open the chat: whatever carries `data-guitai-open`. Its value, if any, is offered as
 * a draft, and its `data-product-id` becomes what the visitor is looking at.
 */
export function onPageOpens(script: HTMLScriptElement, open: (draft: string) => void): void {
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-guitai-open]") : null;
    if (opener === null) return;
    event.preventDefault();
    const productId = attributeOf(opener, "product-id");
    if (productId !== null) script.setAttribute("data-product-id", productId);
    open(attributeOf(opener, "guitai-open") ?? "");
  });
}

function attributeOf(element: Element, name: string): string | null {
  return element.getAttribute(`data-${name}`)?.trim() || null;
}
