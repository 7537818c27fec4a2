/** What the shop's page says on the script tag. */
export interface Embed {
  readonly endpoint: string;
  readonly siteToken: string;
  readonly locale: string | null;
  readonly title: string | null;
  readonly questions: readonly string[];
  readonly customerId: string | null;
  readonly customerProof: string | null;
  readonly productId: string | null;
  readonly orderId: string | null;
  readonly nonce: string;
}

/**
 * Reads the tag's attributes.
 *
 * @throws Error where the tag names no token: nothing could work without it
 */
export function embedFrom(script: HTMLScriptElement): Embed {
  const attribute = (name: string): string | null => script.getAttribute(`data-${name}`)?.trim() || null;
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
    productId: attribute("product-id"),
    orderId: attribute("order-id"),
    nonce: attribute("nonce") ?? script.nonce,
  };
}
