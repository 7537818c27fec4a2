import type { FeedbackNote, Line } from "../session/state";
import type { Texts } from "../texts/texts";
import { button, element, setHidden, setText } from "./dom";
import { icon } from "./icons";

/** What a visitor can do at a line. */
export interface LineActions {
  readonly rate: (messageId: string, satisfied: boolean) => void;
  readonly askForPerson: () => void;
  readonly resend: (clientMessageId: string, text: string) => void;
  readonly say: (text: string) => void;
}

/** What a line looks like beside its own content. */
export interface LineSetting {
  /** A time stands above it: the first line after a pause. */
  readonly timed: boolean;
  readonly last: boolean;
  readonly note: FeedbackNote | null;
}

/** One message on the screen. */
export class LineView {
  readonly node: HTMLElement;
  private readonly bubble = element("div", { class: "bubble" });
  private readonly time = element("time", { class: "time" });
  private readonly author = element("span", { class: "author" });
  private readonly below = element("div", { class: "below" });
  private readonly note = element("div", { class: "note", role: "status" });
  private readonly failure = element("div", { class: "failure", role: "alert" });
  private readonly chips: HTMLElement;
  private line: Line | null = null;
  private setting: LineSetting | null = null;

  constructor(
    private readonly texts: Texts,
    private readonly actions: LineActions,
  ) {
    this.chips = element("div", { class: "chips", role: "group", "aria-label": texts.quickReplies });
    this.node = element("div", {}, [this.time, this.author, this.bubble, this.below, this.note, this.failure, this.chips]);
  }

  update(line: Line, setting: LineSetting): void {
    if (line === this.line && sameSetting(setting, this.setting)) return;
    this.line = line;
    this.setting = setting;
    this.node.className = classesOf(line);
    this.showTime(line, setting.timed);
    this.author.className = line.role === "person" ? "author" : "author unseen";
    setText(this.author, this.texts.saidBy[line.role]);
    setText(this.bubble, line.text);
    this.showBelow(line);
    this.showNote(setting.note);
    this.showFailure(line);
    this.showChips(setting.last && !line.streaming ? line.suggestions : []);
  }

  private showTime(line: Line, timed: boolean): void {
    setHidden(this.time, !timed);
    this.time.dateTime = line.at;
    setText(this.time, timed ? timeText(new Date(line.at), new Date(), this.texts.htmlLanguage) : "");
  }

  /** The AI mark, the judgement, or how far an own message has got. */
  private showBelow(line: Line): void {
    const parts: HTMLElement[] = [];
    if (line.aiGenerated) parts.push(element("span", { class: "ai-mark" }, [this.texts.aiMark]));
    if (canBeRated(line)) parts.push(this.rating(line, line.messageId));
    if (line.delivery === "sending" || line.delivery === "queued") parts.push(element("span", {}, [this.texts.delivery[line.delivery]]));
    const focused = this.focusedRating();
    this.below.replaceChildren(...parts);
    if (focused !== null) this.below.querySelector<HTMLElement>(`[data-rate="${focused}"]`)?.focus();
    setHidden(this.below, parts.length === 0);
  }

  private rating(line: Line, messageId: string): HTMLElement {
    const choice = (satisfied: boolean): HTMLElement =>
      button(
        { "aria-pressed": String(line.satisfied === satisfied), "data-rate": satisfied ? "up" : "down" },
        [icon(satisfied ? "helpful" : "unhelpful"), satisfied ? this.texts.helpful : this.texts.unhelpful],
        () => this.actions.rate(messageId, satisfied),
      );
    return element("div", { class: "rate", role: "group", "aria-label": this.texts.rateGroup }, [choice(true), choice(false)]);
  }

  private focusedRating(): string | null {
    const focused = this.below.querySelector<HTMLElement>(":focus");
    return focused?.dataset["rate"] ?? null;
  }

  private showNote(note: FeedbackNote | null): void {
    setHidden(this.note, note === null);
    this.note.replaceChildren();
    if (note === null) return;
    this.note.append(element("span", {}, [note.text || this.texts.thanks]));
    if (note.offerPerson) {
      this.note.append(button({ class: "text-button" }, [this.texts.person], () => this.actions.askForPerson()));
    }
  }

  private showFailure(line: Line): void {
    setHidden(this.failure, line.failure === null);
    this.failure.replaceChildren();
    const { failure, clientMessageId, text } = line;
    if (failure === null || clientMessageId === null) return;
    this.failure.append(element("span", {}, [this.texts.failure[failure]]));
    if (failure !== "too_long") {
      this.failure.append(button({ class: "text-button" }, [this.texts.resend], () => this.actions.resend(clientMessageId, text)));
    }
  }

  private showChips(suggestions: readonly string[]): void {
    this.chips.replaceChildren(...suggestions.map((text) => button({}, [text], () => this.actions.say(text))));
    setHidden(this.chips, suggestions.length === 0);
  }
}

function classesOf(line: Line): string {
  const undelivered = line.delivery === "queued" || line.delivery === "failed";
  return ["line", line.role, ...(line.streaming ? ["streaming"] : []), ...(undelivered ? ["undelivered"] : [])].join(" ");
}

// "A person will come" is not an answer that could help or not.
function canBeRated(line: Line): line is Line & { messageId: string } {
  return line.role === "bot" && line.messageId !== null && !line.streaming && line.route !== "handoff";
}

function sameSetting(a: LineSetting, b: LineSetting | null): boolean {
  return b !== null && a.timed === b.timed && a.last === b.last && a.note === b.note;
}

/** Today the hour says enough; before that the day stands with it. */
function timeText(at: Date, now: Date, language: string): string {
  if (Number.isNaN(at.getTime())) return "";
  const hour: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  const day: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
  const today = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(language, today ? hour : { ...day, ...hour }).format(at);
}
