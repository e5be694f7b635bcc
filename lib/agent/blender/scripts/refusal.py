"""Why a file or its settings can't be rendered, as a code of the contract and in words."""


class Refusal(Exception):
    """A reason with a code of the contract (FAILURE_CODES): the file or the settings are the cause, not the node."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def refusal_of(text):
    """Blender's own words for why it did not render → a code."""
    lowered = text.lower()
    words = text.strip()
    if "no camera" in lowered:
        return Refusal("no_camera", words)
    if "openimagedenois" in lowered or "without denois" in lowered:
        return Refusal("no_denoiser", words)
    if "no space left" in lowered:
        return Refusal("disk_full", words)
    if "out of memory" in lowered or "bad_alloc" in lowered:
        return Refusal("out_of_memory", words)
    if "could not write" in lowered or "render error" in lowered:
        return Refusal("no_output", words)
    return Refusal("script_error", words)
