/** A page, picture, video or document that an agent lays before the visitor. */
export const PUSH_KINDS = ["page", "picture", "video", "document"] as const;
export type PushKind = (typeof PUSH_KINDS)[number];

export interface PagePush {
  /** Of http or https, of the site itself or of an origin that it allows. */
  readonly url: string;
  readonly kind: PushKind;
  readonly title: string | null;
  /** The visitor lets the agent lead: a page of the site opens by itself. Otherwise the visitor clicks. */
  readonly opens: boolean;
}

export const PUSH_TITLE_MAX = 200;
