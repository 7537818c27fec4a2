import type { Texts } from "../texts/texts";
import { element } from "./dom";
import { icon } from "./icons";

// The bridge's own limit on one message.
const MAX_CHARACTERS = 4000;
const MOST_ROWS = 4;
// What browsers say of a key that an input method is still using (UI Events, `keyCode` of composing keys).
const KEY_IN_COMPOSITION = 229;

/** Where the visitor writes. Enter sends, Shift+Enter breaks the line, and an input method's Enter is its own. */
export class ComposerView {
  readonly node: HTMLFormElement;
  readonly input: HTMLTextAreaElement;
  private readonly submit: HTMLButtonElement;
  private offered = "";

  constructor(
    texts: Texts,
    draft: string,
    private readonly on: { readonly send: (text: string) => void; readonly draft: (text: string) => void },
  ) {
    this.input = element("textarea", {
      rows: "1",
      maxlength: String(MAX_CHARACTERS),
      placeholder: texts.placeholder,
      "aria-label": texts.yourMessage,
      enterkeyhint: "send",
      autocomplete: "off",
    });
    this.input.value = draft;
    this.submit = element("button", { class: "send", type: "submit", "aria-label": texts.send, title: texts.send }, [icon("send")]);
    this.node = element("form", { class: "composer" }, [this.input, this.submit]);
    this.node.addEventListener("submit", (event) => this.sendOn(event));
    this.input.addEventListener("keydown", (event) => this.keyDown(event));
    this.input.addEventListener("input", () => this.changed());
    this.changed();
  }

  /** Offers a draft, unless something is written already that was not offered. */
  offer(draft: string): void {
    if (this.input.value.trim() !== "" && this.input.value !== this.offered) return;
    this.input.value = draft;
    this.offered = draft;
    this.changed();
  }

  private keyDown(event: KeyboardEvent): void {
    const composing = event.isComposing || event.keyCode === KEY_IN_COMPOSITION;
    if (event.key === "Enter" && !event.shiftKey && !composing) this.sendOn(event);
  }

  private sendOn(event: Event): void {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === "") return;
    this.input.value = "";
    this.changed();
    this.on.send(text);
    this.input.focus();
  }

  private changed(): void {
    const { value } = this.input;
    // Grows with its lines also where `field-sizing` is unknown.
    this.input.rows = Math.min(MOST_ROWS, value.split("\n").length);
    this.submit.setAttribute("aria-disabled", String(value.trim() === ""));
    this.on.draft(value);
  }
}
