import type { Embed } from "../embed";
import type { Memory } from "../session/memory";
import type { ChatSession } from "../session/session";
import { unread, type ChatState } from "../session/state";
import type { Texts } from "../texts/texts";
import { button, element, setHidden, setText } from "./dom";
import { icon } from "./icons";
import { PanelView } from "./panel";
import { adoptStyles, followVisibleHeight } from "./stylesheet";

/** The element that carries the chat; a page themes it by custom properties, as in `guitai-chat { --guitai-accent: … }`. */
export const HOST_TAG = "guitai-chat";

const MOST_COUNTED = 99;
// Where the panel covers the whole screen, the next page of the shop does not open under it.
const BESIDE_THE_PAGE = "(min-width: 481px)";

/** The button on the shop's page, and the panel it opens. */
export class ChatView {
  private readonly host = document.createElement(HOST_TAG);
  private readonly root: ShadowRoot;
  private readonly launcher: HTMLButtonElement;
  private readonly badge = element("span", { class: "badge", "aria-hidden": "true" });
  private readonly panel: PanelView;

  constructor(
    private readonly session: ChatSession,
    private readonly memory: Memory,
    private readonly texts: Texts,
    private readonly embed: Embed,
  ) {
    this.host.lang = texts.htmlLanguage;
    this.root = this.host.attachShadow({ mode: "open" });
    const label = element("span", { class: "label" }, [texts.launcher]);
    this.launcher = button({ class: "launcher", "aria-haspopup": "dialog" }, [icon("chat"), label, this.badge], () => session.openPanel());
    this.panel = new PanelView(session, memory, texts, embed.title ?? texts.title, embed.questions);
  }

  /** Puts the chat into the page. */
  mount(parent: HTMLElement): void {
    adoptStyles(this.root, this.embed.nonce);
    followVisibleHeight(this.root);
    this.root.append(this.launcher, this.panel.node);
    parent.append(this.host);
    // Open from the start takes no focus: the visitor came for the page.
    if (this.memory.panelOpen && matchMedia(BESIDE_THE_PAGE).matches) this.session.openPanel();
    this.session.store.subscribe((state, before) => this.update(state, before));
    this.update(this.session.store.state, null);
  }

  /** Opens the panel; `draft` is offered to a visitor who has written nothing yet. */
  open(draft: string): void {
    this.panel.offer(draft);
    this.session.openPanel();
    this.panel.focus();
  }

  private update(state: ChatState, before: ChatState | null): void {
    const count = unread(state);
    setHidden(this.launcher, state.open);
    setHidden(this.badge, count === 0);
    setText(this.badge, count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));
    this.launcher.setAttribute("aria-label", count === 0 ? this.texts.launcher : this.texts.openWithUnread(count));
    this.panel.update(state, before);
    if (!state.open && before?.open === true) this.launcher.focus();
  }
}
