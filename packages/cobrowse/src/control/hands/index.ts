export interface Hands { take(call: unknown): void; undo(): void; stop(): void }
export const createHands = (_options: Record<string, any>): Hands => ({ take: () => {}, undo: () => {}, stop: () => {} });
