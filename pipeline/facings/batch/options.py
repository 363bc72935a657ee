"""How a run goes about its frames, and what its workers may take; nothing here changes a frame."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a worker may take before it is ended and its frame tried again."""

    retries: int = 3
    """A frame that failed is tried again so many times before it is set aside."""
    frame_s: float | None = None
    """Seconds without a sign of life; None: by the frames so far."""
    memory_bytes: int = 0
    """0: no limit."""
    grace_s: float = 30.0
    """After Ctrl-C or SIGTERM, running frames have so long to finish."""


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """What a person may ask of a run."""

    device: str = "auto"
    workers: int | None = None
    """None: what the machine holds."""
    limits: Limits = field(default_factory=Limits)
    """A memory limit of 0 becomes the machine's memory shared among the workers."""
    verify_existing: bool = False
    """Check the SHA-256 of frames that are there, not their files' sizes only."""
    annotations: bool = True
    """Write the files in `annotations/` at the end."""
    accept_changed_code: bool = False
    """Continue a folder whose frames other code or other versions made; `dataset.json` then says which frames are older."""
    ray: str | None = None
    """Address of a Ray cluster ('auto', 'local', 'HOST:PORT') whose nodes are to do the work."""
