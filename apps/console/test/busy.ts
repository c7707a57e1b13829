/** An agent with three conversations. */
import type { Scene } from "./scene.ts";

/** Three conversations, one of them full. */
export const busy = (scene: Scene) => {
  const first = scene.conversation(50, "Visitor 3F2A", "Kfz-Versicherung");
  const second = scene.conversation(51, "Visitor 9C1D");
  scene.conversation(
    52,
    "Maximiliane Freifrau von Hohenstein-Wildungen",
    "Rechtsschutzversicherungsbedingungen",
  );
  scene.notice(first.id, 400_000);
  scene.say(
    first.id,
    "visitor",
    "Guten Tag, ich verstehe die Schadenfreiheitsklasse nicht. Muss ich dafür meine alte Versicherung anrufen?",
    380_000,
  );
  scene.say(first.id, "agent", "Guten Tag! Nein, das müssen Sie nicht.", 350_000);
  scene.say(
    first.id,
    "agent",
    "Sie finden sie auf Ihrer letzten Beitragsrechnung.\nMeist steht dort „SF“ mit einer Zahl.",
    345_000,
  );
  scene.say(
    first.id,
    "visitor",
    "Ah, SF 12. Und was ist Kraftfahrzeughaftpflichtversicherungsbeitragsbemessungsgrundlage?",
    60_000,
  );
  scene.say(second.id, "visitor", "Hallo?", 130_000);
  scene.say(second.id, "visitor", "Ist da jemand?", 100_000);
  return first;
};
