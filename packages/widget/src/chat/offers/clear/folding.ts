/**
 * What a folded card shows instead of itself: its title, as a button. Never a question, whose words are not to be seen. Cards
 * without a title are never folded.
 */
export const UNFOLD = ".unfold";

export const addUnfold = (card: HTMLElement): void => {
  const title = card.querySelector("h2")?.textContent;
  if (!title || card.querySelector(UNFOLD) !== null) return;
  const button = document.createElement("button");
  // With the focus in it, the card is whole: the field has lost it.
  const unfold = () => card.focus({ preventScroll: true });
  button.className = UNFOLD.slice(1);
  button.type = "button";
  button.ariaExpanded = "false";
  button.dataset.testid = "unfold";
  // A name that turns the direction of writing turns its own alone.
  const isolated = document.createElement("bdi");
  isolated.textContent = title;
  button.append(isolated, " …");
  button.onfocus = button.onclick = unfold;
  card.append(button);
};
