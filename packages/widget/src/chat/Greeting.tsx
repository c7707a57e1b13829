/** Before anything is said: what it will be about, and what would come of it. Nobody has to wait to find out. */
import type { VisitRecord } from "../shared/visit.ts";
import type { Scene } from "./scene.ts";

interface Props {
  readonly scene: Scene;
  readonly about: VisitRecord["about"];
}

export const Greeting = ({ scene, about }: Props) => {
  const { words, language, outlook, outlookViews } = scene;
  const known = outlook === "asking" ? null : outlook;
  const subject = known?.queue?.name[language] ?? about.topic;
  const isFree = known?.state === "free";
  const views = isFree ? null : outlookViews;
  // A word of the page's that names a queue is not for reading: it is not shown while the hub is asked.
  const isUnsettled = outlook === "asking" && about.topic !== undefined;
  const hint = known === null || isFree ? words.greetingHint : "";
  return (
    <div class="greeting">
      <p>{words.greeting}</p>
      <small>{isUnsettled ? "\u00a0" : subject ? words.topic(subject) : hint}</small>
      <div role="status" data-testid="outlook">
        {isFree && <p>{words.free}</p>}
        {known && views && <views.Outlook scene={scene} outlook={known} />}
      </div>
      {known && views && <views.Choice scene={scene} outlook={known} />}
    </div>
  );
};
