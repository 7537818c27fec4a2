import type { ChatState } from "../session/state";
import type { Texts } from "../texts/texts";
import { button, element, setHidden, setText } from "./dom";

interface Notice {
  readonly text: string;
  readonly alarm: boolean;
  readonly action: "reconnect" | "start_over" | null;
}

/** What stands above the messages: the connection's trouble first, then who answers. Null where all is as usual. */
export function noticeFor(state: ChatState, texts: Texts): Notice | null {
  const { connection, desk } = state;
  if (connection === "connecting" || connection === "starting" || connection === "asking") {
    return { text: texts.banner[connection], alarm: false, action: null };
  }
  if (connection === "offline" || connection === "forbidden" || connection === "refused") {
    return { text: texts.banner[connection], alarm: true, action: "reconnect" };
  }
  if (desk === "waiting") return { text: texts.banner.waiting(state.position), alarm: false, action: null };
  if (desk === "person") return { text: texts.banner.person, alarm: false, action: null };
  if (desk === "closed") return { text: texts.banner.closed, alarm: false, action: "start_over" };
  return null;
}

/** The strip that says it, as a polite status for screen readers. */
export class BannerView {
  readonly node: HTMLElement;
  private readonly text = element("p", { role: "status" });
  private readonly action: HTMLButtonElement;
  private notice: Notice | null = null;

  constructor(
    private readonly texts: Texts,
    actions: { readonly reconnect: () => void; readonly startOver: () => void },
  ) {
    this.action = button({ class: "text-button" }, [], () =>
      this.notice?.action === "start_over" ? actions.startOver() : actions.reconnect(),
    );
    this.node = element("div", { class: "banner" }, [this.text, this.action]);
  }

  update(state: ChatState): void {
    const notice = noticeFor(state, this.texts);
    this.notice = notice;
    setHidden(this.node, notice === null);
    this.node.classList.toggle("alarm", notice?.alarm === true);
    setText(this.text, notice?.text ?? "");
    setHidden(this.action, notice === null || notice.action === null);
    setText(this.action, notice?.action === "start_over" ? this.texts.startOver : this.texts.reconnect);
  }
}
