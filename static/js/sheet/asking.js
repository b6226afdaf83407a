// Talking to the server: every answer, and its absence, as {kind, data}.

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);

/** The token of the present session: after signing in again in another tab it is another one than in the form. */
export const csrf = () => cookie("csrftoken") || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

// Whose page this is: the server refuses what it sends where somebody else has signed in meanwhile.
const person = document.querySelector("meta[name=person]")?.content;

/**
 * kind: ok, conflict, invalid, refused, signed-out, failed (the server could not), offline (nobody answered). data: the JSON of the answer, or its
 * text with `as: "text"`; headers: the answer's.
 */
export async function ask(url, { body, json = false, as = "json", keepalive = false, timeout = 20000 }) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrf(), ...(person && { "X-QA-Person": person }) };
  if (json) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body: json ? JSON.stringify(body) : body,
      headers,
      keepalive,
      redirect: "manual",
      credentials: "same-origin",
      signal: AbortSignal.timeout?.(timeout),
    });
  } catch {
    return { kind: "offline" };
  }
  if (answer.type === "opaqueredirect") return { kind: "signed-out" };
  const kind = { 401: "signed-out", 409: "conflict", 422: "invalid", 403: "refused", 404: "refused" }[answer.status] || (answer.ok ? "ok" : "failed");
  if (answer.status === 204) return { kind };
  try {
    const data = as === "text" && answer.ok ? await answer.text() : await answer.json();
    // The sheet went to somebody else: nothing is left to bring together.
    return { kind: kind === "conflict" && data.gone ? "refused" : kind, data, headers: answer.headers };
  } catch {
    return { kind: kind === "ok" || kind === "conflict" || kind === "invalid" ? "failed" : kind };
  }
}

/** A version 4 UUID, also where the page came without HTTPS. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
