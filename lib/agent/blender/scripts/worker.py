"""Runs inside Blender: opens one file, renders frame after frame on command, and says what happened.

Commands come as JSON lines on standard input; facts go out as lines that begin with a nonce which only the agent and this
script know, so that nothing that Blender or a file prints can pass for a fact. Started by process.ts, inside the sandbox:
    blender -b --factory-startup --disable-autoexec --python-exit-code 7 -P worker.py
or with --enable-autoexec where the job's owner wants the file's own scripts to run.
"""

import json
import os
import resource
import shutil
import sys
import time
import traceback

import bpy

# Our other scripts lie beside this one; Blender looks for modules elsewhere.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from job_settings import apply_settings, apply_size, differ_in_size  # noqa: E402
from refusal import Refusal, refusal_of  # noqa: E402
from remap import Remaps  # noqa: E402
from scene_facts import summary, version_text  # noqa: E402
from small_pictures import OWN_PREFIX, make_pictures  # noqa: E402


def open_file(path, scripts):
    try:
        bpy.ops.wm.open_mainfile(filepath=path, load_ui=False, use_scripts=scripts)
    except RuntimeError as error:
        raise Refusal("file_unreadable", "Blender can't open the file: %s" % str(error).strip())
    if os.path.realpath(bpy.data.filepath) != os.path.realpath(path):
        raise Refusal("file_unreadable", "Blender can't open the file.")
    saved = bpy.data.version
    if tuple(saved[:2]) > tuple(bpy.app.version[:2]):
        raise Refusal(
            "file_too_new",
            "The file was saved by Blender %s; this node has %s." % (version_text(saved), version_text(bpy.app.version)),
        )


def empty(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


# Core-seconds.
LEAST_CPU = 0.0005


class Worker:
    def __init__(self, nonce):
        self.nonce = nonce
        self.path = None
        self.scripts = False
        self.root, self.remaps = "", []
        self.applied = None
        self.scene = None
        # Frames since the file was opened: the first also loads what Blender and the scene keep.
        self.rendered = 0
        self.began = 0.0

    def say(self, fact, **more):
        more["fact"] = fact
        line = "\n%s %s\n" % (self.nonce, json.dumps(more))
        sys.stdout.flush()
        data = line.encode("utf-8", "replace")
        while data:
            data = data[os.write(1, data) :]

    def open(self, command):
        started = time.monotonic()
        self.path = self.applied = self.scene = None
        self.rendered = 0
        self.scripts = command["scripts"]
        self.root, self.remaps = command["root"], command["remaps"]
        self.open_anew(command["file"])
        self.path = command["file"]
        self.say("opened", seconds=time.monotonic() - started, summary=summary() if command["summary"] else None)

    def tell_cpu(self, *_):
        """After a line of Blender's own: the CPU time at which it was said, so that the agent can tell phases apart."""
        used = time.process_time() - self.began
        # Hundreds of lines come at once while a scene is synchronized; what falls between two words is too little to count.
        if used - self.told >= LEAST_CPU:
            self.told = used
            self.say("cpu", coreSeconds=used)

    def open_anew(self, path):
        open_file(path, self.scripts)
        Remaps(self.root, self.remaps).apply()

    def prepare(self, settings):
        """Settings other than those in force are put over a fresh copy of the file, so that none leaks into the next."""
        if self.applied == settings:
            return
        if self.applied is not None and differ_in_size(self.applied, settings):
            apply_size(self.scene, settings)
        else:
            if self.applied is not None:
                self.applied = self.scene = None
                self.open_anew(self.path)
                self.rendered = 0
            self.scene = apply_settings(settings)
        self.applied = settings

    def render(self, command):
        # Opening the file is no part of a frame, neither the first time nor again for other settings.
        self.prepare(command["settings"])
        started, cpu = time.monotonic(), time.process_time()
        self.began = cpu
        self.told = -LEAST_CPU
        # Opening a file takes handlers off.
        if self.tell_cpu not in bpy.app.handlers.render_stats:
            bpy.app.handlers.render_stats.append(self.tell_cpu)
        scene = self.scene
        empty(command["dir"])
        scene.render.filepath = os.path.join(command["dir"], "")
        scene.frame_start = scene.frame_end = command["frame"]
        scene.render.threads_mode = "FIXED"
        scene.render.threads = command["threads"]
        try:
            bpy.ops.render.render(animation=True, scene=scene.name)
        except RuntimeError as error:
            raise refusal_of(str(error))
        files = sorted(name for name in os.listdir(command["dir"]) if not name.startswith(OWN_PREFIX))
        written = self.kept(command["dir"], files)
        self.say("rendered", files=files, isCold=self.rendered == 0, **self.cost(started, cpu))
        self.rendered += 1
        problem = None
        try:
            make_pictures(scene, written, command["thumbnail"], command["preview"])
        except RuntimeError as error:
            problem = str(error).strip()
        self.say("pictured", problem=problem, **self.cost(started, cpu))

    @staticmethod
    def kept(folder, files):
        """The frame's file under a name of ours: the agent takes the other away while the small picture is made."""
        if len(files) != 1 or not os.path.isfile(os.path.join(folder, files[0])):
            return None
        ours = os.path.join(folder, OWN_PREFIX + "written")
        os.link(os.path.join(folder, files[0]), ours)
        return ours

    @staticmethod
    def cost(started, cpu):
        return {
            "seconds": time.monotonic() - started,
            "coreSeconds": time.process_time() - cpu,
            "residentBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }

    def obey(self, command):
        try:
            getattr(self, command["do"])(command)
        except Refusal as refusal:
            self.say("refused", code=refusal.code, message=str(refusal))
        except Exception:
            self.say("refused", code="script_error", message=traceback.format_exc(limit=-3)[-1500:])


def main():
    worker = Worker(json.loads(sys.stdin.buffer.readline())["nonce"])
    worker.say("ready", version="%d.%d.%d" % tuple(bpy.app.version[:3]))
    for line in iter(sys.stdin.buffer.readline, b""):
        command = json.loads(line)
        if command["do"] == "quit":
            break
        worker.obey(command)


main()
