import type { Memory } from "../session/memory";
import type { ChatSession } from "../session/session";
import type { ChatState } from "../session/state";
import type { Texts } from "../texts/texts";
import { BannerView } from "./banner";
import { ComposerView } from "./composer";
import { button, element, setHidden, setText } from "./dom";
import { icon } from "./icons";
import { LogView } from "./log";

// Where the style sheet makes the panel fill the screen.
const PHONE = "(max-width: 480px)";
const TITLE_ID = "title";

/** The window that the conversation takes place in. */
export class PanelView {
  readonly node: HTMLElement;
  private readonly subtitle = element("p", { class: "subtitle" });
  private readonly person: HTMLButtonElement;
  private readonly personText = element("span");
  private readonly end: HTMLButtonElement;
  private readonly banner: BannerView;
  private readonly log: LogView;
  private readonly composer: ComposerView;

  constructor(
    private readonly session: ChatSession,
    memory: Memory,
    private readonly texts: Texts,
    title: string,
    questions: readonly string[],
  ) {
    const actions = {
      rate: (messageId: string, satisfied: boolean) => void session.rate(messageId, satisfied),
      askForPerson: () => void session.askForPerson(),
      resend: (clientMessageId: string, text: string) => session.resend(clientMessageId, text),
      say: (text: string) => session.send(text),
    };
    this.log = new LogView(texts, actions, questions);
    this.banner = new BannerView(texts, { reconnect: () => session.reconnect(), startOver: () => session.startOver() });
    this.composer = new ComposerView(texts, memory.draft, { send: actions.say, draft: (text) => void (memory.draft = text) });
    this.person = button({ class: "person-button" }, [icon("person"), this.personText], actions.askForPerson);
    this.end = button({ class: "text-button" }, [texts.endConversation], () => void session.end());
    this.node = element("section", { class: "panel", role: "dialog", "aria-labelledby": TITLE_ID, tabindex: "-1" }, [
      this.header(title),
      this.banner.node,
      this.log.node,
      this.composer.node,
      element("div", { class: "footer" }, [element("span", {}, [texts.aiNotice]), this.end]),
    ]);
    this.node.addEventListener("keydown", (event) => this.keyDown(event));
  }

  update(state: ChatState, before: ChatState | null): void {
    setHidden(this.node, !state.open);
    setText(this.subtitle, this.texts.status[state.desk]);
    this.showPerson(state);
    setHidden(this.end, state.lastSeq === 0 || state.desk === "closed");
    this.banner.update(state);
    this.log.update(state, before);
    if (state.open && before?.open === false) this.focus();
  }

  /** Puts words into the visitor's mouth only while they have written none. */
  offer(draft: string): void {
    if (draft !== "") this.composer.offer(draft);
  }

  /** Where the visitor goes on: the composer. A phone's keyboard would cover the conversation at once: there the window itself. */
  focus(): void {
    const phone = matchMedia(PHONE).matches;
    this.node.setAttribute("aria-modal", String(phone));
    (phone ? this.node : this.composer.input).focus();
  }

  private header(title: string): HTMLElement {
    const minimise = { class: "minimise", "aria-label": this.texts.minimise, title: this.texts.minimise };
    return element("div", { class: "header" }, [
      element("span", { class: "face" }, [icon("chat")]),
      element("div", { class: "names" }, [element("h2", { class: "title", id: TITLE_ID }, [title]), this.subtitle]),
      this.person,
      button(minimise, [icon("minimise")], () => this.session.closePanel()),
    ]);
  }

  private showPerson(state: ChatState): void {
    const { person, personAsking, personHere, inLine } = this.texts;
    const label = { bot: person, closed: person, waiting: inLine, person: personHere }[state.desk];
    setText(this.personText, state.askingForPerson ? personAsking : label);
    const busy = state.askingForPerson || state.desk === "waiting" || state.desk === "person";
    this.person.setAttribute("aria-disabled", String(busy));
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      this.session.closePanel();
    } else if (event.key === "Tab" && matchMedia(PHONE).matches) {
      this.keepFocus(event);
    }
  }

  /** Full screen, there is nothing else to tab to. */
  private keepFocus(event: KeyboardEvent): void {
    const stops = [...this.node.querySelectorAll<HTMLElement>("button, textarea, [tabindex='0']")].filter(
      (stop) => stop.getClientRects().length > 0,
    );
    const root = this.node.getRootNode() as ShadowRoot;
    const [first, last] = [stops[0], stops.at(-1)];
    const focused = root.activeElement;
    if (event.shiftKey && (focused === first || focused === this.node)) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && focused === last) {
      event.preventDefault();
      first?.focus();
    }
  }
}
