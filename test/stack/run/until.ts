/** Waits until something holds; an error of the condition ends it. */
export async function until(what: string, condition: () => Promise<boolean>, milliseconds = 60_000): Promise<void> {
  for (const deadline = Date.now() + milliseconds; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (await condition()) return;
    if (Date.now() > deadline) throw new Error(`after ${milliseconds / 1000} seconds it is not so that ${what}`);
  }
}

/** Waits until a question has the answer that is looked for, and tells it. */
export async function eventually<T>(
  what: string,
  question: () => Promise<T>,
  isAnswer: (found: T) => boolean,
  milliseconds = 60_000,
): Promise<T> {
  let last: T | undefined;
  await until(what, async () => isAnswer((last = await question())), milliseconds).catch((error: Error) => {
    throw new Error(`${error.message}; the last answer: ${JSON.stringify(last)?.slice(0, 2000)}`, { cause: error });
  });
  return last as T;
}
