"""A render as Qarnot's Python SDK 2.22 asks for it, request by request; prints the seconds from its first call to the last picture.

Usage: python-client.py API EMAIL TOKEN FILE FRAMES OUT_FOLDER

The SDK sleeps ten seconds between two looks at a task. Its sleeps are not what is measured: here it sleeps a tenth of one.
"""

import json
import os
import sys
import time
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

api, email, token, path, frames, out = sys.argv[1:7]
LOOK_SECONDS = 0.1
ENDED = {"Success", "Failure", "Cancelled"}


def call(method, place, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": token, "Content-Type": "application/json", "User-Agent": "qarnot-python/2.22.0"}
    request = urllib.request.Request(api + place, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


began = time.monotonic()
storage = call("GET", "/settings")["storage"]
email = call("GET", "/info")["email"]
s3 = boto3.resource(
    "s3",
    endpoint_url=storage,
    aws_access_key_id=email,
    aws_secret_access_key=token,
    config=Config(s3={"addressing_style": "path"}),
    region_name="us-east-1",
)
transfer = TransferConfig(multipart_threshold=8 * 1024**2, multipart_chunksize=8 * 1024**2, max_concurrency=10)
name = f"bench-{os.getpid()}"
s3.create_bucket(Bucket=f"{name}-in")
s3.create_bucket(Bucket=f"{name}-out")
list(s3.Bucket(f"{name}-in").objects.all())
s3.Bucket(f"{name}-in").upload_file(path, os.path.basename(path), Config=transfer)

task = {
    "name": name,
    "profile": "blender",
    "poolUuid": None,
    "jobUuid": None,
    "constants": [
        {"key": "BLEND_FILE", "value": os.path.basename(path)},
        {"key": "BLEND_FORMAT", "value": "PNG"},
    ],
    "constraints": [],
    "forcedConstants": [],
    "waitForPoolResourcesSynchronization": None,
    "uploadResultsOnCancellation": None,
    "labels": {},
    "dependencies": {"dependsOn": []},
    "advancedResourceBuckets": [
        {"bucketName": f"{name}-in", "filtering": {}, "resourcesTransformation": {}, "cacheTTLSec": None}
    ],
    "resultBucket": f"{name}-out",
    "advancedRanges": frames,
    "tags": [],
    "autoDeleteOnCompletion": False,
    "completionTimeToLive": "00:00:00",
    "hardwareConstraints": [],
    "defaultResourcesCacheTTLSec": None,
    "privileges": {"exportApiAndStorageCredentialsInEnvironment": False},
    "retrySettings": {"maxTotalRetries": None, "maxPerInstanceRetries": None},
    "forcedNetworkRules": [],
}
uuid = call("POST", "/tasks", task)["uuid"]
state = call("GET", f"/tasks/{uuid}")
while state["state"] not in ENDED:
    time.sleep(LOOK_SECONDS)
    state = call("GET", f"/tasks/{uuid}")
if state["state"] != "Success":
    raise SystemExit(f"The task ended as {state['state']}: {state['errors']}")
results = s3.Bucket(f"{name}-out")
pictures = [one.key for one in results.objects.all()]
for key in pictures:
    results.download_file(key, os.path.join(out, key), Config=transfer)
seconds = time.monotonic() - began
if len(pictures) != state["totalInstanceCount"]:
    raise SystemExit(f"{len(pictures)} pictures of {state['totalInstanceCount']} frames.")
print(seconds)
