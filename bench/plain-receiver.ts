/** What transfers are measured against: the plainest server that writes a body into a file and reads it back. */
import { createReadStream, createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";

const [, , path = ""] = process.argv;
const server = createServer((request, response) => {
  const done =
    request.method === "GET"
      ? pipeline(createReadStream(path), response)
      : pipeline(request, createWriteStream(path));
  done.then(
    () => response.end(),
    () => response.destroy(),
  );
});
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.stdout.write(`${address.port}\n`);
});
