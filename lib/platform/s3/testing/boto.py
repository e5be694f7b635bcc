"""What Qarnot's Python clients do with boto3, against a running storage. Prints one JSON object of what was seen.

Usage: boto.py ENDPOINT EMAIL TOKEN FOLDER
"""

import hashlib
import json
import os
import sys

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, email, token, folder = sys.argv[1:5]


def connect(secret=token, key=email, **options):
    """A resource as Qarnot's Python client makes it: path style, whatever region."""
    return boto3.resource(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="default",
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, **options),
    )


def refused(call):
    """Code, status and bucket of the error that a call ends with."""
    try:
        call()
        return None
    except ClientError as error:
        said = error.response["Error"]
        return [said["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"], said.get("BucketName")]


seen = {}
s3 = connect()
client = s3.meta.client

# A bucket is made each time before it is used.
s3.create_bucket(Bucket="scenes")
s3.create_bucket(Bucket="scenes")
seen["buckets"] = sorted(bucket.name for bucket in s3.buckets.all())
bucket = s3.Bucket("scenes")

# Small, empty and strangely named files, with an MD5 for an ETag.
names = ["a.txt", "textures/ü 😀 +%.png", "textures/empty", "quo\"te's & <tags>", "sp ace", "x" * 900]
for name in names:
    bucket.put_object(Key=name, Body=b"" if name.endswith("empty") else name.encode())
listed = {summary.key: summary for summary in bucket.objects.all()}
seen["names"] = sorted(listed) == sorted(names)
seen["etags"] = all(
    listed[name].e_tag == '"%s"' % hashlib.md5(b"" if name.endswith("empty") else name.encode()).hexdigest()
    for name in names
)
seen["bodies"] = all(
    bucket.Object(name).get()["Body"].read() == (b"" if name.endswith("empty") else name.encode())
    for name in names
)

# Pages of both listings, and folders.
seen["pages v1"] = [len(page.get("Contents", [])) for page in client.get_paginator("list_objects").paginate(
    Bucket="scenes", PaginationConfig={"PageSize": 4})]
seen["pages v2"] = [len(page.get("Contents", [])) for page in client.get_paginator("list_objects_v2").paginate(
    Bucket="scenes", PaginationConfig={"PageSize": 4})]
folders = client.list_objects_v2(Bucket="scenes", Delimiter="/")
seen["folders"] = [common["Prefix"] for common in folders["CommonPrefixes"]]
seen["prefix"] = sorted(summary.key for summary in bucket.objects.filter(Prefix="textures/"))

# 20 MiB in parts of 8 MiB, ten threads; the ETag is the one that sync computes for itself.
path = os.path.join(folder, "big.bin")
block = os.urandom(1024 * 1024)
with open(path, "wb") as file:
    for number in range(20):
        file.write(bytes([number]) + block[1:])
transfer = TransferConfig(multipart_threshold=8 * 1024**2, multipart_chunksize=8 * 1024**2, max_concurrency=10)
bucket.upload_file(path, "big.bin", Config=transfer)
data = open(path, "rb").read()
parts = [hashlib.md5(data[at:at + 8 * 1024**2]).digest() for at in range(0, len(data), 8 * 1024**2)]
seen["multipart etag"] = bucket.Object("big.bin").e_tag == '"%s-%d"' % (hashlib.md5(b"".join(parts)).hexdigest(), len(parts))
bucket.download_file("big.bin", path + ".back", Config=transfer)
seen["multipart bytes"] = open(path + ".back", "rb").read() == data

# Ranges.
big = bucket.Object("big.bin")
seen["range"] = big.get(Range="bytes=5-9")["Body"].read() == data[5:10]
seen["last bytes"] = big.get(Range="bytes=-3")["Body"].read() == data[-3:]
seen["range over the end"] = big.get(Range="bytes=20971515-99999999999999999999")["Body"].read() == data[-5:]
seen["range behind"] = refused(lambda: big.get(Range="bytes=20971520-"))

