import base from "./styles/base.css?inline";
import composer from "./styles/composer.css?inline";
import launcher from "./styles/launcher.css?inline";
import media from "./styles/media.css?inline";
import messages from "./styles/messages.css?inline";
import panel from "./styles/panel.css?inline";

// The order counts: what depends on the screen overrides what stands before it.
const styles = [base, launcher, panel, messages, composer, media].join("\n");

/** Puts the chat's styles into its shadow root, in the one way that a strict content security policy allows. */
export function adoptStyles(root: ShadowRoot, nonce: string): void {
  try {
    root.adoptedStyleSheets = [sheetOf(styles)];
  } catch {
    // A browser without constructable style sheets: the page's nonce stands in.
    const style = document.createElement("style");
    style.nonce = nonce;
    style.textContent = styles;
    root.append(style);
  }
}

/** Keeps the full-screen panel above a phone's keyboard, which covers the page without resizing it. */
export function followVisibleHeight(root: ShadowRoot): void {
  const viewport = window.visualViewport;
  if (viewport === null || root.adoptedStyleSheets.length === 0) return;
  const sheet = new CSSStyleSheet();
  const follow = (): void => sheet.replaceSync(`:host { --visible-height: ${viewport.height}px; --visible-top: ${viewport.offsetTop}px; }`);
  follow();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
