interface Closable {
  close(): Promise<unknown>;
}

/** Call once in a test file: what the returned function is given is closed after each test, the latest first. */
export function closedAfterEach(): <T extends Closable>(opened: T) => T {
  const open: Closable[] = [];
  afterEach(async () => {
    for (const item of open.splice(0).reverse()) await item.close();
  });
  return (opened) => {
    open.push(opened);
    return opened;
  };
}
