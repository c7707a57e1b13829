/** Limits both ends of the stream agree on: the encoder keeps them, the decoder refuses what does not. */

/** One frame never inflates to more than this; a longer text continues in the next frame. */
export const FRAME_TEXT_BYTES_MAX = 512 * 1024;
/** One event (a line of JSON); a page whose snapshot is larger is too big to share. */
export const EVENT_BYTES_MAX = 32 * 1024 * 1024;
/** Inflated bytes per compressed byte over a whole segment, past the first megabyte. */
export const SEGMENT_RATIO_MAX = 200;
export const SEGMENT_RATIO_SLACK_BYTES = 1024 * 1024;
/** Shown instead of what is masked; its length says nothing. */
export const MASK = "\u2022\u2022\u2022\u2022\u2022\u2022";
/** Of a page's title, and of any other: nobody reads more. */
export const TITLE_CHARS_MAX = 1_000;
