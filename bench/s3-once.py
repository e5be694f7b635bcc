"""One 2 GiB transfer by boto3 as Qarnot's Python client does it, in a process of its own; prints the seconds it took.

Usage: s3-once.py upload|download ENDPOINT EMAIL TOKEN FILE
"""

import sys
import time

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

direction, endpoint, email, token, path = sys.argv[1:6]
s3 = boto3.resource(
    "s3",
    endpoint_url=endpoint,
    aws_access_key_id=email,
    aws_secret_access_key=token,
    region_name="us-east-1",
    config=Config(s3={"addressing_style": "path"}),
)
config = TransferConfig(multipart_threshold=8 * 1024**2, multipart_chunksize=8 * 1024**2, max_concurrency=10)
s3.create_bucket(Bucket="bench")
bucket = s3.Bucket("bench")

began = time.monotonic()
if direction == "upload":
    bucket.upload_file(path, "big.bin", Config=config)
else:
    bucket.download_file("big.bin", path, Config=config)
print(time.monotonic() - began)
