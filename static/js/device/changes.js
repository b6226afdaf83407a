// Tabs of one browser tell each other that something on the device has changed: what waits is counted in each of them.

const channel = "BroadcastChannel" in window ? new BroadcastChannel("qa-device") : null;
const listeners = new Set();

export function changed() {
  channel?.postMessage("changed");
  for (const listener of listeners) listener();
}

export function onChange(listener) {
  listeners.add(listener);
}

if (channel) channel.onmessage = () => listeners.forEach((listener) => listener());
