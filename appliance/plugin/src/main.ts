import { BridgeClient, type Opening } from "./bridge/client";
import { embedFrom, onPageOpens, subjectOf, type Embed } from "./embed";
import { Memory, storageKey } from "./session/memory";
import { localNetwork } from "./session/permission";
import { ChatSession } from "./session/session";
import { textsFor } from "./texts/texts";
import { ChatView, HOST_TAG } from "./view/chat";

function start(script: HTMLScriptElement, embed: Embed): void {
  // A page that carries the tag twice gets one chat.
  if (document.querySelector(HOST_TAG) !== null) return;
  const texts = textsFor(embed.locale, navigator.language);
  // Another customer at the same browser never finds the conversation of the one before.
  const key = storageKey(embed.endpoint, embed.siteToken, embed.customerId);
  const memory = new Memory(key, () => localStorage, () => sessionStorage);
  const client = new BridgeClient(embed.endpoint, embed.siteToken, texts.language);
  const { customerId, customerProof } = embed;
  const about = (): Opening => ({ locale: texts.language, customerId, customerProof, ...subjectOf(script) });
  const session = new ChatSession(client, memory, about, () => localNetwork(embed.endpoint, location.hostname));
  const view = new ChatView(session, memory, texts, embed);
  view.mount(document.body);
  onPageOpens(script, (draft) => view.open(draft));
  session.start();
}

// Only while the script runs does the document know its tag.
const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const embed = embedFrom(script);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(script, embed));
  else start(script, embed);
}
