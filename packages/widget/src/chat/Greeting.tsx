/** Before anything is said: what it will be about, and what would come of it. Nobody has to wait to find out. */
import { aboutOf } from "../core/matter.ts";
import type { Idle } from "../core/state.ts";
import type { Scene } from "./scene.ts";

interface Props {
  readonly scene: Scene;
  readonly contact: Idle;
}

export const Greeting = ({ scene, contact }: Props) => {
  const { words, language, outlook, outlookViews } = scene;
  const known = outlook === "asking" ? null : outlook;
  const { about, words: subjectWords } = contact;
  const subject = subjectWords ?? aboutOf(contact, known).topic ?? known?.queue?.name[language];
  const isFree = known?.state === "free";
  const views = isFree ? null : outlookViews;
  // It may be a queue's key, which is not for reading: it is not shown while the hub is asked.
  const isUnsettled = outlook === "asking" && subjectWords === null && about.topic && !about.skill;
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