# Copies, metadata, parts that are copied.
bucket.put_object(Key="meta", Body=b"m", ContentType="text/x-scene", Metadata={"take": "7"})
bucket.Object("copy/of meta").copy_from(CopySource={"Bucket": "scenes", "Key": "meta"})
copied = bucket.Object("copy/of meta")
seen["copied"] = [copied.content_type, copied.metadata, copied.e_tag == bucket.Object("meta").e_tag]
copied.copy_from(CopySource={"Bucket": "scenes", "Key": "meta"}, MetadataDirective="REPLACE", Metadata={"take": "8"})
seen["replaced"] = bucket.Object("copy/of meta").metadata
started = client.create_multipart_upload(Bucket="scenes", Key="joined")
part = client.upload_part_copy(Bucket="scenes", Key="joined", UploadId=started["UploadId"], PartNumber=1,
                               CopySource={"Bucket": "scenes", "Key": "big.bin"}, CopySourceRange="bytes=0-5242879")
tail = client.upload_part(Bucket="scenes", Key="joined", UploadId=started["UploadId"], PartNumber=2, Body=b"tail")
seen["uploads"] = [upload["Key"] for upload in client.list_multipart_uploads(Bucket="scenes")["Uploads"]]
seen["parts"] = [[p["PartNumber"], p["Size"]] for p in client.list_parts(
    Bucket="scenes", Key="joined", UploadId=started["UploadId"])["Parts"]]
client.complete_multipart_upload(Bucket="scenes", Key="joined", UploadId=started["UploadId"], MultipartUpload={"Parts": [
    {"PartNumber": 1, "ETag": part["CopyPartResult"]["ETag"]}, {"PartNumber": 2, "ETag": tail["ETag"]}]})
seen["joined"] = bucket.Object("joined").get()["Body"].read() == data[:5242880] + b"tail"
given_up = client.create_multipart_upload(Bucket="scenes", Key="given up")
client.upload_part(Bucket="scenes", Key="given up", UploadId=given_up["UploadId"], PartNumber=3, Body=b"x")
client.abort_multipart_upload(Bucket="scenes", Key="given up", UploadId=given_up["UploadId"])
seen["given up"] = refused(lambda: client.list_parts(Bucket="scenes", Key="given up", UploadId=given_up["UploadId"]))
wrong = client.create_multipart_upload(Bucket="scenes", Key="wrong")
client.upload_part(Bucket="scenes", Key="wrong", UploadId=wrong["UploadId"], PartNumber=1, Body=b"x")
seen["wrong part"] = refused(lambda: client.complete_multipart_upload(
    Bucket="scenes", Key="wrong", UploadId=wrong["UploadId"],
    MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"0"'}]}))

# Refusals that change nothing.
before = sorted([s.key, s.e_tag] for s in bucket.objects.all())
seen["bad secret"] = refused(lambda: connect(secret="wrong").Bucket("scenes").put_object(Key="n", Body=b"n"))
seen["bad key"] = refused(lambda: connect(key="nobody@example.org").Bucket("scenes").put_object(Key="n", Body=b"n"))
seen["climbing"] = refused(lambda: bucket.put_object(Key="../escape", Body=b"n"))
seen["bad md5"] = refused(lambda: client.put_object(
    Bucket="scenes", Key="n", Body=b"n", ContentMD5="CY9rzUYh03PK3k6DJie09g=="))
seen["no bucket"] = refused(lambda: s3.Bucket("nowhere").put_object(Key="n", Body=b"n"))
seen["no bucket to list"] = refused(lambda: list(s3.Bucket("nowhere").objects.all()))
seen["no key"] = refused(lambda: bucket.Object("nothing").get())
seen["full bucket"] = refused(lambda: bucket.delete())
seen["bad bucket name"] = refused(lambda: s3.create_bucket(Bucket="a.."))
seen["unchanged"] = sorted([s.key, s.e_tag] for s in bucket.objects.all()) == before

# Emptying by the versions' list, as Bucket.delete() of Qarnot's client does.
seen["versioning"] = client.get_bucket_versioning(Bucket="scenes").get("Status")
seen["location"] = client.get_bucket_location(Bucket="scenes")["LocationConstraint"]
seen["count"] = client.head_bucket(Bucket="scenes")["ResponseMetadata"]["HTTPHeaders"]["x-rgw-object-count"]
seen["versions"] = {version.id for version in bucket.object_versions.all()} == {"null"}
bucket.object_versions.delete()
bucket.delete()
seen["after"] = sorted(bucket.name for bucket in s3.buckets.all())
print(json.dumps(seen, sort_keys=True))
