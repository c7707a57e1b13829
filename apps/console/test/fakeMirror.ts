/** A mirror document without a replayer: says what it gets, and shows a page as far as a picture needs one. */
export const MIRROR_PAGE = `<!doctype html><meta charset="utf-8"><title>Mirror</title>
<style>body{margin:0;font:16px system-ui;background:#fff;color:#123}header{background:#0b3d5c;color:#fff;padding:18px 28px}
main{padding:28px;max-width:640px}label{display:block;margin:14px 0 4px}div.field{border:1px solid #8aa;border-radius:4px;padding:9px}</style>
<header>Nordwind Versicherung</header><main><h1>Kfz-Versicherung berechnen</h1>
<label>Kennzeichen</label><div class="field">HH-LO 2026</div><label>Geburtsdatum</label><div class="field">••••••••</div>
<label>Jährliche Fahrleistung</label><div class="field">12.000 km</div></main><script src="/mirror.js"></script>`;

export const MIRROR_SCRIPT = `
addEventListener("message", event => {
  if (event.data !== "lotse:mirror") return;
  const port = event.ports[0];
  window.seen = [];
  port.onmessage = ({ data }) => {
    if (data.kind === "ask") return port.postMessage({ kind: "here" });
    window.seen.push(data.kind);
    if (data.kind !== "packet") return;
    const first = new Uint8Array(data.bytes)[0];
    if (first === 1) port.postMessage({ kind: "page", segment: 0, widthPx: 1440, heightPx: 900,
      url: "https://www.nordwind.example/versicherungen/kfz/berechnen?schritt=2", title: "Kfz-Versicherung berechnen" });
    if (first === 2) port.postMessage({ kind: "gap" });
    if (first === 3) port.postMessage({ kind: "refused", code: "REPLAY_INVALID" });
  };
  port.postMessage({ kind: "ready" });
}, { once: true });
`;
