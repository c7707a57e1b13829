/** Whether a path fits a pattern in which `*` stands for any number of characters. In time that grows with their lengths alone. */
export const fits = (path: string, pattern: string): boolean => {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return path === pattern;
  if (!path.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - tail.length >= at && path.endsWith(tail);
};
