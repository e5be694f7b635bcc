/**
 * The network address behind a request. The portal and proxies name the one they saw in X-Forwarded-For; that is taken
 * only from neighbours (this machine, a private network), and good only for throttling: whoever forges it is still
 * bounded by the limit of the account (accounts/throttle.ts).
 */
import { BlockList } from "node:net";
import type { IncomingMessage } from "node:http";

const neighbours = new BlockList();
neighbours.addSubnet("127.0.0.0", 8);
neighbours.addSubnet("10.0.0.0", 8);
neighbours.addSubnet("172.16.0.0", 12);
neighbours.addSubnet("192.168.0.0", 16);
neighbours.addAddress("::1", "ipv6");
neighbours.addSubnet("fc00::", 7, "ipv6");

/** Shape: peer "127.0.0.1", header "203.0.113.9, 198.51.100.7" → "198.51.100.7", the one that the nearest proxy saw. */
export function addressBehind(peer: string, forwardedFor: string | undefined): string {
  const plain = peer.replace(/^::ffff:/, "");
  const isNear = neighbours.check(plain, plain.includes(":") ? "ipv6" : "ipv4");
  const named = forwardedFor?.split(",").at(-1)?.trim() ?? "";
  return isNear && named !== "" ? named.slice(0, 64) : plain;
}

export function addressOf(request: IncomingMessage): string {
  const header = request.headers["x-forwarded-for"];
  return addressBehind(request.socket.remoteAddress ?? "", Array.isArray(header) ? header.join(",") : header);
}
