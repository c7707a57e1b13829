// Gives `post.ts` the batcher that acknowledges first and stores later, in place of the one that does it right.
const planted = new URL("./ackBeforeCommit.ts", import.meta.url).href;

export const resolve = (specifier, context, next) => {
  const isIt =
    specifier === "./appendBatcher.ts" && context.parentURL?.endsWith("/features/conversations/post.ts");
  return next(isIt ? planted : specifier, context);
};
