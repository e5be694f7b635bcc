/** Addresses of an S3 elsewhere, and of an upload in it. */
import { expect, it } from "vitest";
import { MultipartMissing } from "./object-store.ts";
import { s3AddressIn } from "./s3-address.ts";
import { planIn, planText } from "./s3-plan.ts";

it("is read with its key, region and scheme", () => {
  expect(s3AddressIn("s3://me%40example.org:s%2F1@s3.example.org:9000?region=eu-west-1&tls=off")).toEqual({
    endpoint: "http://s3.example.org:9000",
    region: "eu-west-1",
    credentials: { accessKeyId: "me@example.org", secretAccessKey: "s/1" },
  });
  expect(s3AddressIn("s3://s3.example.org")).toEqual({
    endpoint: "https://s3.example.org",
    region: "us-east-1",
    credentials: null,
  });
  for (const wrong of ["file:///x", "s3:/x", "s3://host/bucket", "https://host"])
    expect(s3AddressIn(wrong)).toBeNull();
});

it("keeps an upload's plan in its id", () => {
  const plan = { uploadId: "2~ab.cd", sizeBytes: 15, partSizeBytes: 10 };
  expect(planIn(planText(plan))).toEqual(plan);
  for (const wrong of ["", "../../etc", "1.x.y", "15.10."])
    expect(() => planIn(wrong)).toThrow(MultipartMissing);
});
