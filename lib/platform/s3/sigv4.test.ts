/** Signing against Amazon's published example, and everything a forged or worn-out URL may try. */
import { describe, expect, it } from "vitest";
import { encodePath, parseQuery, presign, verifySigned } from "./sigv4.ts";

const scope = {
  credentials: { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
  region: "us-east-1",
};
const at = Date.UTC(2013, 4, 24);

function verify(url: string, changes: { method?: string; host?: string; now?: number } = {}) {
  const { host, pathname, search } = new URL(url);
  return verifySigned(scope.credentials, {
    method: changes.method ?? "GET",
    path: pathname,
    query: parseQuery(search.slice(1)) ?? [],
    headers: {},
    hosts: [changes.host ?? host],
    now: changes.now ?? at + 1000,
  });
}

describe("signed URLs", () => {
  const url = presign(scope, {
    method: "GET",
    origin: "https://examplebucket.s3.amazonaws.com",
    path: "/test.txt",
    at,
    expiresSeconds: 86_400,
  });

  it("sign as Amazon's example does", () => {
    expect(url).toContain("X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  });

  it("are good until they expire, and not before they were signed", () => {
    expect(verify(url)).toBeNull();
    expect(verify(url, { now: at + 86_400_000 })).toBeNull();
    expect(verify(url, { now: at + 86_400_001 })).toBe("ExpiredToken");
    expect(verify(url, { now: at - 16 * 60_000 })).toBe("AccessDenied");
  });

  it("are bound to method, host, path and every parameter", () => {
    expect(verify(url, { method: "PUT" })).toBe("SignatureDoesNotMatch");
    expect(verify(url, { host: "evil.example" })).toBe("SignatureDoesNotMatch");
    expect(verify(url.replace("test.txt", "test.txt2"))).toBe("SignatureDoesNotMatch");
    expect(verify(url.replace("Expires=86400", "Expires=86401"))).toBe("SignatureDoesNotMatch");
    expect(verify(`${url}&partNumber=2`)).toBe("SignatureDoesNotMatch");
    expect(verify(`${url}&X-Amz-Expires=604800`)).toBe("AccessDenied");
    expect(verify(url.replace(/Signature=..../, "Signature=0000"))).toBe("SignatureDoesNotMatch");
    expect(verify(url.replace(/Signature=.*/, "Signature=12"))).toBe("AccessDenied");
    expect(verify(url.replace("AKIAIOSFODNN7EXAMPLE", "AKIA"))).toBe("InvalidAccessKeyId");
    expect(verify(url.replace("Expires=86400", "Expires=9999999"))).toBe("AccessDenied");
    expect(verify("https://examplebucket.s3.amazonaws.com/test.txt")).toBe("AccessDenied");
  });

  it("carry any key and any parameter", () => {
    const path = encodePath("bucket", `odd/ü 😀 "quotes" (1)*'!~+&?=#%.blend`);
    const odd = presign(scope, {
      method: "GET",
      origin: "http://localhost:3002",
      path,
      query: { "response-content-disposition": `attachment; filename*=UTF-8''a%20b` },
      at,
      expiresSeconds: 60,
    });
    expect(verify(odd)).toBeNull();
  });

  it("do not fall over an undecodable query", () => {
    expect(parseQuery("a=%E0%A4%A")).toBeNull();
    expect(parseQuery("a&b=1&=")).toEqual([
      ["a", ""],
      ["b", "1"],
      ["", ""],
    ]);
  });
});
