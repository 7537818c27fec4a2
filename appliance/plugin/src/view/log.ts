import { botIsTyping, type ChatState, type Line } from "../session/state";
import type { Texts } from "../texts/texts";
import { button, element, setHidden } from "./dom";
import { LineView, type LineActions } from "./line";

// A longer pause than this gets the time written above what follows.
const PAUSE_MS = 5 * 60_000;
// Nearer to the end than this, the visitor is following and is kept at the end.
const FOLLOWING_PX = 60;

/** The messages, kept in order and at the end while the visitor follows them. */
export class LogView {
  readonly node: HTMLElement;
  private readonly log: HTMLElement;
  private readonly welcome: HTMLElement;
  private readonly starters: HTMLElement;
  private readonly typing = element("div", { class: "typing" }, [element("i"), element("i"), element("i")]);
  private readonly typingText = element("p", { class: "unseen", role: "status" });
  private readonly toLatest: HTMLButtonElement;
  private readonly views = new Map<string, LineView>();

  constructor(
    private readonly texts: Texts,
    private readonly actions: LineActions,
    questions: readonly string[],
  ) {
    const chips = questions.map((text) => button({}, [text], () => actions.say(text)));
    this.starters = element("div", { class: "chips", role: "group", "aria-label": texts.quickReplies }, chips);
    this.welcome = element("div", { class: "line bot" }, [
      element("span", { class: "unseen" }, [texts.saidBy.bot]),
      element("div", { class: "bubble" }, [texts.greeting]),
      this.starters,
    ]);
    this.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": texts.messages, tabindex: "0" });
    this.log.append(this.welcome, this.typing);
    this.toLatest = button({ class: "to-latest" }, [texts.toLatest], () => this.showEnd());
    this.node = element("div", { class: "log-frame" }, [this.log, this.typingText, this.toLatest]);
    this.log.addEventListener("scroll", () => this.offerEnd());
  }

  update(state: ChatState, before: ChatState | null): void {
    const following = this.following();
    // While a text grows or the past is read in, a screen reader waits for the whole of it.
    this.log.setAttribute("aria-busy", String(state.restoring || state.lines.some((line) => line.streaming)));
    setHidden(this.starters, state.lines.length > 0 || this.starters.childElementCount === 0);
    this.placeLines(state);
    this.showTyping(state);
    const opened = state.open && before?.open !== true;
    if (following || opened || saidSomething(state, before)) this.showEnd();
    else this.offerEnd();
  }

  showEnd(): void {
    this.log.scrollTop = this.log.scrollHeight;
    this.offerEnd();
  }

  private placeLines(state: ChatState): void {
    const { lines } = state;
    const keys = new Set(lines.map((line) => line.key));
    for (const [key, view] of this.views) {
      if (!keys.has(key)) this.remove(key, view);
    }
    let previous: Element = this.welcome;
    lines.forEach((line, index) => {
      const view = this.viewOf(line);
      const note = state.feedback !== null && state.feedback.messageId === line.messageId ? state.feedback : null;
      view.update(line, { timed: afterPause(line, lines[index - 1]), last: index === lines.length - 1, note });
      if (previous.nextElementSibling !== view.node) previous.after(view.node);
      previous = view.node;
    });
  }

  private viewOf(line: Line): LineView {
    const known = this.views.get(line.key);
    if (known !== undefined) return known;
    const view = new LineView(this.texts, this.actions);
    this.views.set(line.key, view);
    return view;
  }

  private remove(key: string, view: LineView): void {
    view.node.remove();
    this.views.delete(key);
  }

  private showTyping(state: ChatState): void {
    const bot = botIsTyping(state);
    const person = state.desk === "person" && state.typing.person;
    setHidden(this.typing, !bot && !person);
    const text = person ? this.texts.personTyping : bot ? this.texts.botTyping : "";
    if (this.typingText.textContent !== text) this.typingText.textContent = text;
  }

  private following(): boolean {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < FOLLOWING_PX;
  }

  private offerEnd(): void {
    setHidden(this.toLatest, this.following());
  }
}

function afterPause(line: Line, previous: Line | undefined): boolean {
  return previous === undefined || Date.parse(line.at) - Date.parse(previous.at) > PAUSE_MS;
}

function saidSomething(state: ChatState, before: ChatState | null): boolean {
  const own = (lines: readonly Line[]): number => lines.filter((line) => line.role === "customer").length;
  return before !== null && own(state.lines) > own(before.lines);
}
