// The host portal's word for who the user is. A token is good once, for a few minutes; a new one is fetched in silence.
const TIMEOUT = 15000; // milliseconds

export class HostToken {
  /** `element` carries the attributes `token`, `token-endpoint` and `user-id`, and the property `getToken`. */
  constructor(element) {
    this.element = element;
    this.hadOne = false;
  }

  /** Whether a token can be had without asking the user. */
  get offered() {
    const { element } = this;
    return Boolean(element.getToken || element.getAttribute("token-endpoint") || element.getAttribute("token"));
  }

  /** Who the host says is signed on, where it says so: a session of somebody else's must not be taken up. */
  get userId() {
    return this.element.getAttribute("user-id") || subject(this.element.getAttribute("token"));
  }

  /** A fresh token; `silent` says that nobody has pressed anything, so the host must not send them elsewhere. */
  async fetch({ silent }) {
    const { element } = this;
    const rendered = element.getAttribute("token");
    if (rendered) {
      element.removeAttribute("token");
      this.hadOne = true;
      return rendered;
    }
    if (element.getToken) return element.getToken({ silent });
    const response = await fetch(new URL(element.getAttribute("token-endpoint"), document.baseURI), {
      method: "POST", credentials: "same-origin", headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!response.ok) throw new Error(`token-endpoint: ${response.status}`);
    return (await response.json()).token;
  }
}

/** The `sub` of a token; only compared here, checked by the portal. */
function subject(token) {
  try {
    const claims = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(claims), (char) => char.charCodeAt(0)))).sub;
  } catch {
    return null;
  }
}
