/** One file to its signed address, with progress. XMLHttpRequest because fetch can't tell how far a body went. */

/** Errors: in words for the person who waits. */
export function putFile(url: string, file: File, onBytes: (sent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refuse = (why: string) => reject(new Error(`${file.name} was not sent: ${why} Try again.`));
    request.open("PUT", url);
    request.upload.addEventListener("progress", (event) => onBytes(event.loaded));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve();
      else refuse(`storage answered ${request.status}.`);
    });
    request.addEventListener("error", () => refuse("the connection to storage was lost."));
    request.send(file);
  });
}
