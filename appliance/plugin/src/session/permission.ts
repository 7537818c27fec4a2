/** What the browser says about this page reaching the local network; null where it has no such permission or needs none. */
export type LocalNetwork = PermissionState | null;

// Chromium 142 asks for `local-network-access`; later versions tell the machine itself and its network apart.
const LOOPBACK_NAMES = ["loopback-network", "local-network-access"];
const NETWORK_NAMES = ["local-network", "local-network-access"];

/**
 * Whether a public page may call an engine on the visitor's machine or network.
 *
 * @param endpoint the engine's origin
 * @param pageHost the page's own host name
 */
export async function localNetwork(endpoint: string, pageHost: string): Promise<LocalNetwork> {
  const host = new URL(endpoint).hostname;
  if (isLocal(pageHost) || !isLocal(host)) return null;
  for (const name of isLoopback(host) ? LOOPBACK_NAMES : NETWORK_NAMES) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      // This browser does not know the name; the next one may be it.
    }
  }
  return null;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

function isLocal(host: string): boolean {
  return isLoopback(host) || host.endsWith(".local") || /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host);
}
