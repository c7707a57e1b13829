/** A font of one letter: an "A" that is five times as wide as it is high. Whoever has it can be told by its width. */
import { inflateSync } from "node:zlib";

export const wideFont = inflateSync(
  Buffer.from(
    "eNpjYGRgYOBiaGBgZlDwD9Y3crTwcmZgYNQAiiYk5yYWMPAwTAHyJwD5Juk5lWlq3b4zgPwzQL5ERmpiiq0woxKQvQaIzTKAAkKHxFYD2U+AWCUjt6RCtAbIYmDsABIcOfnJiUDzQPwjQIItN7GigIGFgQ3I5wDyFfISc1MZ5sSfAPJB+m0K8otLgO4CAiYFkDwDyK1AzPmjVjqe3+YrAzPzC5Dsc724w8g0/wKmPUCKmYGJAQKAepgV/lswMAgD3cH8gn8B2CRkwAQWYQK6hhHKRwfMXPuAocAKVEEYoJhuDwRAyhEIcQGg7xi/QFwHtRvkaxEgyQimWUAqgCTEdY7//0PI/weQbOKB2Qv2PVC/oaCiIIj91wWs1wyqlhEWilBfM4JsYeEE0kxACGGDWCzhQQzhDEGQ8McNAGbXPpg=",
    "base64",
  ),
);
